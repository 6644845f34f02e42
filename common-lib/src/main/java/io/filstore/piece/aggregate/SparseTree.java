package io.filstore.piece.aggregate;

import io.filstore.piece.PieceTree;
import java.util.ArrayList;
import java.util.List;

/**
 * The tree of an aggregate, grown from the roots of its pieces and the nodes of its index entries,
 * without data. Everything not given is zero. Keeps the nodes that differ from those of zeros,
 * about two for each root given where pieces lie side by side.
 */
final class SparseTree {

  private final List<NodeRow> rows;
  private final int height;

  private SparseTree(List<NodeRow> rows, int height) {
    this.rows = rows;
    this.height = height;
  }

  /** Rows to be filled, one for each level from 0 to {@code height}. */
  static List<NodeRow> emptyRows(int height) {
    List<NodeRow> rows = new ArrayList<>();
    for (int level = 0; level <= height; level++) {
      rows.add(new NodeRow());
    }
    return rows;
  }

  /** Grows the tree; no node given may stand above another. */
  static SparseTree grow(List<NodeRow> given) {
    PieceTree hasher = new PieceTree();
    List<NodeRow> rows = new ArrayList<>();
    rows.add(given.getFirst());
    for (int level = 1; level < given.size(); level++) {
      rows.add(merged(parents(rows.getLast(), level - 1, hasher), given.get(level)));
    }
    return new SparseTree(rows, given.size() - 1);
  }

  private static NodeRow parents(NodeRow row, int level, PieceTree hasher) {
    NodeRow parents = new NodeRow();
    byte[] zero = PieceTree.zero(level);
    int i = 0;
    while (i < row.count()) {
      long position = row.position(i);
      byte[] node = row.node(i++);
      if (position % 2 == 1) {
        parents.add(position / 2, hasher.parent(zero, node));
      } else if (i < row.count() && row.position(i) == position + 1) {
        parents.add(position / 2, hasher.parent(node, row.node(i++)));
      } else {
        parents.add(position / 2, hasher.parent(node, zero));
      }
    }
    return parents;
  }

  private static NodeRow merged(NodeRow a, NodeRow b) {
    NodeRow all = new NodeRow();
    int i = 0;
    for (int j = 0; j < b.count(); j++) {
      while (i < a.count() && a.position(i) < b.position(j)) {
        all.add(a.position(i), a.node(i++));
      }
      all.add(b.position(j), b.node(j));
    }
    while (i < a.count()) {
      all.add(a.position(i), a.node(i++));
    }
    return all;
  }

  byte[] root() {
    return node(height, 0);
  }

  /** The siblings on the way from a node to the root. */
  ProofData prove(int level, long position) {
    List<byte[]> path = new ArrayList<>();
    long index = position;
    for (int at = level; at < height; at++) {
      path.add(node(at, index ^ 1));
      index >>= 1;
    }
    return ProofData.of(position, path);
  }

  private byte[] node(int level, long position) {
    byte[] node = rows.get(level).find(position);
    return node == null ? PieceTree.zero(level) : node;
  }
}
