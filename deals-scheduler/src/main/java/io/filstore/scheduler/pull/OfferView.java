package io.filstore.scheduler.pull;

import io.filstore.db.piece.Piece;
import io.filstore.scheduler.policy.PiecePolicy;

/**
 * A piece that wants copies, on our terms (snake case in JSON). Sizes in bytes.
 *
 * @param id to reserve it by: its piece CID v1
 * @param pieceCid version 2 of it, which carries its size
 * @param paddedSize what counts on chain
 * @param missing copies that are wanted and have no provider
 */
record OfferView(
    String id,
    String pieceCid,
    String payloadCid,
    long rawSize,
    long paddedSize,
    String product,
    boolean verified,
    long durationEpochs,
    int missing) {

  static OfferView of(Piece piece, PiecePolicy policy, int missing) {
    return new OfferView(
        piece.pieceCid(),
        piece.pieceCidV2(),
        piece.payloadCid(),
        piece.rawSize(),
        piece.paddedSize(),
        policy.product(),
        policy.verified(),
        policy.durationEpochs(),
        missing);
  }
}
