package io.filstore.devnet.provider;

import io.filstore.filecoin.ClientDealProposal;
import io.filstore.multiformats.Cid;

/** What was agreed. */
sealed interface Terms {

  /** Piece CID, version 1. */
  Cid piece();

  /** Padded bytes. */
  long pieceSize();

  /**
   * MK20 {@code ddo_v1}.
   *
   * @param client actor id
   * @param allocation allocation id, 0 for an unverified piece
   * @param duration epochs
   * @param startEpoch latest epoch of activation
   */
  record Ddo(
      Cid piece, long pieceSize, long client, long allocation, long duration, long startEpoch)
      implements Terms {}

  /** MK12: an f05 deal. */
  record Classic(ClientDealProposal signed, boolean offline) implements Terms {
    @Override
    public Cid piece() {
      return signed.proposal().pieceCid();
    }

    @Override
    public long pieceSize() {
      return signed.proposal().pieceSize().bytes();
    }
  }
}
