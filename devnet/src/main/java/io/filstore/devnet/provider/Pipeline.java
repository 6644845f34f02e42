package io.filstore.devnet.provider;

import io.filstore.devnet.actors.miner.Activation;
import io.filstore.devnet.actors.runtime.ExitCode;
import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.HeadView;
import io.filstore.devnet.chain.MessageLookup;
import io.filstore.devnet.chain.MpoolException;
import io.filstore.filecoin.ClientDealProposal;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.PublishStorageDeals;
import io.filstore.filecoin.Signature;
import io.filstore.filecoin.SignedMessage;
import io.filstore.ipld.CborReader;
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

  private final long miner;
  private final Chain chain;
  private final ProviderSettings settings;
  private final DealStore deals;
  private final Faults faults;
  private final Wallet wallet;
  private final Sealing sealing;
  private final Transfers transfers;

  Pipeline(
      long miner,
      Chain chain,
      ProviderSettings settings,
      DealStore deals,
      PieceStore pieces,
      Faults faults) {
    this.miner = miner;
    this.chain = chain;
    this.settings = settings;
    this.deals = deals;
    this.faults = faults;
    this.wallet = new Wallet(chain, miner);
    this.sealing = new Sealing(chain);
    this.transfers = new Transfers(pieces, settings, this, faults);
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
        case COMPLETE -> terminateWhenDue(deal, head.height());
        case FAILED -> {}
      }
    }
    publishDue(head.height());
  }

  /** Makes a fault happen to the deals under way that it names; false when there is none. */
  synchronized boolean afflict(Fault fault) {
    List<StoredDeal> named =
        deals.all().stream()
            .filter(deal -> deal.progress().phase() != Phase.FAILED)
            .filter(deal -> DealKey.of(deal).isMeantBy(fault))
            .map(deal -> deal.with(fault.times(1)))
            .toList();
    if (!named.isEmpty()) {
      deals.update(named);
    }
    return !named.isEmpty();
  }

  /** After a reorg: messages that are no longer on the chain are sent again as they are. */
  synchronized void reorganised() {
    long height = chain.head().height();
    for (StoredDeal deal : deals.all()) {
      Progress p = deal.progress();
      boolean goesOn = !p.phase().isOver() || p.phase() == Phase.COMPLETE;
      if (goesOn && isGone(p.publishMessage()) && p.phase() != Phase.PUBLISHING) {
        again(deal, p.publishingAgain(height), p.publishMessage(), height);
      } else if (goesOn && isGone(p.activationMessage()) && p.phase() != Phase.ACTIVATING) {
        again(deal, p.activatingAgain(height), p.activationMessage(), height);
      }
    }
  }

  private boolean isGone(Optional<SignedMessage> message) {
    return message.isPresent() && chain.lookup(message.get().cid()).isEmpty();
  }

  private void again(StoredDeal deal, Progress back, Optional<SignedMessage> message, long height) {
    StoredDeal changed = deal.with(back);
    store(changed);
    sendAgain(changed, message.orElseThrow(), height);
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
            .filter(deal -> !deal.has(Fault.Kind.NEVER_PUBLISH))
            .filter(deal -> height >= deal.progress().since() + settings.publishDelay())
            .limit(PUBLISH_BATCH)
            .toList();
    if (!due.isEmpty()) {
      SignedMessage message = publishMessage(due);
      List<StoredDeal> publishing =
          due.stream().map(d -> d.with(d.progress().publishing(height, message))).toList();
      deals.update(publishing);
      publishing.forEach(deal -> awaitPublished(deal, height));
    }
  }

  private SignedMessage publishMessage(List<StoredDeal> due) {
    List<ClientDealProposal> batch = due.stream().map(Pipeline::published).toList();
    SignedMessage message =
        wallet.sign(
            FilAddress.MARKET, PublishStorageDeals.METHOD, PublishStorageDeals.params(batch));
    due.forEach(deal ->
        deal.fault(Fault.Kind.PUBLISH_INVALID)
            .ifPresent(f -> faults.happened(f, deal.id(), "published it with a spoilt signature")));
    Optional<StoredDeal> starved =
        due.stream().filter(deal -> deal.has(Fault.Kind.PUBLISH_OUT_OF_GAS)).findFirst();
    starved.ifPresent(deal ->
        faults.happened(
            deal.fault(Fault.Kind.PUBLISH_OUT_OF_GAS).orElseThrow(),
            deal.id(),
            "gave the publish message too little gas"));
    return starved.isPresent() ? wallet.starved(message) : message;
  }

  /** The proposal as it goes to the market. */
  private static ClientDealProposal published(StoredDeal deal) {
    ClientDealProposal signed = ((Terms.Classic) deal.terms()).signed();
    if (!deal.has(Fault.Kind.PUBLISH_INVALID)) {
      return signed;
    }
    byte[] spoilt = signed.signature().data();
    spoilt[0] ^= 1;
    return new ClientDealProposal(
        signed.proposal(), new Signature(signed.signature().type(), spoilt));
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
    int index =
        PublishStorageDeals.decodeParams(message.message().params()).indexOf(published(deal));
    return PublishStorageDeals.Return.decode(returned).idOf(index);
  }

  private void activateWhenDue(StoredDeal deal, long height) {
    boolean late = deal.has(Fault.Kind.LATE_ACTIVATION) && height <= sealing.lastEpoch(deal);
    if (deal.has(Fault.Kind.NEVER_ACTIVATE)
        || late
        || height < deal.progress().since() + settings.sealDelay()) {
      return;
    }
    StoredDeal activating = deal.with(deal.progress().activating(height, activation(deal, height)));
    store(activating);
    awaitActive(activating, height);
  }

  private SignedMessage activation(StoredDeal deal, long height) {
    if (deal.progress().activationMessage().isPresent()) {
      return deal.progress().activationMessage().get();
    }
    deal.fault(Fault.Kind.LATE_ACTIVATION)
        .ifPresent(f -> faults.happened(f, deal.id(), "activates it after its last epoch"));
    deal.fault(Fault.Kind.SHORT_SECTOR)
        .ifPresent(f -> faults.happened(f, deal.id(), "put it into a sector that ends too early"));
    return wallet.sign(
        FilAddress.id(miner), Activation.METHOD, sealing.activation(deal, height).cbor());
  }

  private void terminateWhenDue(StoredDeal deal, long height) {
    Optional<Fault> fault = deal.fault(Fault.Kind.TERMINATE).filter(f -> height >= f.number());
    if (fault.isEmpty()) {
      return;
    }
    deal.progress()
        .activationMessage()
        .flatMap(message -> chain.lookup(message.cid()))
        .flatMap(found -> Optional.ofNullable(found.receipt().returned()))
        .map(returned -> new CborReader(returned).uint())
        .filter(sector -> chain.head().state().miners().sector(miner, sector).isPresent())
        .ifPresent(sector -> {
          faults.happened(fault.get(), deal.id(), "terminated its sector " + sector);
          chain.terminate(miner, sector);
        });
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
