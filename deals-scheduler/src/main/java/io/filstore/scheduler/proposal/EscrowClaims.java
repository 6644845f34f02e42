package io.filstore.scheduler.proposal;

import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.scheduler.message.ChainMessages;
import io.filstore.scheduler.message.Purpose;
import java.math.BigInteger;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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
  private final ChainMessages messages;

  EscrowClaims(Deals deals, ChainMessages messages) {
    this.deals = deals;
    this.messages = messages;
  }

  /** What f05 locks for the client when the deal is published, attoFIL. */
  static BigInteger needed(Deal deal) {
    return deal.clientCollateral()
        .add(deal.pricePerEpoch().multiply(BigInteger.valueOf(deal.durationEpochs())));
  }

  /** What the wallet's other deals will lock, by deal. */
  Map<String, BigInteger> ofOthers(Deal deal) {
    return deals.open().stream()
        .filter(other -> !other.id().equals(deal.id()))
        .filter(other -> other.product().equals("mk12") && other.wallet().equals(deal.wallet()))
        .filter(this::covered)
        .collect(Collectors.toMap(Deal::id, EscrowClaims::needed));
  }

  /** From the moment that its money is on the way, or that it was told to rely on what is there. */
  private boolean covered(Deal deal) {
    return deal.chainDealId() == null
        && (COVERED.contains(deal.state())
            || deal.proposalKey() != null
            || messages.find(Purpose.ADD_BALANCE, deal.id()).isPresent());
  }
}
