package io.filstore.devnet.provider;

import io.filstore.devnet.actors.miner.Activation;
import io.filstore.devnet.actors.runtime.ExitCode;
import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.HeadView;
import io.filstore.devnet.chain.MessageLookup;
import io.filstore.devnet.chain.MpoolException;
import io.filstore.filecoin.ClientDealProposal;
import io.filstore.filecoin.DealProposal;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.PublishStorageDeals;
import io.filstore.filecoin.SignedMessage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings accepted deals to activation, one step per head. A message is stored with its deals before
 * it is sent, and sent again as it is when it got lost, so that a kill at any point neither
 * publishes nor claims twice.
 */
final class Pipeline implements Transfers.Listener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
  private static final int PUBLISH_BATCH = 8;
  private static final long SECTOR_MARGIN = 20;

  private final long miner;
  private final Chain chain;
  private final ProviderSettings settings;
  private final DealStore deals;
  private final Wallet wallet;
  private final Transfers transfers;

  Pipeline(long miner, Chain chain, ProviderSettings settings, DealStore deals, PieceStore pieces) {
    this.miner = miner;
    this.chain = chain;
    this.settings = settings;
    this.deals = deals;
    this.wallet = new Wallet(chain, miner);
    this.transfers = new Transfers(pieces, settings, this);
  }

  /**
   * Goes on after a start: what was signed before is sent before anything new is, because it holds
   * the nonces.
   */
  synchronized void resume() {
    long height = chain.head().height();
    for (StoredDeal deal : deals.all()) {
      if (deal.progress().phase() == Phase.PUBLISHING) {
        awaitPublished(deal, height);
      } else if (deal.progress().phase() == Phase.ACTIVATING) {
        awaitActive(deal, height);
      }
    }
    advance();
  }

  /** Does whatever can be done at the current head. Safe to call at any time. */
  synchronized void advance() {
    HeadView head = chain.head();
    for (StoredDeal deal : deals.all()) {
      switch (deal.progress().phase()) {
        case ACCEPTED -> transfers.start(deal);
        case TRANSFERRED -> leaveTransferred(deal, head.height());
        case PUBLISHING -> awaitPublished(deal, head.height());
        case SEALING -> activateWhenDue(deal, head.height());
        case ACTIVATING -> awaitActive(deal, head.height());
        case COMPLETE, FAILED -> {}
      }
    }
    publishDue(head.height());
  }

  @Override
  public synchronized void transferred(String dealId) {
    deals
        .find(dealId)
        .ifPresent(deal -> store(deal.with(deal.progress().transferred(chain.head().height()))));
    advance();
  }

  @Override
  public synchronized void failed(String dealId, String why) {
    deals.find(dealId).ifPresent(deal -> fail(deal, chain.head().height(), why));
  }

  private void store(StoredDeal deal) {
    deals.update(List.of(deal));
    LOG.info("f0{}: deal {} is {}", miner, deal.id(), deal.progress().phase());
  }

  private void fail(StoredDeal deal, long height, String why) {
    store(deal.with(deal.progress().failed(height, why)));
    LOG.info("f0{}: deal {} failed: {}", miner, deal.id(), why);
  }

  private void leaveTransferred(StoredDeal deal, long height) {
    if (deal.terms() instanceof Terms.Ddo) {
      store(deal.with(deal.progress().sealing(height, 0)));
    }
  }

  private void publishDue(long height) {
    List<StoredDeal> due =
        deals.all().stream()
            .filter(deal -> deal.terms() instanceof Terms.Classic)
            .filter(deal -> deal.progress().phase() == Phase.TRANSFERRED)
            .filter(deal -> !deal.has(StoredDeal.Quirk.NEVER_PUBLISH))
            .filter(deal -> height >= deal.progress().since() + settings.publishDelay())
            .limit(PUBLISH_BATCH)
            .toList();
    if (!due.isEmpty()) {
      List<ClientDealProposal> batch = due.stream().map(Pipeline::signed).toList();
      SignedMessage message =
          wallet.sign(
              FilAddress.MARKET, PublishStorageDeals.METHOD, PublishStorageDeals.params(batch));
      List<StoredDeal> publishing =
          due.stream().map(d -> d.with(d.progress().publishing(height, message))).toList();
      deals.update(publishing);
      publishing.forEach(deal -> awaitPublished(deal, height));
    }
  }

  private static ClientDealProposal signed(StoredDeal deal) {
    return ((Terms.Classic) deal.terms()).signed();
  }

  private void awaitPublished(StoredDeal deal, long height) {
    SignedMessage message = deal.progress().publishMessage().orElseThrow();
    Optional<MessageLookup> found = chain.lookup(message.cid());
    if (found.isEmpty()) {
      sendAgain(deal, message, height);
    } else if (found.get().receipt().exitCode() != ExitCode.OK) {
      fail(deal, height, "publish message failed: " + found.get().receipt().error());
    } else {
      OptionalLong id = publishedId(deal, message, found.get());
      if (id.isPresent()) {
        store(deal.with(deal.progress().sealing(height, id.getAsLong())));
      } else {
        fail(deal, height, "the deal was found invalid when it was published");
      }
    }
  }

  private static OptionalLong publishedId(
      StoredDeal deal, SignedMessage message, MessageLookup found) {
    byte[] returned = found.receipt().returned();
    if (returned == null) {
      return OptionalLong.empty();
    }
    int index = PublishStorageDeals.decodeParams(message.message().params()).indexOf(signed(deal));
    return PublishStorageDeals.Return.decode(returned).idOf(index);
  }

  private void activateWhenDue(StoredDeal deal, long height) {
    if (deal.has(StoredDeal.Quirk.NEVER_ACTIVATE)
        || height < deal.progress().since() + settings.sealDelay()) {
      return;
    }
    SignedMessage message =
        wallet.sign(FilAddress.id(miner), Activation.METHOD, activation(deal, height).cbor());
    StoredDeal activating = deal.with(deal.progress().activating(height, message));
    store(activating);
    awaitActive(activating, height);
  }

  private Activation activation(StoredDeal deal, long height) {
    return switch (deal.terms()) {
      case Terms.Ddo ddo ->
          new Activation(
              ddo.piece(),
              ddo.pieceSize(),
              height + 1 + lifetime(ddo),
              0,
              ddo.allocation() == 0 ? 0 : ddo.client(),
              ddo.allocation());
      case Terms.Classic(ClientDealProposal signed, boolean ignored) -> {
        DealProposal p = signed.proposal();
        long end = p.endEpoch().value();
        yield new Activation(
            p.pieceCid(), p.pieceSize().bytes(), end, deal.progress().dealId(), 0, 0);
      }
    };
  }

  /** A little longer than the deal, so that a message that waits an epoch still claims. */
  private long lifetime(Terms.Ddo ddo) {
    long wanted = ddo.duration() + SECTOR_MARGIN;
    return chain
        .head()
        .state()
        .registry()
        .allocation(ddo.allocation())
        .map(allocation -> Math.min(wanted, allocation.termMax()))
        .orElse(wanted);
  }

  private void awaitActive(StoredDeal deal, long height) {
    SignedMessage message = deal.progress().activationMessage().orElseThrow();
    Optional<MessageLookup> found = chain.lookup(message.cid());
    if (found.isEmpty()) {
      sendAgain(deal, message, height);
    } else if (found.get().receipt().exitCode() == ExitCode.OK) {
      store(deal.with(deal.progress().complete(height)));
    } else {
      fail(deal, height, "activation failed: " + found.get().receipt().error());
    }
  }

  /** Pushing a message that still waits changes nothing; a lost one is on its way again. */
  private void sendAgain(StoredDeal deal, SignedMessage message, long height) {
    try {
      chain.push(message);
    } catch (MpoolException e) {
      fail(deal, height, "message was not accepted: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    transfers.close();
  }
}
