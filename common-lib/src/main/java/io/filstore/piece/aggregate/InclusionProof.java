package io.filstore.piece.aggregate;

import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.piece.PieceCid;
import io.filstore.piece.PieceCommitment;
import io.filstore.piece.PieceTree;
import java.util.Arrays;

/**
 * Proof of data segment inclusion (FRC-0058): that a piece is a sub-tree of an aggregate, and that
 * the index of the aggregate names it, so that it can be found and fetched.
 *
 * @param subtree from the root of the piece to that of the aggregate
 * @param indexEntry from the node above the two leaves of the index entry to the same root
 */
public record InclusionProof(ProofData subtree, ProofData indexEntry) {

  /** Longest encoding: two paths of 63 nodes and their heads. */
  public static final int MAX_BYTES = 8192;

  /**
   * Reads the dag-cbor form.
   *
   * @throws io.filstore.multiformats.FormatException if the bytes are no inclusion proof
   */
  public static InclusionProof decode(byte[] bytes) {
    CborReader in = new CborReader(bytes);
    InclusionProof proof = read(in);
    in.end();
    return proof;
  }

  /** The dag-cbor form: {@code [[index, [node...]], [index, [node...]]]}. */
  public byte[] encode() {
    CborWriter out = new CborWriter();
    write(out);
    return out.toBytes();
  }

  static InclusionProof read(CborReader in) {
    in.array(2);
    return new InclusionProof(ProofData.read(in), ProofData.read(in));
  }

  void write(CborWriter out) {
    out.array(2);
    subtree.write(out);
    indexEntry.write(out);
  }

  /**
   * Verifies that the piece is in that aggregate.
   *
   * @param aggregate version 1 is compared by its root, version 2 by its piece size too
   */
  public Inclusion verify(PieceCommitment piece, PieceCid aggregate) {
    return switch (verify(piece)) {
      case Inclusion.Refuted refuted -> refuted;
      case Inclusion.Proven proven -> compared(proven, aggregate);
    };
  }

  /** Verifies the proof in itself and finds the aggregate that it is about. */
  public Inclusion verify(PieceCommitment piece) {
    if (!subtree.hasIndexOfItsLevel() || !indexEntry.hasIndexOfItsLevel()) {
      return refuted(
          "index %d or %d is none of a level %d or %d below the root",
          subtree.index(), indexEntry.index(), subtree.depth(), indexEntry.depth());
    }
    int height = piece.size().height() + subtree.depth();
    if (height != 1 + indexEntry.depth()) {
      return refuted("the two paths end at heights %d and %d", height, 1 + indexEntry.depth());
    }
    if (height > PaddedPieceSize.MAX.height()) {
      return refuted("an aggregate of height %d is larger than 64 GiB", height);
    }
    return verify(piece, new IndexArea(PaddedPieceSize.ofHeight(height)));
  }

  private Inclusion verify(PieceCommitment piece, IndexArea area) {
    long offset = subtree.index() * piece.size().bytes();
    long entryOffset = indexEntry.index() * IndexArea.ENTRY;
    if (entryOffset < area.start()) {
      return refuted("entry at %d is before the index at %d", entryOffset, area.start());
    }
    if (offset > area.start() - piece.size().bytes()) {
      return refuted(
          "piece of %s bytes at %d reaches into the index at %d",
          piece.size(), offset, area.start());
    }
    int entry = (int) ((entryOffset - area.start()) / IndexArea.ENTRY);
    Segment segment = new Segment(entry, piece, offset);
    byte[] root = subtree.root(piece.root());
    if (!Arrays.equals(root, indexEntry.root(IndexEntry.of(segment).node(new PieceTree())))) {
      return refuted("the two paths lead to different roots");
    }
    return new Inclusion.Proven(PieceCommitment.whole(root, area.aggregate()), segment);
  }

  private static Inclusion compared(Inclusion.Proven proven, PieceCid aggregate) {
    if (!Arrays.equals(proven.aggregate().root(), aggregate.root())) {
      return refuted("the proof is about %s, not %s", proven.aggregate().v1(), aggregate);
    }
    if (aggregate.size().filter(size -> !size.equals(proven.aggregate().size())).isPresent()) {
      return refuted(
          "the proof is about an aggregate of %s bytes, not %s",
          proven.aggregate().size(), aggregate.size().orElseThrow());
    }
    return proven;
  }

  private static Inclusion refuted(String format, Object... arguments) {
    return new Inclusion.Refuted(format.formatted(arguments));
  }
}
