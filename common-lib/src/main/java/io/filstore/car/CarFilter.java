package io.filstore.car;

import io.filstore.multiformats.Cid;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes a smaller CARv1 of a CAR of either version: only some of its blocks, in their order, each
 * once. Every block that is kept is verified. What was written of an archive that turns out to be
 * damaged is of no use. Give buffered streams.
 */
public final class CarFilter {
  private final Predicate<Cid> selection;
  private final @Nullable List<Cid> roots;

  private CarFilter(Predicate<Cid> selection, @Nullable List<Cid> roots) {
    this.selection = selection;
    this.roots = roots;
  }

  /** Keeps the blocks with these CIDs. */
  public static CarFilter keeping(Set<Cid> cids) {
    return new CarFilter(cids::contains, null);
  }

  /** Keeps all blocks but those with these CIDs. */
  public static CarFilter dropping(Set<Cid> cids) {
    return new CarFilter(cid -> !cids.contains(cid), null);
  }

  /** Writes these roots; without this the roots of the archive that are kept. */
  public CarFilter withRoots(List<Cid> roots) {
    if (roots.isEmpty()) {
      throw new IllegalArgumentException("an archive without roots is not written");
    }
    return new CarFilter(selection, List.copyOf(roots));
  }

  /**
   * What was written.
   *
   * @param roots in the header
   * @param missing of the roots, or of what lies below them where links were followed, whatever is
   *     not in the archive; the first thousand
   * @param blocks that were kept, each once
   * @param leftOut sections that were not kept, repeated ones included
   * @param size bytes written
   */
  public record Filtered(List<Cid> roots, List<Cid> missing, long blocks, long leftOut, long size) {
    public Filtered {
      roots = List.copyOf(roots);
      missing = List.copyOf(missing);
    }
  }

  /**
   * Filters an archive, which may be a stream.
   *
   * @throws io.filstore.multiformats.FormatException if it is damaged
   * @throws IllegalArgumentException if no root is kept and none was given; nothing is written then
   */
  public Filtered filter(InputStream car, OutputStream out) throws IOException {
    CarReader reader = new CarReader(car);
    List<Cid> header = roots == null ? kept(reader.roots()) : roots;
    CarWriter writer = new CarWriter(out, header);
    long leftOut = 0;
    for (CarReader.Head head = reader.nextHead(); head != null; head = reader.nextHead()) {
      if (!selection.test(head.cid()) || writer.contains(head.cid())) {
        leftOut++;
      } else {
        byte[] block = reader.block();
        writer.block(head.cid(), block, 0, block.length);
      }
    }
    List<Cid> missing = header.stream().filter(root -> !writer.contains(root)).distinct().toList();
    return new Filtered(header, missing, writer.blocks(), leftOut, writer.position());
  }

  private List<Cid> kept(List<Cid> all) {
    List<Cid> kept = all.stream().filter(selection).toList();
    if (kept.isEmpty()) {
      throw new IllegalArgumentException(
          "none of the archive's %d roots is kept, so others must be named".formatted(all.size()));
    }
    return kept;
  }

  /**
   * Keeps everything below some blocks, which become the roots. The file is read twice.
   *
   * @throws io.filstore.multiformats.FormatException if the archive is damaged
   * @throws IllegalArgumentException if none of the roots is in the archive
   */
  public static Filtered below(Path car, List<Cid> roots, OutputStream out) throws IOException {
    CarGraph graph = CarGraph.read(car, CarLimits.DEFAULT);
    if (roots.stream().noneMatch(root -> graph.sections().find(root) >= 0)) {
      throw new IllegalArgumentException("none of the roots is in the archive: " + roots);
    }
    List<Cid> missing = new ArrayList<>();
    BitSet reached =
        graph.below(
            roots,
            cid -> {
              if (missing.size() < Findings.KEPT) {
                missing.add(cid);
              }
            });
    Predicate<Cid> selection = cid -> isReached(graph, reached, cid);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(car))) {
      Filtered written = new CarFilter(selection, roots).filter(in, out);
      return new Filtered(roots, missing, written.blocks, written.leftOut, written.size);
    }
  }

  private static boolean isReached(CarGraph graph, BitSet reached, Cid cid) {
    int number = graph.sections().cids().find(cid);
    return number >= 0 && reached.get(number);
  }
}
