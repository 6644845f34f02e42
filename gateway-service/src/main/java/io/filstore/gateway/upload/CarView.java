package io.filstore.gateway.upload;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a CAR that was uploaded has in it, as far as it was taken in.
 *
 * @param rootCount roots in its header; the first is the upload's payload CID
 * @param roots the first hundred of them
 * @param blocks sections, those that repeat a block included
 * @param missingLinks CIDs that are linked to, or roots, and not in the CAR; absent when there were
 *     too many links to remember
 * @param missing the first ten of them
 * @param unlinkedBlocks blocks that nothing in the CAR links to and that are no roots; absent as
 *     above
 * @param unlinked the first ten of them
 */
record CarView(
    int rootCount,
    List<String> roots,
    long blocks,
    @Nullable Long missingLinks,
    List<String> missing,
    @Nullable Long unlinkedBlocks,
    List<String> unlinked) {

  /** Null when the upload is no CAR, or not yet taken in. */
  static @Nullable CarView of(UploadRow row) {
    Integer rootCount = row.rootCount();
    Long blocks = row.blockCount();
    if (rootCount == null || blocks == null) {
      return null;
    }
    return new CarView(
        rootCount,
        words(row.roots()),
        blocks,
        row.missingLinks(),
        words(row.missing()),
        row.unlinkedBlocks(),
        words(row.unlinked()));
  }

  private static List<String> words(@Nullable String joined) {
    return joined == null || joined.isEmpty() ? List.of() : List.of(joined.split(" "));
  }
}
