package io.filstore.watcher.market;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainError;
import io.filstore.client.chain.PublishedDeals;
import io.filstore.db.deal.Deal;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.watcher.chain.ChainView;
import io.filstore.watcher.evidence.Evidence;
import io.filstore.watcher.evidence.Look;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for one of our proposals among f05's events, for endpoints that do not list all deals.
 * Asked once the proposal's start epoch is final: later than that nobody can publish it.
 */
public final class PublishedLook {
  private static final Logger LOG = LoggerFactory.getLogger(PublishedLook.class);

  /** The clocks of this machine and of the chain may differ a little. */
  private static final long SLACK = 20;

  private final Chain chain;

  public PublishedLook(Chain chain) {
    this.chain = chain;
  }

  /** What became of a proposal. */
  public sealed interface Found {

    /** f05 holds it. */
    record At(long dealId) implements Found {}

    /** Nobody published it in time. */
    record Nowhere(Look look) implements Found {}

    /** It is too early, or the endpoint cannot tell. */
    record Open() implements Found {}
  }

  /**
   * Reads the events.
   *
   * @param client the wallet's id address
   */
  public Found look(Deal deal, FilAddress client, ChainView view) {
    Long start = deal.startEpoch();
    long finalized = view.finalized().height().value();
    if (start == null || finalized <= start) {
      return new Found.Open();
    }
    try {
      return look(deal, client, view, start);
    } catch (ChainError e) {
      LOG.debug("events of deal {} cannot be read: {}", deal.id(), e.getMessage());
      return new Found.Open();
    }
  }

  private Found look(Deal deal, FilAddress client, ChainView view, long start) {
    Epoch from = from(deal, view);
    if (from.value() > start) {
      return new Found.Open();
    }
    FilAddress provider = FilAddress.parse(deal.provider());
    PublishedDeals published = chain.publishedDeals(client, provider, from, new Epoch(start));
    for (long id : published.ids()) {
      if (chain.storageDeal(id).filter(d -> MarketLook.isOurs(d, deal, client)).isPresent()) {
        return new Found.At(id);
      }
    }
    // A deal that ended at once is gone from the market: its id is then nobody's.
    if (!published.complete() || !published.ids().stream().allMatch(this::isThere)) {
      return new Found.Open();
    }
    Evidence none = new Evidence.NotPublished(from.value(), start);
    return new Found.Nowhere(
        new Look(none, view.finalized().height().value(), view.finalized().key().toString()));
  }

  private boolean isThere(long dealId) {
    return chain.storageDeal(dealId).isPresent();
  }

  private static Epoch from(Deal deal, ChainView view) {
    Instant sent = deal.proposedAt() == null ? deal.createdAt() : deal.proposedAt();
    return new Epoch(Math.max(0, view.clock().at(sent).value() - SLACK));
  }
}
