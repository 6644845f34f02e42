package io.filstore.piece;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is needed to recompute a root after the first payload bytes change: a copy of the first tile
 * (254 KiB) and, for every level from the tiles' up, the right sibling of the path from that tile
 * to the root, at most 18 nodes.
 */
final class LeftSpine {

  /** Level of a quad's root: two levels above its four leaves. */
  static final int QUAD_LEVEL = 2;

  private final byte[] @Nullable [] siblings = new byte[32][];
  private byte[] tile = new byte[0];

  /** Remembers the part of the given bytes, standing at {@code position}, that is in the tile. */
  void keepHead(long position, byte[] bytes, int offset, int length) {
    if (position >= Tile.PAYLOAD) {
      return;
    }
    int kept = Math.min(Tile.PAYLOAD - (int) position, length);
    if (tile.length < position + kept) {
      tile = Arrays.copyOf(tile, position == 0 ? kept : Tile.PAYLOAD);
    }
    System.arraycopy(bytes, offset, tile, (int) position, kept);
  }

  /** Remembers node number one of a level. */
  void keepSibling(int level, byte[] nodes, int offset) {
    siblings[level] = Arrays.copyOfRange(nodes, offset, offset + TreeHasher.NODE);
  }

  /** The root of height {@code height} with {@code head} written over the start of the payload. */
  byte[] rootWithHead(byte[] head, long payload, int height, TreeHasher hasher) {
    int length = (int) Math.min(payload, Tile.PAYLOAD);
    byte[] patched = Arrays.copyOf(tile, length);
    System.arraycopy(head, 0, patched, 0, head.length);
    byte[] node = new Tile().root(patched, 0, length, Math.min(height, Tile.LEVEL));
    for (int level = Tile.LEVEL; level < height; level++) {
      byte[] sibling = siblings[level];
      node = hasher.node(node, sibling == null ? TreeHasher.zero(level) : sibling);
    }
    return node;
  }
}
