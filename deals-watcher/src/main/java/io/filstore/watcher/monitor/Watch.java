package io.filstore.watcher.monitor;

import io.filstore.client.chain.ChainException;
import io.filstore.client.chain.Tipset;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.deal.StaleDealException;
import io.filstore.filecoin.FilAddress;
import io.filstore.watcher.chain.ChainObserver;
import io.filstore.watcher.chain.ChainStatus;
import io.filstore.watcher.chain.ChainView;
import io.filstore.watcher.chain.Observation;
import io.filstore.watcher.claims.ClaimLook;
import io.filstore.watcher.evidence.Derivation;
import io.filstore.watcher.evidence.Evidence;
import io.filstore.watcher.evidence.Finality;
import io.filstore.watcher.evidence.Known;
import io.filstore.watcher.evidence.Look;
import io.filstore.watcher.evidence.Next;
import io.filstore.watcher.market.MarketLook;
import io.filstore.watcher.market.PublishedLook;
import io.filstore.watcher.market.Sweep;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One poll: a view of the chain, then every deal that is under way, one by one. */
public final class Watch {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  private final ChainObserver observer;
  private final ChainStatus status;
  private final Deals deals;
  private final Clients clients;
  private final Sweep sweep;
  private final MarketLook market;
  private final PublishedLook publishedLook;
  private final ClaimLook claims;
  private final Derivation derivation;
  private final DealRecorder recorder;
  private final Set<String> contradicted = ConcurrentHashMap.newKeySet();
  private volatile boolean listMissing;

  Watch(
      ChainObserver observer,
      ChainStatus status,
      Deals deals,
      Clients clients,
      Sweep sweep,
      MarketLook market,
      PublishedLook publishedLook,
      ClaimLook claims,
      Derivation derivation,
      DealRecorder recorder) {
    this.observer = observer;
    this.status = status;
    this.deals = deals;
    this.clients = clients;
    this.sweep = sweep;
    this.market = market;
    this.publishedLook = publishedLook;
    this.claims = claims;
    this.derivation = derivation;
    this.recorder = recorder;
  }

  /**
   * Looks once. An endpoint that fails on the way ends the poll; what was recorded until then
   * stands. A deal that cannot be handled does not keep the others from being looked at.
   */
  public void poll() {
    switch (observer.observe()) {
      case Observation.Stale stale -> status.unusable(stale.why());
      case Observation.Fresh fresh -> poll(fresh.view());
    }
  }

  private void poll(ChainView view) {
    EachDeal each = new EachDeal();
    try {
      List<Deal> underWay = deals.open().stream().filter(Watch::isUnderWay).toList();
      if (!underWay.isEmpty()) {
        Map<String, FilAddress> ids = clients.byAddress();
        lookForPublished(underWay, ids, view, each);
        each.in(underWay, deal -> look(deal.id(), ids, view));
      }
      status.usable();
    } catch (ChainException e) {
      status.unusable(String.valueOf(e.getMessage()));
    }
    each.finish();
  }

  /** Offered to a provider at least once; the chain may speak before the provider does. */
  private static boolean isUnderWay(Deal deal) {
    return deal.state().compareTo(DealState.ACCEPTED) >= 0 || deal.proposedAt() != null;
  }

  private void lookForPublished(
      List<Deal> underWay, Map<String, FilAddress> ids, ChainView view, EachDeal each) {
    List<Deal> wanted =
        underWay.stream()
            .filter(deal -> deal.product().equals("mk12") && deal.chainDealId() == null)
            .toList();
    Sweep.Found found = sweep(wanted, ids, view);
    each.in(wanted, deal -> published(deal, found, ids, view));
  }

  private void published(
      Deal deal, Sweep.Found found, Map<String, FilAddress> ids, ChainView view) {
    FilAddress client = ids.get(deal.wallet());
    Long dealId = found.dealIds().get(deal.id());
    if (dealId != null) {
      unlessChanged(deal, () -> recorder.published(deal, dealId));
    } else if (found.completeTo() >= 0) {
      Look missing = new Look(new Evidence.NotListed(), found.completeTo(), "");
      Known known = known(deal, found.lastCompleteTo());
      follow(deal, derivation.derive(known, missing, missing), missing, missing);
    } else if (listMissing && client != null) {
      published(deal, publishedLook.look(deal, client, view), view);
    }
  }

