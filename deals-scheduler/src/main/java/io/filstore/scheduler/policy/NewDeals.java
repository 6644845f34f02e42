package io.filstore.scheduler.policy;

import io.filstore.db.deal.Deal;
import io.filstore.db.deal.Deals;
import io.filstore.db.piece.Piece;
import io.filstore.scheduler.wallet.ClientWallet;
import java.util.List;

/** Deals on the terms of a policy, in {@code planned}. */
public final class NewDeals {
  private final Deals deals;
  private final ClientWallet wallet;

  NewDeals(Deals deals, ClientWallet wallet) {
    this.deals = deals;
    this.wallet = wallet;
  }

  /**
   * Inserts one, in the caller's transaction.
   *
   * @param ofPiece all deals of the piece until now
   */
  public Deal insert(Piece piece, PiecePolicy policy, String provider, List<Deal> ofPiece) {
    long before = ofPiece.stream().filter(deal -> deal.provider().equals(provider)).count();
    return deals.insert(
        new Deals.Plan(
            piece.pieceCid(),
            provider,
            wallet.address().toString(),
            policy.product(),
            policy.verified(),
            Math.toIntExact(before + 1),
            policy.durationEpochs(),
            policy.id()));
  }
}
