package io.filstore.scheduler.proposal;

import io.filstore.client.chain.Tipset;
import io.filstore.client.deal.DealOffer;
import io.filstore.client.deal.OfferStatus;
import io.filstore.client.deal.ProposalOutcome;
import io.filstore.client.deal.Remedy;
import io.filstore.client.deal.Route;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.filecoin.Signer;
import io.filstore.scheduler.network.FreshChain;
import io.filstore.scheduler.policy.PolicyProperties;
import io.filstore.scheduler.progress.Causes;
import io.filstore.scheduler.progress.DealProgress;
import io.filstore.scheduler.provider.ProviderDirectory;
import io.filstore.scheduler.wallet.ClientWallet;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;

/**
 * proposing, second half: the written offer is sent until there is a definite answer. {@code
 * proposed_at} is set before the first byte leaves and taken back when certainly none arrived;
 * while it stands, the provider is asked for the offer's status first.
 */
final class SendOffer {

  /** Five minutes on a public network. */
  private static final int BUSY_EPOCHS = 10;

  private final DealRoutes routes;
  private final ProviderDirectory directory;
  private final ClientWallet wallet;
  private final FreshChain chain;
  private final DealProgress progress;
  private final PolicyProperties policy;
  private final Clock clock;
  private final Fixes fixes;

  SendOffer(
      DealRoutes routes,
      ProviderDirectory directory,
      ClientWallet wallet,
      FreshChain chain,
      DealProgress progress,
      PolicyProperties policy,
      Clock clock,
      Fixes fixes) {
    this.routes = routes;
    this.directory = directory;
    this.wallet = wallet;
    this.chain = chain;
    this.progress = progress;
    this.policy = policy;
    this.clock = clock;
    this.fixes = fixes;
  }

  void step(Deal deal) {
    Tipset head = chain.head();
    Long lastEpoch = deal.lastEpoch();
    boolean over = lastEpoch != null && head.height().value() > lastEpoch;
    if (over && deal.proposedAt() == null) {
      String text = "not accepted by epoch " + lastEpoch + ", the chain is at " + head.height();
      progress.close(deal, DealState.LAPSED, Causes.OFFER_EXPIRED, text);
      return;
    }
    switch (routes.of(deal)) {
      case Route.Closed closed -> unreachable(deal, closed.why());
      case Route.Open route -> send(deal, route, over);
    }
  }

  private void send(Deal deal, Route.Open route, boolean over) {
    DealOffer offer =
        new DealOffer(
            Objects.requireNonNull(deal.proposalKey()),
            Objects.requireNonNull(deal.proposalBytes()));
    if (deal.proposedAt() == null) {
      propose(
          progress.note(deal, DealMove.stay().set("proposed_at", clock.instant())), route, offer);
    } else {
      ask(deal, route, offer, over);
    }
  }

  /**
   * Something was sent: before it is known what became of it, neither time nor patience ends the
   * deal here. The provider may have kept it and the chain may hold it, which the watcher sees.
   */
  private void ask(Deal deal, Route.Open route, DealOffer offer, boolean over) {
    Signer key = wallet.of(deal.wallet());
    switch (route.status(offer, key)) {
      case OfferStatus.Stored stored -> progress.accept(deal, stored.status());
      case OfferStatus.NotStored none when over -> {
        String text = "the provider never had it, and its last epoch is over";
        progress.close(deal, DealState.LAPSED, Causes.OFFER_EXPIRED, text);
      }
      case OfferStatus.NotStored none when patient(deal) -> propose(inTurn(deal), route, offer);
      case OfferStatus.NotStored none ->
          progress.close(
              deal,
              DealState.REJECTED,
              Causes.PROVIDER_UNREACHABLE,
              "not taken within " + policy.patience() + "; last: " + deal.causeText());
      case OfferStatus.Unknown unknown ->
          progress.block(deal, Causes.PROVIDER_UNREACHABLE, unknown.why());
    }
  }

  private void propose(Deal deal, Route.Open route, DealOffer offer) {
    Signer key = wallet.of(deal.wallet());
    switch (route.propose(offer, key)) {
      case ProposalOutcome.Accepted accepted -> progress.accept(deal, accepted.text());
      case ProposalOutcome.Rejected no -> rejected(deal, offer, route, no);
      case ProposalOutcome.Ambiguous doubt ->
          progress.block(deal, Causes.PROVIDER_UNREACHABLE, doubt.why());
      case ProposalOutcome.Unreachable away -> unreachable(notSent(deal), away.why());
    }
  }

  private void rejected(Deal deal, DealOffer offer, Route.Open route, ProposalOutcome.Rejected no) {
    String text = no.text().isBlank() ? no.code() : no.text();
    String code = no.cause().code();
    Remedy remedy = no.cause().remedy();
    if (remedy == Remedy.ALREADY_HELD) {
      progress.accept(deal, text);
    } else if (remedy == Remedy.RETRY_LATER && patient(deal)) {
      progress.blockFor(notSent(deal), code, text, chain.epoch().multipliedBy(BUSY_EPOCHS));
    } else if (remedy == Remedy.FIX_AND_RETRY && fixes.helps(deal, no.cause(), text)) {
      correct(deal, offer, route, code, text);
    } else {
      progress.close(deal, DealState.REJECTED, code, text);
    }
  }

  /** A second offer is made only when the provider says that it does not have the first. */
  private void correct(Deal deal, DealOffer offer, Route.Open route, String code, String text) {
    switch (route.status(offer, wallet.of(deal.wallet()))) {
      case OfferStatus.Stored stored -> progress.accept(deal, stored.status());
      case OfferStatus.NotStored none -> {
        directory.refresh(deal.provider(), wallet.of(deal.wallet()));
        progress.correct(deal, code, text);
      }
      case OfferStatus.Unknown unknown ->
          progress.block(deal, Causes.PROVIDER_UNREACHABLE, text + "; " + unknown.why());
    }
  }

  private void unreachable(Deal deal, String why) {
    if (deal.proposedAt() != null || patient(deal)) {
      progress.block(deal, Causes.PROVIDER_UNREACHABLE, why);
    } else {
      progress.close(deal, DealState.REJECTED, Causes.PROVIDER_UNREACHABLE, why);
    }
  }

  /** Certainly nothing arrived: the next attempt need not ask first, and giving up is safe. */
  private Deal notSent(Deal deal) {
    return progress.note(deal, DealMove.stay().set("proposed_at", null));
  }

  /**
   * Of two runs at once that found the offer not stored one sends it: a peer without a key of ours
   * for the offer would keep both.
   */
  private Deal inTurn(Deal deal) {
    return progress.note(deal, DealMove.stay());
  }

  private boolean patient(Deal deal) {
    Instant offered = deal.offeredAt() == null ? deal.createdAt() : deal.offeredAt();
    Instant gaveUp = offered.plus(policy.patience());
    return clock.instant().isBefore(gaveUp);
  }
}
