package io.filstore.piece;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A bottom part of the tree that is filled with payload and reduced to one node in its own buffer.
 * 256 KiB: fits the second-level cache of a core. Used by one thread at a time.
 */
final class Tile {

  static final int QUADS = 2048;

  /** Level of a full tile's root: {@code 32 << LEVEL} padded bytes. */
  static final int LEVEL = LeftSpine.QUAD_LEVEL + 11;

  private final TreeHasher hasher = new TreeHasher();
  private final byte[] nodes = new byte[QUADS * Fr32.PADDED_QUAD];
  private int quads;

  /** Set for the first tile of a payload only. */
  private @Nullable LeftSpine spine;

  void keepSpine(LeftSpine leftSpine) {
    spine = leftSpine;
  }

  boolean isEmpty() {
    return quads == 0;
  }

  int room() {
    return QUADS - quads;
  }

  /** Expands whole quads into the tile; the caller has looked at {@link #room()}. */
  void add(byte[] payload, int offset, int count) {
    Fr32.expand(payload, offset, nodes, quads * Fr32.PADDED_QUAD, count);
    quads += count;
  }

  /** Root of the given height over the quads and zeros behind them; empties the tile. */
  byte[] reduce(int height) {
    int count = quads * (Fr32.PADDED_QUAD / TreeHasher.NODE);
    for (int level = 0; level < height; level++) {
      if (count % 2 == 1) {
        System.arraycopy(
            TreeHasher.zero(level), 0, nodes, count * TreeHasher.NODE, TreeHasher.NODE);
        count++;
      }
      if (spine != null && level >= LeftSpine.QUAD_LEVEL) {
        spine.keepSibling(level, nodes, TreeHasher.NODE);
      }
      count /= 2;
      hasher.reduce(nodes, count);
    }
    quads = 0;
    spine = null;
    return Arrays.copyOf(nodes, TreeHasher.NODE);
  }
}
