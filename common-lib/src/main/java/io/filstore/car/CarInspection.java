package io.filstore.car;

import io.filstore.multiformats.Cid;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an archive consists of, as {@link CarInspector} has found it.
 *
 * @param version 1 or 2
 * @param v2 the outer header of a CARv2
 * @param indexCodec multicodec at the head of the index of a CARv2, of a known kind or not
 * @param roots as the header lists them
 * @param absentRoots roots without a section, each once
 * @param blocks number of sections
 * @param blockLengths of the blocks, in bytes
 * @param cidLengths of their CIDs, in bytes
 * @param codecs sections by the codec of their CID
 * @param hashes sections by the hash function of their CID
 * @param padding zero bytes after the last section
 */
public record CarInspection(
    int version,
    Optional<CarV2Header> v2,
    OptionalLong indexCodec,
    List<Cid> roots,
    List<Cid> absentRoots,
    long blocks,
    Lengths blockLengths,
    Lengths cidLengths,
    Map<Long, Long> codecs,
    Map<Long, Long> hashes,
    long padding) {

  /**
   * Lengths in bytes; all zero if there are none.
   *
   * @param mean rounded down
   */
  public record Lengths(long min, long mean, long max, long sum) {}

  public CarInspection {
    roots = List.copyOf(roots);
    absentRoots = List.copyOf(absentRoots);
    codecs = Map.copyOf(codecs);
    hashes = Map.copyOf(hashes);
  }
}
