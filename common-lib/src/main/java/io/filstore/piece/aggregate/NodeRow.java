package io.filstore.piece.aggregate;

import io.filstore.piece.PieceTree;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The nodes of one level that are known and not those of zeros, by ascending position. */
final class NodeRow {

  private long[] positions = new long[4];
  private byte[] nodes = new byte[4 * PieceTree.NODE];
  private int count;

  int count() {
    return count;
  }

  long position(int i) {
    return positions[i];
  }

  byte[] node(int i) {
    return Arrays.copyOfRange(nodes, i * PieceTree.NODE, (i + 1) * PieceTree.NODE);
  }

  /** Adds a node behind all others. */
  void add(long position, byte[] node) {
    if (count > 0 && position <= positions[count - 1]) {
      throw new IllegalStateException(
          "node %d follows node %d".formatted(position, positions[count - 1]));
    }
    if (count == positions.length) {
      positions = Arrays.copyOf(positions, 2 * count);
      nodes = Arrays.copyOf(nodes, 2 * count * PieceTree.NODE);
    }
    positions[count] = position;
    System.arraycopy(node, 0, nodes, count * PieceTree.NODE, PieceTree.NODE);
    count++;
  }

  byte @Nullable [] find(long position) {
    int i = Arrays.binarySearch(positions, 0, count, position);
    return i < 0 ? null : node(i);
  }
}
