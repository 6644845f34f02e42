package io.filstore.piece;

import org.jspecify.annotations.Nullable;

/** Combines the roots of full tiles, given in order, like a binary counter: one node per level. */
final class TileRoots {

  private final LeftSpine spine;
  private final TreeHasher hasher;
  private final byte[] @Nullable [] waiting = new byte[32][];
  private long count;

  TileRoots(LeftSpine spine, TreeHasher hasher) {
    this.spine = spine;
    this.hasher = hasher;
  }

  long count() {
    return count;
  }

  void add(byte[] tileRoot) {
    byte[] node = tileRoot;
    int level = Tile.LEVEL;
    byte[] left = waiting[level];
    while (left != null) {
      node = join(level, left, node);
      waiting[level] = null;
      level++;
      left = waiting[level];
    }
    waiting[level] = node;
    count++;
  }

  /** Root of that height over all tiles and zeros behind them. */
  byte[] root(int height) {
    byte[] node = null;
    long complete = count;
    for (int level = Tile.LEVEL; level < height; level++) {
      byte[] left = waiting[level];
      if (left != null) {
        if (complete == 1) {
          spine.keepSibling(level, node == null ? TreeHasher.zero(level) : node, 0);
        }
        node = hasher.node(left, node == null ? TreeHasher.zero(level) : node);
      } else if (node != null) {
        node = hasher.node(node, TreeHasher.zero(level));
      }
      complete /= 2;
    }
    byte[] top = waiting[height];
    if (node != null) {
      return node;
    }
    if (top == null) {
      throw new IllegalStateException("no tile below height " + height);
    }
    return top;
  }

  private byte[] join(int level, byte[] left, byte[] right) {
    if (count >> (level - Tile.LEVEL) == 1) {
      spine.keepSibling(level, right, 0);
    }
    return hasher.node(left, right);
  }
}
