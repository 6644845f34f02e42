package io.filstore.piece.aggregate;

import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.FormatException;
import io.filstore.piece.PieceTree;
import java.util.Arrays;
import java.util.List;

/**
 * The way from a node of a piece's tree to its root.
 *
 * @param index position of the node at its own level, from 0
 * @param path the siblings on the way, lowest first, 32 bytes each
 */
public record ProofData(long index, byte[] path) {

  /** More nodes than any piece's tree has levels. */
  static final int MAX_DEPTH = 63;

  /** Refuses a path that is not made of nodes. */
  public ProofData {
    if (index < 0
        || path.length % PieceTree.NODE != 0
        || path.length > MAX_DEPTH * PieceTree.NODE) {
      throw new IllegalArgumentException(
          "index %d with a path of %d bytes; must be >= 0 with 0 to %d nodes of 32 bytes"
              .formatted(index, path.length, MAX_DEPTH));
    }
    path = path.clone();
  }

  static ProofData of(long index, List<byte[]> nodes) {
    byte[] path = new byte[nodes.size() * PieceTree.NODE];
    for (int i = 0; i < nodes.size(); i++) {
      System.arraycopy(nodes.get(i), 0, path, i * PieceTree.NODE, PieceTree.NODE);
    }
    return new ProofData(index, path);
  }

  @Override
  public byte[] path() {
    return path.clone();
  }

  /** Nodes in the path: levels between the node and the root. */
  public int depth() {
    return path.length / PieceTree.NODE;
  }

  /** A node of the path, 0 being the sibling of the node itself. */
  public byte[] node(int i) {
    return Arrays.copyOfRange(path, i * PieceTree.NODE, (i + 1) * PieceTree.NODE);
  }

  /** Whether a level that far below the root has a node of that index. */
  boolean hasIndexOfItsLevel() {
    return index >>> depth() == 0;
  }

  /** The root this leads to from {@code start}. */
  byte[] root(byte[] start) {
    PieceTree tree = new PieceTree();
    byte[] node = start;
    for (int i = 0; i < depth(); i++) {
      boolean isRight = (index >>> i & 1) == 1;
      node = isRight ? tree.parent(node(i), node) : tree.parent(node, node(i));
    }
    return node;
  }

  static ProofData read(CborReader in) {
    in.array(2);
    long index = in.uint();
    int depth = in.array();
    if (depth > MAX_DEPTH) {
      throw new FormatException("proof of %d nodes, at most %d".formatted(depth, MAX_DEPTH));
    }
    byte[] path = new byte[depth * PieceTree.NODE];
    for (int i = 0; i < depth; i++) {
      byte[] node = in.bytes();
      if (node.length != PieceTree.NODE) {
        throw new FormatException(
            "node %d of a proof has %d bytes, must have 32".formatted(i, node.length));
      }
      System.arraycopy(node, 0, path, i * PieceTree.NODE, PieceTree.NODE);
    }
    return new ProofData(index, path);
  }

  void write(CborWriter out) {
    out.array(2).uint(index).array(depth());
    for (int i = 0; i < depth(); i++) {
      out.bytes(node(i));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProofData that && index == that.index && Arrays.equals(path, that.path);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(index) + Arrays.hashCode(path);
  }
}
