package io.filstore.watcher.market;

import io.filstore.client.chain.MarketDeal;
import io.filstore.db.deal.Deal;
import io.filstore.filecoin.FilAddress;
import io.filstore.multiformats.Cid;
import java.util.Optional;

/** What tells a published deal from all others. Client and provider are id addresses. */
record MarketTerms(
    FilAddress client, FilAddress provider, Cid piece, long startEpoch, long endEpoch) {

  /**
   * A Lotus node moves the end of its deals to the provider's next but one proving period at most
   * (lotus node/impl/client, calcDealExpiration); a period is a day of 2880 epochs.
   */
  private static final long MOST_ROUNDING = 2 * 2_880;

  /** Whether a published deal is of this proposal, whose end a Lotus node has moved. */
  boolean areRoundedIn(MarketTerms published) {
    long later = published.endEpoch() - endEpoch;
    return later >= 0
        && later < MOST_ROUNDING
        && equals(
            new MarketTerms(
                published.client(),
                published.provider(),
                published.piece(),
                published.startEpoch(),
                endEpoch));
  }

  static MarketTerms of(MarketDeal record) {
    return new MarketTerms(
        record.client(),
        record.provider(),
        record.pieceCid(),
        record.startEpoch().value(),
        record.endEpoch().value());
  }

  /** Empty while the proposal has no epochs. */
  static Optional<MarketTerms> of(Deal deal, FilAddress client) {
    Long start = deal.startEpoch();
    Long end = deal.endEpoch();
    if (start == null || end == null) {
      return Optional.empty();
    }
    return Optional.of(
        new MarketTerms(
            client, FilAddress.parse(deal.provider()), Cid.parse(deal.pieceCid()), start, end));
  }
}
