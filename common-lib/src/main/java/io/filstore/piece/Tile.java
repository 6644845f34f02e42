package io.filstore.piece;

import io.filstore.hash.QuadTree;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reduces a tile, a bottom part of the tree of 254 KiB payload, to its root. Needs at most 384 KiB
 * of scratch memory; used by one thread at a time.
 */
final class Tile {

  static final int QUADS = 2048;

  /** Payload bytes of a tile. */
  static final int PAYLOAD = QUADS * Fr32.RAW_QUAD;

  /** Payload bytes and the one more that is read, of any value. */
  static final int BUFFER = PAYLOAD + 1;

  /** Level of a tile's root: {@code 32 << LEVEL} padded bytes. */
  static final int LEVEL = LeftSpine.QUAD_LEVEL + 11;

  private static final int MAX_LANES = 16;

  private final TreeHasher hasher = new TreeHasher();
  private final QuadTree lanes = new QuadTree(QUADS);
  private final byte[] roots = new byte[MAX_LANES * TreeHasher.NODE];
  private byte @Nullable [] nodes;

  /** Root of a full tile; reads {@link #BUFFER} bytes. */
  byte[] root(byte[] payload, int offset) {
    int count = lanes.reduce(payload, offset, roots);
    if (count == 0) {
      long begin = System.nanoTime();
      byte[] root = root(payload, offset, PAYLOAD, LEVEL);
      lanes.tookWithout(System.nanoTime() - begin);
      return root;
    }
    for (int parents = count / 2; parents > 0; parents /= 2) {
      hasher.reduce(roots, parents);
    }
    return Arrays.copyOf(roots, TreeHasher.NODE);
  }

  /** Root of the given height over that many bytes, at least one, and zeros behind them. */
  byte[] root(byte[] payload, int offset, int length, int height) {
    byte[] tree = nodes == null ? new byte[QUADS * Fr32.PADDED_QUAD] : nodes;
    nodes = tree;
    int count = expand(payload, offset, length, tree) * (Fr32.PADDED_QUAD / TreeHasher.NODE);
    for (int level = 0; level < height; level++) {
      if (count % 2 == 1) {
        System.arraycopy(TreeHasher.zero(level), 0, tree, count * TreeHasher.NODE, TreeHasher.NODE);
        count++;
      }
      count /= 2;
      hasher.reduce(tree, count);
    }
    return Arrays.copyOf(tree, TreeHasher.NODE);
  }

  private static int expand(byte[] payload, int offset, int length, byte[] leaves) {
    int whole = length / Fr32.RAW_QUAD;
    Fr32.expand(payload, offset, leaves, 0, whole);
    int rest = length - whole * Fr32.RAW_QUAD;
    if (rest == 0) {
      return whole;
    }
    byte[] last = new byte[Fr32.RAW_QUAD];
    System.arraycopy(payload, offset + length - rest, last, 0, rest);
    Fr32.expand(last, 0, leaves, whole * Fr32.PADDED_QUAD, 1);
    return whole + 1;
  }
}
