package io.filstore.hash;

import org.jspecify.annotations.Nullable;

/**
 * fr32 and the bottom of the piece tree (FRC-0069) over many quads of 127 bytes at once, where
 * vectors are faster at it. One object per thread: it keeps scratch memory.
 */
public final class QuadTree {

  private final int quads;
  private @Nullable LaneTree tree;

  /**
   * Trees over that many quads.
   *
   * @param quads a power of two, at least 32
   */
  public QuadTree(int quads) {
    if (Integer.bitCount(quads) != 1 || quads < 32) {
      throw new IllegalArgumentException(quads + " quads, must be a power of two from 32 on");
    }
    this.quads = quads;
  }

  /**
   * Reduces the quads to nodes of one level and writes these one after another.
   *
   * @param payload from {@code offset} on the quads and one more byte, whose value does not matter
   * @param nodes room for 16 nodes of 32 bytes
   * @return how many nodes, a power of two; 0 if nothing was done because vectors are not faster
   *     here
   */
  public int reduce(byte[] payload, int offset, byte[] nodes) {
    Lanes lanes = Kernels.TREE.lanes();
    if (lanes == null) {
      return 0;
    }
    if (tree == null || tree.lanes() != lanes) {
      tree = new LaneTree(lanes, quads);
    }
    tree.roots(payload, offset, nodes);
    return lanes.count();
  }

  /**
   * Tells how long it took where {@link #reduce} had done nothing, so that vectors get a chance.
   */
  public void tookWithout(long nanos) {
    Kernels.TREE.tookWithout(nanos);
  }
}
