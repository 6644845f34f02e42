package io.filstore.pack;

import io.filstore.unixfs.Entry;
import java.util.List;

/**
 * What came of packing.
 *
 * @param root payload CID, content bytes, and bytes of all blocks
 * @param pieces in the order they were filled; the last one holds the root
 */
public record Packed(Entry root, List<PackedPiece> pieces) {
  public Packed {
    pieces = List.copyOf(pieces);
  }
}
