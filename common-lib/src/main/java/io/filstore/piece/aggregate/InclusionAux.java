package io.filstore.piece.aggregate;

import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.piece.PieceCid;
import io.filstore.piece.PieceSizeException;

/**
 * What a deal on the chain says about the aggregate that it stores, to be compared with what a
 * proof leads to.
 *
 * @param commitment piece CID, version 1
 * @param size padded size
 */
public record InclusionAux(Cid commitment, PaddedPieceSize size) {

  /** Refuses the CID of anything but a piece in version 1. */
  public InclusionAux {
    if (PieceCid.of(commitment).isV2()) {
      throw new FormatException(commitment + " is a piece CID v2, deals carry version 1");
    }
  }

  /** That of an aggregate that was proven. */
  public static InclusionAux of(Inclusion.Proven proven) {
    return new InclusionAux(proven.aggregate().v1().cid(), proven.aggregate().size());
  }

  /** The aggregate as a piece CID with its size, for {@link InclusionProof#verify}. */
  public PieceCid aggregate() {
    return PieceCid.of(commitment).toWholePiece(size);
  }

  /**
   * Reads the dag-cbor form.
   *
   * @throws FormatException if the bytes are no such pair
   */
  public static InclusionAux decode(byte[] bytes) {
    CborReader in = new CborReader(bytes);
    in.array(2);
    Cid commitment = in.link();
    long size = in.uint();
    in.end();
    try {
      return new InclusionAux(commitment, new PaddedPieceSize(size));
    } catch (PieceSizeException e) {
      throw new FormatException("size of an aggregate cannot be " + size, e);
    }
  }

  /** The dag-cbor form: {@code [commitment, size]}. */
  public byte[] encode() {
    return new CborWriter().array(2).link(commitment).uint(size.bytes()).toBytes();
  }
}
