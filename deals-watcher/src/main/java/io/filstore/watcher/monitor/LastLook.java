package io.filstore.watcher.monitor;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainError;
import io.filstore.db.deal.Deal;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.multiformats.Cid;
import io.filstore.watcher.market.MarketLook;

/**
 * One more look at the chain before a deal is closed on its provider's word: what a provider calls
 * failed may have been published or claimed all the same.
 */
public final class LastLook {
  private final Chain chain;
  private final Clients clients;
  private final DealRecorder recorder;

  LastLook(Chain chain, Clients clients, DealRecorder recorder) {
    this.chain = chain;
    this.clients = clients;
    this.recorder = recorder;
  }

  /**
   * Whether the chain shows the deal. An endpoint that tells neither events nor pending proposals
   * shows no f05 deal.
   *
   * @throws io.filstore.client.chain.ChainException when the chain cannot be asked now
   */
  public boolean shows(Deal deal) {
    FilAddress client = clients.byAddress().get(deal.wallet());
    if (client == null) {
      return false;
    }
    return deal.product().equals("ddo") ? claimed(deal, client) : published(deal, client);
  }

  private boolean claimed(Deal deal, FilAddress client) {
    Long allocation = deal.allocationId();
    return allocation != null
        && chain
            .claim(FilAddress.parse(deal.provider()), allocation)
            .filter(claim -> claim.client() == client.actorId())
            .isPresent();
  }

  private boolean published(Deal deal, FilAddress client) {
    return inEvents(deal, client) || pending(deal);
  }

  private boolean pending(Deal deal) {
    try {
      return deal.proposalCid() != null && chain.proposalPending(Cid.parse(deal.proposalCid()));
    } catch (ChainError e) {
      return false;
    }
  }

  private boolean inEvents(Deal deal, FilAddress client) {
    try {
      Epoch head = chain.head().height();
      Epoch sent =
          chain.clock().at(deal.proposedAt() == null ? deal.createdAt() : deal.proposedAt());
      Epoch from = new Epoch(Math.max(0, Math.min(head.value(), sent.value())));
      FilAddress provider = FilAddress.parse(deal.provider());
      for (long id : chain.publishedDeals(client, provider, from, head).ids()) {
        if (chain.storageDeal(id).filter(d -> MarketLook.isOurs(d, deal, client)).isPresent()) {
          recorder.published(deal, id);
          return true;
        }
      }
      return false;
    } catch (ChainError e) {
      return false;
    }
  }
}
