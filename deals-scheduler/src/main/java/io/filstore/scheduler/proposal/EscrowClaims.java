package io.filstore.scheduler.proposal;

import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import java.math.BigInteger;
import java.util.EnumSet;
import java.util.Set;

/** Escrow that deals will lock when they are published, but have not locked yet. */
final class EscrowClaims {

  private static final Set<DealState> COVERED =
      EnumSet.of(
          DealState.PROPOSING,
          DealState.ACCEPTED,
          DealState.TRANSFERRING,
          DealState.COMMITTING,
          DealState.SEALING);

  private final Deals deals;

  EscrowClaims(Deals deals) {
    this.deals = deals;
  }

  /** What f05 locks for the client when the deal is published, attoFIL. */
  static BigInteger needed(Deal deal) {
    return deal.clientCollateral()
        .add(deal.pricePerEpoch().multiply(BigInteger.valueOf(deal.durationEpochs())));
  }

  /** The sum over the wallet's other deals. */
  BigInteger ofOthers(Deal deal) {
    return deals.open().stream()
        .filter(other -> !other.id().equals(deal.id()))
        .filter(other -> other.product().equals("mk12") && other.wallet().equals(deal.wallet()))
        .filter(EscrowClaims::covered)
        .map(EscrowClaims::needed)
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static boolean covered(Deal deal) {
    boolean offered = COVERED.contains(deal.state()) || deal.proposalKey() != null;
    return offered && deal.chainDealId() == null;
  }
}
