package io.filstore.car;

import io.filstore.multiformats.Cid;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Describes an archive by the heads of its sections. Blocks are not verified. */
public final class CarInspector {
  private final Map<Long, Long> codecs = new TreeMap<>();
  private final Map<Long, Long> hashes = new TreeMap<>();
  private final LongSummaryStatistics blockLengths = new LongSummaryStatistics();
  private final LongSummaryStatistics cidLengths = new LongSummaryStatistics();

  private CarInspector() {}

  /**
   * Reads an archive to the end of its data, and what kind of index follows; the index itself is
   * not looked at. Give a buffered stream; if it is of a file, blocks are not read.
   *
   * @throws io.filstore.multiformats.FormatException if its framing is damaged, or it ends before
   *     its index
   */
  public static CarInspection inspect(InputStream car) throws IOException {
    return new CarInspector().read(CarReader.unverified(car));
  }

  private CarInspection read(CarReader reader) throws IOException {
    Set<Cid> absent = new HashSet<>(reader.roots());
    for (CarReader.Head head = reader.nextHead(); head != null; head = reader.nextHead()) {
      absent.remove(head.cid());
      codecs.merge(head.cid().codec(), 1L, Long::sum);
      hashes.merge(head.cid().multihash().code(), 1L, Long::sum);
      blockLengths.accept(head.blockLength());
      cidLengths.accept(head.cid().length());
    }
    List<Cid> roots = reader.roots();
    return new CarInspection(
        reader.version(),
        reader.v2(),
        reader.indexCodec(),
        roots,
        roots.stream().filter(absent::contains).distinct().toList(),
        blockLengths.getCount(),
        lengths(blockLengths),
        lengths(cidLengths),
        codecs,
        hashes,
        reader.padding());
  }

  private static CarInspection.Lengths lengths(LongSummaryStatistics statistics) {
    return statistics.getCount() == 0
        ? new CarInspection.Lengths(0, 0, 0, 0)
        : new CarInspection.Lengths(
            statistics.getMin(),
            statistics.getSum() / statistics.getCount(),
            statistics.getMax(),
            statistics.getSum());
  }
}
