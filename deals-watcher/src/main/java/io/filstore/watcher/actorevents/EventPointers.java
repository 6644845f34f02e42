package io.filstore.watcher.actorevents;

import io.filstore.client.chain.ActorEvent;
import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainError;
import io.filstore.client.chain.ChainException;
import io.filstore.db.chain.Networks;
import io.filstore.db.deal.DueDeals;
import io.filstore.filecoin.FilAddress;
import io.filstore.watcher.chain.ChainView;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the events since the last poll and makes the deals due that they are about. The height up
 * to which events are read is kept with the network, so that a restart goes on where a kill
 * interrupted; what may still be reverted is read again at each poll. A gap (the node refuses the
 * range, or we were away for longer than it keeps) makes all deals due.
 */
public final class EventPointers {
  private static final Logger LOG = LoggerFactory.getLogger(EventPointers.class);

  /** Epochs per question that Lotus allows. */
  private static final long MAX_RANGE = 2880;

  /** A node may index the newest tipsets a little later. */
  private static final long INDEX_LAG = 5;

  private final Chain chain;
  private final Networks networks;
  private final DueDeals due;
  private final Set<ActorEvent> followed = new LinkedHashSet<>();
  private boolean toldUnsupported;

  public EventPointers(Chain chain, Networks networks, DueDeals due) {
    this.chain = chain;
    this.networks = networks;
    this.due = due;
  }

  /**
   * What came of asking.
   *
   * @param reliable false when the node tells no events, so that each deal has to be looked at
   * @param published f05 deals of ours that may still be reverted or are new; each is to be
   *     compared with the proposals whose id is not known
   */
  public record Pointed(boolean reliable, List<ActorEvent> published) {
    static final Pointed AT_NOTHING = new Pointed(true, List.of());
    static final Pointed UNSUPPORTED = new Pointed(false, List.of());
  }

  /** Asks for the events of these clients up to the view's head. */
  public synchronized Pointed read(Set<FilAddress> clients, ChainView view) {
    if (clients.isEmpty()) {
      return Pointed.AT_NOTHING;
    }
    try {
      Pointed pointed = follow(ask(clients, view), view);
      toldUnsupported = false;
      return pointed;
    } catch (ChainError e) {
      return e.saysUnsupported() ? unsupported(e) : gap(e);
    } catch (ChainException e) {
      return unsupported(e);
    }
  }

  /** In questions of the length that a node allows. */
  private List<ActorEvent> ask(Set<FilAddress> clients, ChainView view) {
    long head = view.head().height().value();
    OptionalLong last = networks.eventsReadTo();
    long from = last.isPresent() ? last.getAsLong() + 1 : settled(view) + 1;
    if (head - from > MAX_RANGE) {
      due.pointAtAll();
      from = Math.max(settled(view) + 1, head - MAX_RANGE);
    }
    return from > head ? List.of() : chain.actorEvents(clients, from, head);
  }

  /** The state shows an event from the tipset after its own on; until then it waits. */
  private Pointed follow(List<ActorEvent> events, ChainView view) {
    List<ActorEvent> published = new ArrayList<>();
    for (ActorEvent event : events) {
      boolean shown = event.height() < view.head().height().value();
      if (shown && followed.add(event)) {
        point(event);
      }
      if (shown && event.type().equals("deal-published") && !event.reverted()) {
        published.add(event);
      }
    }
    return new Pointed(true, published);
  }

  private void point(ActorEvent event) {
    if (event.emitter().equals(FilAddress.MARKET)) {
      due.pointAtMarketDeal(event.id());
    } else {
      due.pointAtAllocation(event.id());
    }
  }

  /** To be called when all that follows from {@link #read} is recorded. */
  public synchronized void done(ChainView view) {
    long settled = settled(view);
    networks.eventsReadTo(settled);
    followed.removeIf(event -> event.height() <= settled);
  }

  private static long settled(ChainView view) {
    long head = view.head().height().value();
    return Math.max(0, Math.min(view.finalized().height().value(), head - INDEX_LAG));
  }

  private Pointed unsupported(ChainException e) {
    if (!toldUnsupported) {
      LOG.info("no actor events, every deal is looked at instead: {}", e.getMessage());
    }
    toldUnsupported = true;
    return Pointed.UNSUPPORTED;
  }

  private Pointed gap(ChainError e) {
    LOG.warn("actor events are missing, every deal is looked at once: {}", e.getMessage());
    due.pointAtAll();
    return Pointed.AT_NOTHING;
  }
}
