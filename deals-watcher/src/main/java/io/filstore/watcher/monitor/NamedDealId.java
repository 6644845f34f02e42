package io.filstore.watcher.monitor;

import io.filstore.client.chain.Chain;
import io.filstore.db.deal.Deal;
import io.filstore.filecoin.FilAddress;
import io.filstore.watcher.market.MarketLook;

/**
 * A deal id that a provider names. It is taken only when f05 holds our proposal under it; on
 * endpoints that do not list all market deals it is the way to the id.
 */
public final class NamedDealId {
  private final Chain chain;
  private final Clients clients;
  private final DealRecorder recorder;

  NamedDealId(Chain chain, Clients clients, DealRecorder recorder) {
    this.chain = chain;
    this.clients = clients;
    this.recorder = recorder;
  }

  /**
   * Records the id when it is right; false when it is not.
   *
   * @throws io.filstore.client.chain.ChainException when the chain cannot be asked now
   */
  public boolean take(Deal deal, long dealId) {
    FilAddress client = clients.byAddress().get(deal.wallet());
    boolean ours =
        client != null
            && chain
                .storageDeal(dealId)
                .filter(record -> MarketLook.isOurs(record, deal, client))
                .isPresent();
    if (ours) {
      recorder.published(deal, dealId);
    }
    return ours;
  }
}