  private void published(Deal deal, PublishedLook.Found found, ChainView view) {
    switch (found) {
      case PublishedLook.Found.At at ->
          unlessChanged(deal, () -> recorder.published(deal, at.dealId()));
      case PublishedLook.Found.Nowhere none -> {
        Known known = known(deal, view.lastFinalized());
        follow(deal, derivation.derive(known, none.look(), none.look()), none.look(), none.look());
      }
      case PublishedLook.Found.Open _ -> {}
    }
  }

  /**
   * Many endpoints do not list all deals: that ends the search, not the poll. Told once per outage.
   */
  private Sweep.Found sweep(List<Deal> wanted, Map<String, FilAddress> ids, ChainView view) {
    try {
      Sweep.Found found = sweep.look(wanted, ids, view);
      listMissing = listMissing && found.equals(Sweep.Found.NOTHING_READ);
      return found;
    } catch (ChainException e) {
      if (!listMissing) {
        LOG.warn("the list of all market deals cannot be read: {}", e.getMessage());
      }
      listMissing = true;
      return Sweep.Found.NOTHING_READ;
    }
  }

  private void look(String dealId, Map<String, FilAddress> ids, ChainView view) {
    Optional<Deal> row = deals.find(dealId);
    if (row.isEmpty() || !row.get().state().open()) {
      return;
    }
    Deal deal = row.get();
    FilAddress client = ids.get(deal.wallet());
    Long allocation = deal.allocationId();
    Long chainDeal = deal.chainDealId();
    if (client == null) {
      return;
    }
    if (chainDeal != null) {
      look(deal, view, tipset -> market.at(tipset, deal, chainDeal, client));
    } else if (allocation != null) {
      look(deal, view, tipset -> claims.at(tipset, deal, allocation, client));
    }
  }

  /** Reads at the head; only news is read again at the finalized tipset. */
  private void look(Deal deal, ChainView view, Function<Tipset, Look> read) {
    Known known = known(deal, view.lastFinalized());
    Look head = read.apply(view.head());
    if (derivation.derive(known, head) instanceof Next.AskFinalized) {
      Look finalized = read.apply(view.finalized());
      follow(deal, derivation.derive(known, head, finalized), head, finalized);
    } else {
      seen(deal, head);
    }
  }

  private void seen(Deal deal, Look head) {
    if (deal.absentLooks() > 0 && !head.evidence().isAbsence()) {
      unlessChanged(deal, () -> recorder.seenAgain(deal));
    }
  }

  private void follow(Deal deal, Next next, Look head, Look finalized) {
    switch (next) {
      case Next.Stay _, Next.AskFinalized _ -> seen(deal, head);
      case Next.Missing _ -> unlessChanged(deal, () -> recorder.missed(deal));
      case Next.Move move -> {
        Look proof = move.finality() == Finality.FINALIZED ? finalized : head;
        unlessChanged(deal, () -> recorder.moved(deal, move, proof));
      }
      case Next.Undo undo -> unlessChanged(deal, () -> recorder.undone(deal, undo, head));
      case Next.Confirm _ -> unlessChanged(deal, () -> recorder.confirmed(deal, finalized));
      case Next.Contradiction contradiction -> contradicted(deal, contradiction);
    }
  }

  /** Told once per deal: the node will say the same at every poll. */
  private void contradicted(Deal deal, Next.Contradiction contradiction) {
    if (contradicted.add(deal.id())) {
      LOG.warn("deal {}: {}; keeping what is final", deal.id(), contradiction.text());
    }
  }

  /** Someone else changed the deal since it was read: the next poll decides on the new row. */
  private static void unlessChanged(Deal deal, Runnable change) {
    try {
      change.run();
    } catch (StaleDealException e) {
      LOG.debug("deal {} was changed meanwhile", deal.id(), e);
    }
  }

  private static Known known(Deal deal, long lastFinalized) {
    Long deadline = deal.product().equals("ddo") ? deal.allocationExpiration() : deal.startEpoch();
    Long end = deal.endEpoch();
    return new Known(
        deal.state(),
        Finality.FINALIZED.word().equals(deal.finality()),
        deadline == null ? Long.MAX_VALUE : deadline,
        end == null ? Long.MAX_VALUE : end,
        deal.absentLooks(),
        lastFinalized);
  }
}
