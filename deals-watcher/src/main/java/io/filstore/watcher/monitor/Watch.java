package io.filstore.watcher.monitor;

import io.filstore.client.chain.ActorEvent;
import io.filstore.client.chain.ChainDisagreement;
import io.filstore.client.chain.ChainException;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.Deals;
import io.filstore.db.deal.DueDeals;
import io.filstore.filecoin.FilAddress;
import io.filstore.watcher.actorevents.EventPointers;
import io.filstore.watcher.actorevents.EventPointers.Pointed;
import io.filstore.watcher.chain.Agreement;
import io.filstore.watcher.chain.ChainNews;
import io.filstore.watcher.chain.ChainObserver;
import io.filstore.watcher.chain.ChainStatus;
import io.filstore.watcher.chain.ChainView;
import io.filstore.watcher.chain.Observation;
import io.filstore.watcher.market.Sweep;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One poll: a view of the chain, then every deal that is due, one by one. A deal is due when an
 * event points at it, when it changed, when a height matters to it, and while something about it is
 * not final; on a node without events, always.
 */
public final class Watch {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  /** Deals per poll, so that a poll's view of the chain does not grow old. */
  private static final int MOST_LOOKS = 10_000;

  private final ChainObserver observer;
  private final ChainStatus status;
  private final Agreement agreement;
  private final Deals deals;
  private final DueDeals due;
  private final EventPointers events;
  private final Clients clients;
  private final Sweep sweep;
  private final NamedDealId named;
  private final DealLook look;
  private final ChainNews news;
  private volatile boolean listMissing;
  private volatile Agreement.@Nullable Met disagreement;

  Watch(
      ChainObserver observer,
      ChainStatus status,
      Agreement agreement,
      Deals deals,
      DueDeals due,
      EventPointers events,
      Clients clients,
      Sweep sweep,
      NamedDealId named,
      DealLook look,
      ChainNews news) {
    this.observer = observer;
    this.status = status;
    this.agreement = agreement;
    this.deals = deals;
    this.due = due;
    this.events = events;
    this.clients = clients;
    this.sweep = sweep;
    this.named = named;
    this.look = look;
    this.news = news;
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
      Map<String, FilAddress> ids = clients.byAddress();
      Set<FilAddress> followed = new HashSet<>(ids.values());
      news.follow(followed);
      Pointed pointed = events.read(followed, view);
      pointed.published().forEach(event -> take(event, ids, each));
      lookForPublished(ids, view, each);
      long head = view.head().height().value();
      disagreement = null;
      List<Deal> toLookAt = pointed.reliable() ? due.due(head, MOST_LOOKS) : due.all();
      each.in(toLookAt, deal -> look(deal.id(), ids, view));
      if (pointed.reliable()) {
        events.done(view);
      }
      agreement.after("deals", disagreement);
      status.usable();
    } catch (ChainException e) {
      status.unusable(String.valueOf(e.getMessage()));
    }
    each.finish();
  }

  /** A new deal of ours in f05: perhaps one whose id is not known. */
  private void take(ActorEvent event, Map<String, FilAddress> ids, EachDeal each) {
    List<Deal> candidates =
        due.unpublished().stream().filter(deal -> isOf(deal, event, ids)).toList();
    each.in(candidates, deal -> DealLook.unlessChanged(deal, () -> named.take(deal, event.id())));
  }

  private static boolean isOf(Deal deal, ActorEvent event, Map<String, FilAddress> ids) {
    FilAddress client = ids.get(deal.wallet());
    return client != null
        && client.actorId() == event.client()
        && deal.provider().substring(1).equals("0" + event.provider());
  }

  private void lookForPublished(Map<String, FilAddress> ids, ChainView view, EachDeal each) {
    List<Deal> wanted = due.unpublished();
    Sweep.Found found = sweep(wanted, ids, view);
    each.in(wanted, deal -> listed(deal, found, ids, view));
  }

  private void listed(Deal deal, Sweep.Found found, Map<String, FilAddress> ids, ChainView view) {
    FilAddress client = ids.get(deal.wallet());
    Long dealId = found.dealIds().get(deal.id());
    if (dealId != null) {
      look.published(deal, dealId);
    } else if (found.completeTo() >= 0) {
      look.notListed(deal, found.completeTo(), found.lastCompleteTo());
    } else if (listMissing && client != null) {
      look.amongEvents(deal, client, view);
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
    deals.find(dealId).filter(deal -> deal.state().open()).ifPresent(deal -> look(deal, ids, view));
  }

  /**
   * Two endpoints tell different things of what is final: it stays due, and nothing is concluded.
   */
  private void look(Deal deal, Map<String, FilAddress> ids, ChainView view) {
    try {
      look.at(deal, ids, view);
    } catch (ChainDisagreement e) {
      disagreement = new Agreement.Met(e, deal.id());
    }
  }
}
