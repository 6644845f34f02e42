package io.filstore.piece.aggregate;

import io.filstore.piece.Fr32;
import io.filstore.piece.PaddedPieceSize;

/**
 * Where the index of an aggregate lies: at its very end, with room for a number of entries that
 * depends on the size of the aggregate alone.
 *
 * @param aggregate padded size of the aggregate
 */
public record IndexArea(PaddedPieceSize aggregate) {

  /** Padded bytes of an entry: two leaves of the tree. */
  public static final int ENTRY = 64;

  private static final int MIN_CAPACITY = 4;

  /** One entry for every 2048 entries that would fit (FRC-0058). */
  private static final int SHARE = 2048;

  /**
   * Slots for entries, a power of two. The specification rounds down where both implementations
   * round up; for the sizes a piece can have there is nothing to round.
   */
  public int capacity() {
    return (int) Math.max(MIN_CAPACITY, aggregate.bytes() / SHARE / ENTRY);
  }

  /** Padded bytes of the area. */
  public int bytes() {
    return capacity() * ENTRY;
  }

  /** Where the area begins; negative in a piece of 128 bytes, which cannot be an aggregate. */
  public long start() {
    return aggregate.bytes() - bytes();
  }

  /** Bytes of the area in the raw stream. */
  public int rawBytes() {
    return bytes() / Fr32.PADDED_QUAD * Fr32.RAW_QUAD;
  }

  /** Where the area begins in the raw stream. */
  public long rawStart() {
    return start() / Fr32.PADDED_QUAD * Fr32.RAW_QUAD;
  }

  /** Position of an entry among the nodes of level 1, each of which covers one entry. */
  long node(int entry) {
    return start() / ENTRY + entry;
  }
}
