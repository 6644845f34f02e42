package io.filstore.watcher.market;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.MarketDeal;
import io.filstore.client.chain.Tipset;
import io.filstore.client.deal.Transport;
import io.filstore.db.deal.Deal;
import io.filstore.filecoin.FilAddress;
import io.filstore.watcher.evidence.Evidence;
import io.filstore.watcher.evidence.Look;

/** Reads what f05 holds under a known deal id; a record of another proposal is none of ours. */
public final class MarketLook {
  private final Chain chain;

  public MarketLook(Chain chain) {
    this.chain = chain;
  }

  /** The evidence at the given tipset. */
  public Look at(Tipset tipset, Deal deal, long dealId, FilAddress client) {
    Evidence evidence =
        chain
            .storageDeal(dealId, tipset.key())
            .filter(record -> isOurs(record, deal, client))
            .<Evidence>map(MarketLook::evidence)
            .orElseGet(() -> new Evidence.NoMarketDeal(dealId));
    return new Look(evidence, tipset.height().value(), tipset.key().toString());
  }

  /** Whether the market's record is that of our proposal. */
  public static boolean isOurs(MarketDeal record, Deal deal, FilAddress client) {
    MarketTerms published = MarketTerms.of(record);
    return MarketTerms.of(deal, client)
        .filter(ours -> isLotus(deal) ? ours.areRoundedIn(published) : ours.equals(published))
        .isPresent();
  }

  /** Whether a Lotus node of the operator's makes the proposal. */
  static boolean isLotus(Deal deal) {
    return deal.transport().equals(Transport.LOTUS.word());
  }

  private static Evidence evidence(MarketDeal record) {
    return new Evidence.MarketDeal(
        record.id(),
        record.startEpoch().value(),
        record.endEpoch().value(),
        record.sectorNumber(),
        record.sectorStartEpoch(),
        record.slashEpoch());
  }
}
