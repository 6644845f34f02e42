package io.filstore.devnet.provider;

import io.filstore.devnet.actors.miner.Activation;
import io.filstore.devnet.actors.verifreg.Allocation;
import io.filstore.devnet.chain.Chain;
import io.filstore.filecoin.DealProposal;
import java.util.Optional;

/** What a provider commits a deal's sector to, and when it may. */
final class Sealing {
  private static final long SECTOR_MARGIN = 20;

  private final Chain chain;

  Sealing(Chain chain) {
    this.chain = chain;
  }

  /** The activation of a deal at a height. */
  Activation activation(StoredDeal deal, long height) {
    return switch (deal.terms()) {
      case Terms.Ddo ddo ->
          new Activation(
              ddo.piece(),
              ddo.pieceSize(),
              height + 1 + lifetime(deal, ddo),
              0,
              ddo.allocation() == 0 ? 0 : ddo.client(),
              ddo.allocation());
      case Terms.Classic classic -> {
        DealProposal p = classic.signed().proposal();
        long end = p.endEpoch().value();
        long start = p.startEpoch().value();
        yield new Activation(
            p.pieceCid(),
            p.pieceSize().bytes(),
            deal.has(Fault.Kind.SHORT_SECTOR) ? start + (end - start) / 2 : end,
            deal.progress().dealId(),
            0,
            0);
      }
    };
  }

  /** A little longer than the deal, so that a message that waits an epoch still claims. */
  private long lifetime(StoredDeal deal, Terms.Ddo ddo) {
    if (deal.has(Fault.Kind.SHORT_SECTOR)) {
      return ddo.duration() / 2;
    }
    long wanted = ddo.duration() + SECTOR_MARGIN;
    return allocation(ddo).map(a -> Math.min(wanted, a.termMax())).orElse(wanted);
  }

  private Optional<Allocation> allocation(Terms.Ddo ddo) {
    return chain.head().state().registry().allocation(ddo.allocation());
  }

  /** The last epoch at which the chain takes the activation. */
  long lastEpoch(StoredDeal deal) {
    return switch (deal.terms()) {
      case Terms.Ddo ddo -> allocation(ddo).map(Allocation::expiration).orElse(ddo.startEpoch());
      case Terms.Classic classic -> classic.signed().proposal().startEpoch().value();
    };
  }
}
