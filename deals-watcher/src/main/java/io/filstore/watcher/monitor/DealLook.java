package io.filstore.watcher.monitor;

import io.filstore.client.chain.Tipset;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DueDeals;
import io.filstore.db.deal.StaleDealException;
import io.filstore.filecoin.FilAddress;
import io.filstore.watcher.chain.ChainView;
import io.filstore.watcher.claims.ClaimLook;
import io.filstore.watcher.evidence.Derivation;
import io.filstore.watcher.evidence.Evidence;
import io.filstore.watcher.evidence.Finality;
import io.filstore.watcher.evidence.Known;
import io.filstore.watcher.evidence.Look;
import io.filstore.watcher.evidence.Next;
import io.filstore.watcher.evidence.Timer;
import io.filstore.watcher.market.MarketLook;
import io.filstore.watcher.market.PublishedLook;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at one deal on chain and has recorded what follows, or when to look next. */
final class DealLook {
  private static final Logger LOG = LoggerFactory.getLogger(DealLook.class);

  private final MarketLook market;
  private final PublishedLook publishedLook;
  private final ClaimLook claims;
  private final Derivation derivation;
  private final Timer timer;
  private final DealRecorder recorder;
  private final DueDeals due;
  private final Set<String> contradicted = ConcurrentHashMap.newKeySet();

  DealLook(
      MarketLook market,
      PublishedLook publishedLook,
      ClaimLook claims,
      Derivation derivation,
      Timer timer,
      DealRecorder recorder,
      DueDeals due) {
    this.market = market;
    this.publishedLook = publishedLook;
    this.claims = claims;
    this.derivation = derivation;
    this.timer = timer;
    this.recorder = recorder;
    this.due = due;
  }

  /**
   * Looks at the deal under its id on chain, if it is ours.
   *
   * @param ids id address of each wallet
   */
  void at(Deal deal, Map<String, FilAddress> ids, ChainView view) {
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
      Next next = derivation.derive(known, head, finalized);
      boolean deeper =
          view.hasSafe()
              && !Finality.SAFE.word().equals(deal.finality())
              && derivation.mayDeepen(known, next, head);
      Look safe = deeper ? read.apply(view.safe()) : head;
      follow(deal, deeper ? derivation.deepen(next, safe) : next, head, safe, finalized);
    } else if (!seenAgain(deal, head)) {
      due.next(deal, timer.next(deal.id(), known, head));
    }
  }

  /** The id under which f05 holds the deal. */
  void published(Deal deal, long chainDealId) {
    unlessChanged(deal, () -> recorder.published(deal, chainDealId));
  }

  /** The list of all deals, complete up to that height, does not have it. */
  void notListed(Deal deal, long completeTo, long lastCompleteTo) {
    Look missing = new Look(new Evidence.NotListed(), completeTo, "");
    Known known = known(deal, lastCompleteTo);
    conclude(deal, derivation.derive(known, missing, missing), missing);
  }

  /** Where no list of all deals can be read: whether the chain's events show it published. */
  void amongEvents(Deal deal, FilAddress client, ChainView view) {
    switch (publishedLook.look(deal, client, view)) {
      case PublishedLook.Found.At at -> published(deal, at.dealId());
      case PublishedLook.Found.Nowhere none -> {
        Known known = known(deal, view.lastFinalized());
        conclude(deal, derivation.derive(known, none.look(), none.look()), none.look());
      }
      case PublishedLook.Found.Open _ -> {}
    }
  }

  private boolean seenAgain(Deal deal, Look head) {
    boolean again = deal.absentLooks() > 0 && !head.evidence().isAbsence();
    if (again) {
      unlessChanged(deal, () -> recorder.seenAgain(deal));
    }
    return again;
  }

  /** From the one look that there is. */
  private void conclude(Deal deal, Next next, Look look) {
    follow(deal, next, look, look, look);
  }

  /** What is not settled yet stays due: each poll looks at it. */
  private void follow(Deal deal, Next next, Look head, Look safe, Look finalized) {
    switch (next) {
      case Next.Stay _, Next.AskFinalized _ -> seenAgain(deal, head);
      case Next.Missing _ -> unlessChanged(deal, () -> recorder.missed(deal));
      case Next.Move move -> {
        Look proof =
            switch (move.finality()) {
              case HEAD -> head;
              case SAFE -> safe;
              case FINALIZED -> finalized;
            };
        unlessChanged(deal, () -> recorder.moved(deal, move, proof));
      }
      case Next.Undo undo -> unlessChanged(deal, () -> recorder.undone(deal, undo, head));
      case Next.Deepen _ -> unlessChanged(deal, () -> recorder.deepened(deal, safe));
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
  static void unlessChanged(Deal deal, Runnable change) {
    try {
      change.run();
    } catch (StaleDealException e) {
      LOG.debug("deal {} was changed meanwhile", deal.id(), e);
    }
  }

  private static Known known(Deal deal, long lastFinalized) {
    Long deadline = deal.lastEpoch();
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
