package io.filstore.gateway.piece;

import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import io.filstore.multiformats.FormatException;
import io.filstore.piece.PieceCid;

/** Piece CIDs in requests: either form, returned as version 1, the key of our rows. */
public final class PieceText {
  private PieceText() {}

  /**
   * The canonical text of the version 1 form.
   *
   * @throws ProblemException {@code invalid_cid}
   */
  public static String v1(String text) {
    try {
      return PieceCid.parse(text).v1().toString();
    } catch (FormatException e) {
      throw new ProblemException(
          ProblemCode.INVALID_CID,
          "A piece CID (baga6ea4seaq... or bafkzcib...) is expected here.",
          e);
    }
  }
}
