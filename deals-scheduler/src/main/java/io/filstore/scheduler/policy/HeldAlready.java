package io.filstore.scheduler.policy;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainError;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.filecoin.FilAddress;
import io.filstore.multiformats.Cid;
import java.util.List;
import java.util.Optional;

/**
 * Whether a provider holds a piece under a deal that it refused or failed: it said no, sealed all
 * the same, and a second deal there would pay for the same copy again. Once the time of the first
 * is over, only the chain can tell.
 */
public final class HeldAlready {
  private final Chain chain;

  HeldAlready(Chain chain) {
    this.chain = chain;
  }

  /** Under which of the earlier deals, as a reason not to make another; empty when under none. */
  public Optional<String> refusal(String provider, List<Deal> ofPiece) {
    return ofPiece.stream()
        .filter(old -> old.provider().equals(provider))
        .filter(old -> old.state() == DealState.FAILED || old.state() == DealState.REJECTED)
        .filter(this::holds)
        .findFirst()
        .map(old ->
            "%s holds the piece on chain under the deal %s, which it %s"
                .formatted(provider, old.id(), old.state().word()));
  }

  /** Whether the chain shows the deal. */
  public boolean holds(Deal deal) {
    Long allocation = deal.allocationId();
    String proposal = deal.proposalCid();
    if (allocation != null) {
      return chain
          .claim(FilAddress.parse(deal.provider()), allocation)
          .filter(claim -> claim.data().equals(Cid.parse(deal.pieceCid())))
          .isPresent();
    }
    return proposal != null && deal.proposedAt() != null && isPublished(Cid.parse(proposal));
  }

  /** Public gateways do not tell; then the watcher's own looks have to do. */
  private boolean isPublished(Cid proposal) {
    try {
      return chain.proposalPending(proposal);
    } catch (ChainError e) {
      return false;
    }
  }
}
