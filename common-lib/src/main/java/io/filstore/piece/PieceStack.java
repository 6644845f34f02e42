package io.filstore.piece;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The commitment of pieces that stand one after another in a sector or a larger piece, computed
 * from their commitments and sizes alone (the rule of PieceAggregateCommP in go-commp-utils). Each
 * piece begins at the next multiple of its own padded size; what lies between is zero. Memory grows
 * with the height of the tree only. Not thread-safe.
 */
public final class PieceStack {

  private record Node(byte[] root, int level) {}

  private final PieceTree tree = new PieceTree();
  private final Deque<Node> stack = new ArrayDeque<>();
  private long end;

  /** Padded bytes up to the end of the last piece. */
  public long end() {
    return end;
  }

  /**
   * Appends a piece.
   *
   * @return where it begins, in padded bytes
   * @throws PieceSizeException if it would end beyond 64 GiB
   */
  public long add(byte[] root, PaddedPieceSize size) {
    byte[] checked = PieceCid.checkedRoot(root).clone();
    long offset = Math.ceilDiv(end, size.bytes()) * size.bytes();
    if (offset + size.bytes() > PaddedPieceSize.MAX.bytes()) {
      throw new PieceSizeException(
          "piece of %s bytes at %d ends beyond %s bytes"
              .formatted(size, offset, PaddedPieceSize.MAX));
    }
    align(size.height());
    push(new Node(checked, size.height()));
    end = offset + size.bytes();
    return offset;
  }

  /** Appends a piece by its commitment. */
  public long add(PieceCommitment piece) {
    return add(piece.root(), piece.size());
  }

  /**
   * The commitment of everything added, with zeros behind it up to {@code target}. More pieces may
   * be added afterwards.
   *
   * @throws PieceSizeException if the pieces do not fit into the target
   */
  public PieceCommitment root(PaddedPieceSize target) {
    if (end > target.bytes()) {
      throw new PieceSizeException(
          "pieces end at %d, the target is %s bytes".formatted(end, target));
    }
    byte[] root = null;
    int level = 0;
    for (Node node : stack) {
      if (root == null) {
        root = node.root();
        level = node.level();
        continue;
      }
      root = tree.parent(node.root(), raised(root, level, node.level()));
      level = node.level() + 1;
    }
    return root == null
        ? PieceCommitment.whole(PieceTree.zero(target.height()), target)
        : PieceCommitment.whole(raised(root, level, target.height()), target);
  }

  private byte[] raised(byte[] root, int from, int to) {
    byte[] node = root;
    for (int level = from; level < to; level++) {
      node = tree.parent(node, TreeHasher.zero(level));
    }
    return node;
  }

  /** Fills up with zeros until a node of that level may follow. */
  private void align(int level) {
    while (!stack.isEmpty() && stack.element().level() < level) {
      int top = stack.element().level();
      push(new Node(TreeHasher.zero(top), top));
    }
  }

  private void push(Node added) {
    Node node = added;
    while (!stack.isEmpty() && stack.element().level() == node.level()) {
      node = new Node(tree.parent(stack.remove().root(), node.root()), node.level() + 1);
    }
    stack.push(node);
  }
}
