package io.filstore.watcher.provider;

import io.filstore.client.chain.ChainException;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.watcher.monitor.DealRecorder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers that a provider accepted and no longer knows: it died before it stored them, or lost its
 * database. One answer proves nothing, it may come from a replica that lags behind; two that lie
 * some time apart, with none between that knows the offer, and a chain that does not show the deal
 * either, have the same bytes sent again. An offer of which more is known than its transfer is left
 * to the chain: its provider may be sealing what its market has forgotten.
 */
final class LostOffers {
  private static final Logger LOG = LoggerFactory.getLogger(LostOffers.class);

  private final DealRecorder recorder;
  private final OnChain onChain;
  private final Duration after;
  private final Clock clock;

  /**
   * @param after between the first answer that does not know the offer and the one that is believed
   */
  LostOffers(DealRecorder recorder, OnChain onChain, Duration after, Clock clock) {
    this.recorder = recorder;
    this.onChain = onChain;
    this.after = after;
    this.clock = clock;
  }

  /** The provider knows the offer; the row as it is then. */
  Deal known(Deal deal) {
    boolean doubted = deal.unknownSince() != null || deal.lostAt() != null;
    return doubted ? recorder.noted(deal, DealMove.found(deal)) : deal;
  }

  /** The provider answered that it does not know the offer. */
  void unknown(Deal deal) {
    if (!deal.isInTransfer() || deal.chainDealId() != null || deal.lostAt() != null) {
      return;
    }
    Instant now = clock.instant();
    Instant since = deal.unknownSince();
    if (since == null) {
      recorder.noted(deal, DealMove.stay().set("unknown_since", now));
    } else if (!since.plus(after).isAfter(now) && !isOnChain(deal)) {
      lost(deal, since, now);
    }
  }

  private void lost(Deal deal, Instant since, Instant now) {
    DealMove move = DealMove.lost(now, text(deal, since)).evidence(answer(deal, since, now));
    if (deal.resends() < Deal.MOST_RESENDS) {
      recorder.lost(deal, move);
    } else {
      recorder.lostForGood(deal, move);
    }
  }

  private static String text(Deal deal, Instant since) {
    String said =
        "%s accepted the offer and says since %s that it knows no such deal; "
            .formatted(deal.provider(), since);
    if (deal.resends() < Deal.MOST_RESENDS) {
      return said + "the same offer is sent again";
    }
    String tried = said + "the same offer was sent again " + deal.resends() + " times; ";
    Long last = deal.lastEpoch();
    return last == null
        ? tried + "it is given up"
        : tried + "it counts until epoch " + last + ", until which the provider may still use it";
  }

  private static Map<String, Object> answer(Deal deal, Instant since, Instant now) {
    Map<String, Object> fact = new LinkedHashMap<>();
    fact.put("kind", "provider_status");
    fact.put("provider", deal.provider());
    fact.put("offer", String.valueOf(deal.proposalKey()));
    fact.put("status", "not stored");
    fact.put("since", since.toString());
    fact.put("at", now.toString());
    return fact;
  }

  /** While the chain cannot be asked nothing is concluded. */
  private boolean isOnChain(Deal deal) {
    try {
      return onChain.shows(deal);
    } catch (ChainException e) {
      LOG.debug("deal {} is not called lost before the chain is asked", deal.id(), e);
      return true;
    }
  }
}
