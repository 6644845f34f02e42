package io.filstore.piece;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is needed to recompute a root after the first 127 payload bytes change: those bytes and, for
 * every level from 2 up, the right sibling of the path from the first quad to the root. At most 30
 * nodes.
 */
final class LeftSpine {

  /** Level of a quad's root: two levels above its four leaves. */
  static final int QUAD_LEVEL = 2;

  private final byte[] quad = new byte[Fr32.RAW_QUAD];
  private final byte[] @Nullable [] siblings = new byte[32][];

  /** Remembers the part of the given bytes, standing at {@code position}, that is in the quad. */
  void keepHead(long position, byte[] bytes, int offset, int length) {
    if (position < quad.length) {
      int room = quad.length - (int) position;
      System.arraycopy(bytes, offset, quad, (int) position, Math.min(room, length));
    }
  }

  /** Remembers node number one of a level. */
  void keepSibling(int level, byte[] nodes, int offset) {
    siblings[level] = Arrays.copyOfRange(nodes, offset, offset + TreeHasher.NODE);
  }

  /** The root of height {@code height} with {@code head} written over the start of the payload. */
  byte[] rootWithHead(byte[] head, int height, TreeHasher hasher) {
    byte[] patched = quad.clone();
    System.arraycopy(head, 0, patched, 0, head.length);
    byte[] leaves = new byte[Fr32.PADDED_QUAD];
    Fr32.expand(patched, 0, leaves, 0, 1);
    hasher.reduce(leaves, 2);
    hasher.reduce(leaves, 1);
    byte[] node = Arrays.copyOf(leaves, TreeHasher.NODE);
    for (int level = QUAD_LEVEL; level < height; level++) {
      byte[] sibling = siblings[level];
      node = hasher.node(node, sibling == null ? TreeHasher.zero(level) : sibling);
    }
    return node;
  }
}
