package io.filstore.scheduler.proposal;

import io.filstore.client.deal.DealOffer;
import io.filstore.client.deal.OfferStatus;
import io.filstore.client.deal.ProposalOutcome;
import io.filstore.client.deal.Remedy;
import io.filstore.client.deal.Route;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.filecoin.Signer;
import io.filstore.scheduler.network.FreshChain;
import io.filstore.scheduler.policy.HeldAlready;
import io.filstore.scheduler.policy.PolicyProperties;
import io.filstore.scheduler.progress.Backoff;
import io.filstore.scheduler.progress.DealProgress;
import io.filstore.scheduler.wallet.ClientWallet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * accepted, and lost by the provider: the stored bytes are sent once more under their old key.
 * Never a new offer and never another allocation, so that a provider which finds the first one
 * after all has one deal. The provider is asked for the offer first each time; what the chain shows
 * is never offered again.
 */
final class OfferAgain {
  private static final int BUSY_EPOCHS = 10;
  private static final Duration LONGEST_WAIT = Duration.ofHours(6);

  private final DealRoutes routes;
  private final ClientWallet wallet;
  private final FreshChain chain;
  private final HeldAlready held;
  private final DealProgress progress;
  private final PolicyProperties policy;
  private final Clock clock;

  OfferAgain(
      DealRoutes routes,
      ClientWallet wallet,
      FreshChain chain,
      HeldAlready held,
      DealProgress progress,
      PolicyProperties policy,
      Clock clock) {
    this.routes = routes;
    this.wallet = wallet;
    this.chain = chain;
    this.held = held;
    this.progress = progress;
    this.policy = policy;
    this.clock = clock;
  }

  /** Whether the watcher found the offer lost and it may be sent again. */
  static boolean isDue(Deal deal) {
    return deal.isInTransfer() && deal.lostAt() != null && deal.resends() < Deal.MOST_RESENDS;
  }

  /** After its last epoch nothing is sent: the watcher lets the deal lapse. */
  void step(Deal deal) {
    Long last = deal.lastEpoch();
    boolean over = last != null && chain.head().height().value() > last;
    if (over || held.holds(deal)) {
      return;
    }
    switch (routes.of(deal)) {
      case Route.Closed _ -> later(deal);
      case Route.Open route -> ask(deal, route);
    }
  }

  private void ask(Deal deal, Route.Open route) {
    DealOffer offer =
        new DealOffer(
            Objects.requireNonNull(deal.proposalKey()),
            Objects.requireNonNull(deal.proposalBytes()));
    Signer key = wallet.of(deal.wallet());
    switch (route.status(offer, key)) {
      case OfferStatus.Stored stored -> progress.found(deal, stored.status());
      case OfferStatus.NotStored _ -> send(announced(deal), route, offer, key);
      case OfferStatus.Unknown _ -> later(deal);
    }
  }

  /** Counted and told before the first byte leaves, so that no death makes it one too many. */
  private Deal announced(Deal deal) {
    int time = deal.resends() + 1;
    String text =
        "%s accepted the offer and no longer knows it; the same bytes are sent again, %d of at most %d times"
            .formatted(deal.provider(), time, Deal.MOST_RESENDS);
    return progress.note(
        deal,
        DealMove.offeredAgain(time, text)
            .evidence(
                Map.of(
                    "kind",
                    "provider_status",
                    "provider",
                    deal.provider(),
                    "offer",
                    String.valueOf(deal.proposalKey()),
                    "status",
                    "not stored",
                    "at",
                    clock.instant().toString())));
  }

  private void send(Deal deal, Route.Open route, DealOffer offer, Signer key) {
    switch (route.propose(offer, key)) {
      case ProposalOutcome.Accepted accepted -> progress.found(deal, accepted.text());
      case ProposalOutcome.Rejected no -> rejected(deal, no);
      case ProposalOutcome.Ambiguous _ -> goOn(deal);
      case ProposalOutcome.Unreachable _ -> later(notSent(deal));
    }
  }

  private void rejected(Deal deal, ProposalOutcome.Rejected no) {
    String text = no.text().isBlank() ? no.code() : no.text();
    Remedy remedy = no.cause().remedy();
    if (remedy == Remedy.ALREADY_HELD) {
      progress.found(deal, text);
    } else if (remedy == Remedy.RETRY_LATER && patient(deal)) {
      later(notSent(deal));
    } else {
      progress.refusedAgain(deal, no.cause().code(), text);
    }
  }

  /** Whether it arrived is asked next; after the last time the watcher sees it. */
  private void goOn(Deal deal) {
    if (isDue(deal)) {
      later(deal);
    } else {
      progress.note(deal, DealMove.stay().set("lost_at", null).set("unknown_since", null));
    }
  }

  /** The provider certainly did not take it: it does not count. */
  private Deal notSent(Deal deal) {
    return progress.note(deal, DealMove.stay().set("resends", deal.resends() - 1));
  }

  private boolean patient(Deal deal) {
    return clock.instant().isBefore(lostAt(deal).plus(policy.patience()));
  }

  private void later(Deal deal) {
    Duration shortest = chain.epoch().multipliedBy(BUSY_EPOCHS);
    Duration wait =
        Backoff.of(deal.pieceCid(), lostAt(deal), clock.instant(), shortest, LONGEST_WAIT);
    progress.later(deal, wait);
  }

  private static Instant lostAt(Deal deal) {
    return Objects.requireNonNull(deal.lostAt());
  }
}
