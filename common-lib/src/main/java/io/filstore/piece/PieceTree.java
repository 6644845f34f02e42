package io.filstore.piece;

/**
 * Nodes of the tree below a piece commitment, for who proves something about a piece without its
 * data. Level 0 are the 32-byte leaves; a piece of {@code 32 << height} padded bytes has its root
 * at level {@code height}. Not thread-safe.
 */
public final class PieceTree {

  /** Length of a leaf, a node and a root in bytes. */
  public static final int NODE = TreeHasher.NODE;

  private final TreeHasher hasher = new TreeHasher();

  /** Root over zero leaves, a fresh copy; {@code 0 <= level <= 31}. */
  public static byte[] zero(int level) {
    return TreeHasher.zero(level).clone();
  }

  /** The node above two nodes of 32 bytes each. */
  public byte[] parent(byte[] left, byte[] right) {
    return hasher.node(left, right);
  }
}
