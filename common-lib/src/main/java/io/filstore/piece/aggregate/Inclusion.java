package io.filstore.piece.aggregate;

import io.filstore.piece.PieceCommitment;

/** What the verification of an inclusion proof says. */
public sealed interface Inclusion {

  /**
   * The piece is in the aggregate, and the index of the aggregate says so. Whether a deal stores
   * that aggregate is for the chain to say.
   *
   * @param aggregate the aggregate that the proof leads to
   * @param segment where in it the piece stands
   */
  record Proven(PieceCommitment aggregate, Segment segment) implements Inclusion {}

  /**
   * The proof proves nothing about the piece.
   *
   * @param why the rule that it breaks
   */
  record Refuted(String why) implements Inclusion {}
}
