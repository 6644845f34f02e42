package io.filstore.watcher.provider;

import io.filstore.client.chain.ChainException;
import io.filstore.client.deal.DealOffer;
import io.filstore.client.deal.OfferStatus;
import io.filstore.client.deal.Route;
import io.filstore.client.deal.Transport;
import io.filstore.client.deal.Transports;
import io.filstore.db.chain.Provider;
import io.filstore.db.chain.Providers;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.deal.StaleDealException;
import io.filstore.db.transfer.Transfers;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Signer;
import io.filstore.watcher.monitor.DealRecorder;
import io.filstore.watcher.monitor.EachDeal;
import java.time.Clock;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks each provider for the deals that it has accepted and not yet proven. A task of its own,
 * because a provider that does not answer costs half a minute, which no look at the chain should
 * wait for.
 */
public final class AskProviders {
  private static final Logger LOG = LoggerFactory.getLogger(AskProviders.class);
  private static final Set<DealState> BEFORE_PROOF =
      EnumSet.of(
          DealState.ACCEPTED, DealState.TRANSFERRING, DealState.COMMITTING, DealState.SEALING);

  private final Deals deals;
  private final Providers providers;
  private final Transfers transfers;
  private final Transports transports;
  private final ClientKeys keys;
  private final DealRecorder recorder;
  private final DealIds dealIds;
  private final OnChain onChain;
  private final LostOffers lost;
  private final Clock clock;

  AskProviders(
      Deals deals,
      Providers providers,
      Transfers transfers,
      Transports transports,
      ClientKeys keys,
      DealRecorder recorder,
      DealIds dealIds,
      OnChain onChain,
      LostOffers lost,
      Clock clock) {
    this.deals = deals;
    this.providers = providers;
    this.transfers = transfers;
    this.transports = transports;
    this.keys = keys;
    this.recorder = recorder;
    this.dealIds = dealIds;
    this.onChain = onChain;
    this.lost = lost;
    this.clock = clock;
  }

  /**
   * Asks once about every such deal; a provider that gives no answer is not asked again in this
   * run.
   */
  public void ask() {
    Set<String> silent = new HashSet<>();
    List<Deal> waiting =
        deals.open().stream().filter(deal -> BEFORE_PROOF.contains(deal.state())).toList();
    EachDeal each = new EachDeal();
    each.in(
        waiting,
        deal -> {
          if (!silent.contains(deal.provider()) && !ask(deal)) {
            silent.add(deal.provider());
          }
        });
    each.finish();
  }

  /** False when the provider gave no usable answer. */
  private boolean ask(Deal deal) {
    String key = deal.proposalKey();
    byte[] body = deal.proposalBytes();
    if (!(route(deal) instanceof Route.Open route) || key == null || body == null) {
      return true;
    }
    Optional<Signer> client = client(deal, route);
    return client.isEmpty() || ask(deal, route, new DealOffer(key, body), client.get());
  }

  private Route route(Deal deal) {
    String market = providers.find(deal.provider()).map(Provider::baseUrl).orElse(null);
    return transports.route(
        deal.provider(), Transport.of(deal.transport()), deal.product(), market);
  }

  private Optional<Signer> client(Deal deal, Route.Open route) {
    return route.transport().signsRequests()
        ? keys.of(deal.wallet())
        : Optional.of(new NoSigner(FilAddress.parse(deal.wallet())));
  }

  private boolean ask(Deal deal, Route.Open route, DealOffer offer, Signer client) {
    return switch (route.status(offer, client)) {
      case OfferStatus.Stored stored -> {
        unlessChanged(deal, () -> record(lost.known(deal), stored));
        yield true;
      }
      case OfferStatus.NotStored _ -> {
        unlessChanged(deal, () -> lost.unknown(deal));
        yield true;
      }
      case OfferStatus.Unknown unknown -> {
        LOG.debug("provider {} on deal {}: {}", deal.provider(), deal.id(), unknown.why());
        yield false;
      }
    };
  }

  private void record(Deal deal, OfferStatus.Stored status) {
    transfers.received(deal.pieceCid(), deal.provider(), status.bytesReceived(), clock.instant());
    boolean named = deal.chainDealId() == null && status.chainDealId() > 0;
    if (named && takes(deal, status.chainDealId())) {
      return;
    }
    switch (ProviderReport.of(status)) {
      case ProviderReport.Failed failed when deal.chainDealId() == null ->
          failed(deal, failed, status);
      case ProviderReport.At at when deal.state().canBecome(at.state()) ->
          recorder.reported(deal, at.state(), move(deal, at.state(), status));
      case ProviderReport.Failed _, ProviderReport.At _, ProviderReport.Nothing _ ->
          note(deal, status);
    }
  }

  /** What the chain shows counts more than what the provider says; without an answer we wait. */
  private void failed(Deal deal, ProviderReport.Failed failed, OfferStatus.Stored status) {
    boolean lives;
    try {
      lives = onChain.shows(deal);
    } catch (ChainException e) {
      LOG.debug("deal {} is not closed before the chain is asked", deal.id(), e);
      return;
    }
    if (lives) {
      LOG.warn(
          "{} calls deal {} failed ({}), the chain shows it",
          deal.provider(),
          deal.id(),
          failed.text());
    } else {
      recorder.reported(
          deal,
          DealState.FAILED,
          move(deal, DealState.FAILED, status).cause(failed.code(), failed.text()));
    }
  }

  /** Once the id is known the chain speaks, and the next run notes the status. */
  private boolean takes(Deal deal, long dealId) {
    try {
      return dealIds.take(deal, dealId);
    } catch (ChainException e) {
      LOG.debug("deal id {} of deal {} cannot be checked now", dealId, deal.id(), e);
      return false;
    }
  }

  private static DealMove move(Deal deal, DealState to, OfferStatus.Stored status) {
    Map<String, Object> fact = new LinkedHashMap<>();
    fact.put("kind", "provider_status");
    fact.put("provider", deal.provider());
    fact.put("status", status.status());
    return columns(DealMove.to(to), status).evidence(fact);
  }

  private void note(Deal deal, OfferStatus.Stored status) {
    if (!status.status().equals(deal.providerStatus())) {
      recorder.noted(deal, columns(DealMove.stay(), status));
    }
  }

  private static DealMove columns(DealMove move, OfferStatus.Stored status) {
    move.set("provider_status", status.status());
    if (status.publishMessage() != null) {
      move.set("publish_message", status.publishMessage().toString());
    }
    return move;
  }

  private static void unlessChanged(Deal deal, Runnable change) {
    try {
      change.run();
    } catch (StaleDealException e) {
      LOG.debug("deal {} was changed meanwhile", deal.id(), e);
    }
  }
}
