package io.filstore.scheduler.datacap;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainException;
import io.filstore.db.event.EventLog;
import io.filstore.db.event.EventType;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.RemoveExpiredAllocations;
import io.filstore.scheduler.message.ChainMessage;
import io.filstore.scheduler.message.ChainMessages;
import io.filstore.scheduler.message.Fate;
import io.filstore.scheduler.message.MethodCall;
import io.filstore.scheduler.message.Purpose;
import io.filstore.scheduler.message.Signing;
import io.filstore.scheduler.wallet.ClientWallet;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The job {@code reclaim}: DataCap of allocations that nobody claimed in time comes back only when
 * somebody sends RemoveExpiredAllocations. The intent is a row with the ids, then a message like
 * any other; a wallet has one at a time, and asking twice gives the same one.
 */
public final class ReclaimDatacap {

  /** Ids in one message, which keeps its gas far below a block's. */
  private static final int MOST = 400;

  private static final Duration RETRY = Duration.ofSeconds(30);

  private final Chain chain;
  private final Reclaims reclaims;
  private final ChainMessages messages;
  private final ClientWallet wallet;
  private final Jobs jobs;
  private final EventLog events;
  private final TransactionTemplate transactions;
  private final Clock clock;

  ReclaimDatacap(
      Chain chain,
      Reclaims reclaims,
      ChainMessages messages,
      ClientWallet wallet,
      Jobs jobs,
      EventLog events,
      TransactionTemplate transactions,
      Clock clock) {
    this.chain = chain;
    this.reclaims = reclaims;
    this.messages = messages;
    this.wallet = wallet;
    this.jobs = jobs;
    this.events = events;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Begins to take back what is expired for good, or returns what was begun before; empty when
   * nothing is expired.
   *
   * @throws io.filstore.scheduler.wallet.WalletCannot when nothing here signs for the wallet
   * @throws ChainException when the chain does not answer
   */
  public Optional<Reclaim> begin(String address) {
    wallet.of(address);
    Optional<Reclaim> running = reclaims.openOf(address);
    if (running.isPresent()) {
      return running;
    }
    List<Long> expired = expired(FilAddress.parse(address));
    if (expired.isEmpty()) {
      return Optional.empty();
    }
    return Objects.requireNonNull(
        transactions.execute(status -> {
          Optional<Reclaim> made = reclaims.open(address, expired);
          made.ifPresent(reclaim -> jobs.enqueue(JobName.RECLAIM, reclaim.id()));
          return made.or(() -> reclaims.openOf(address));
        }));
  }

  /** The reclaim of that id. */
  public Optional<Reclaim> find(String id) {
    return reclaims.find(id);
  }

  /** One step; nothing for a reclaim that is settled. */
  public void run(String id) {
    Optional<Reclaim> open = reclaims.find(id).filter(Reclaim::open);
    if (open.isEmpty()) {
      return;
    }
    try {
      step(open.get());
    } catch (ChainException e) {
      reclaims.waitsBecause(id, String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private List<Long> expired(FilAddress client) {
    Epoch certain = chain.finalized().height();
    return chain.allocations(client).entrySet().stream()
        .filter(entry -> entry.getValue().expiration().isBefore(certain))
        .map(Map.Entry::getKey)
        .sorted()
        .limit(MOST)
        .toList();
  }

  private void step(Reclaim reclaim) {
    Optional<ChainMessage> fixed = messages.find(Purpose.RECLAIM, reclaim.id());
    if (fixed.isPresent()) {
      follow(reclaim, fixed.get());
      return;
    }
    switch (messages.sign(
        Purpose.RECLAIM, reclaim.id(), wallet.of(reclaim.wallet()), call(reclaim))) {
      case Signing.Signed signed -> follow(reclaim, signed.message());
      case Signing.NoFunds poor ->
          later(
              reclaim,
              "the wallet needs %s attoFIL for the message, it has %s"
                  .formatted(poor.needed(), poor.available()));
      case Signing.OverBudget over -> later(reclaim, over.exceeded().text());
      case Signing.Refused refused -> later(reclaim, refused.text());
      case Signing.Busy _ -> again(reclaim, chain.clock().blockDelay());
    }
  }

  private MethodCall call(Reclaim reclaim) {
    FilAddress client = chain.lookupId(FilAddress.parse(reclaim.wallet())).orElseThrow();
    return new MethodCall(
        FilAddress.VERIFREG,
        AttoFil.ZERO,
        RemoveExpiredAllocations.METHOD,
        RemoveExpiredAllocations.params(client.actorId(), reclaim.allocationIds()));
  }

  private void follow(Reclaim reclaim, ChainMessage message) {
    switch (messages.advance(message)) {
      case Fate.Waiting waiting when waiting.trouble() == null ->
          again(reclaim, chain.clock().blockDelay());
      case Fate.Waiting waiting -> later(reclaim, String.valueOf(waiting.trouble()));
      case Fate.Settled settled when settled.message().succeeded() ->
          done(reclaim, settled.message());
      case Fate.Settled settled ->
          reclaims.failed(
              reclaim.id(),
              "message %s ended with exit code %d"
                  .formatted(message.cid(), settled.message().exitCode()));
      // What it would remove is removed, or the next reclaim removes it: nothing is lost by an end.
      case Fate.Doubtful doubt -> {
        messages.declareLost(message, doubt.why());
        reclaims.failed(reclaim.id(), doubt.why());
      }
      case Fate.Lost lost -> reclaims.failed(reclaim.id(), lost.why());
    }
  }

  private void done(Reclaim reclaim, ChainMessage message) {
    long bytes = RemoveExpiredAllocations.recovered(message.returned()).longValueExact();
    transactions.executeWithoutResult(status -> {
      if (reclaims.done(reclaim.id(), bytes)) {
        events.append(
            EventType.DATACAP_RECLAIMED.text(),
            reclaim.wallet(),
            Map.of(
                "reclaim_id",
                reclaim.id(),
                "bytes",
                bytes,
                "allocation_ids",
                reclaim.allocationIds(),
                "message",
                message.cid()));
      }
    });
  }

  private void later(Reclaim reclaim, String why) {
    reclaims.waitsBecause(reclaim.id(), why);
    again(reclaim, RETRY);
  }

  private void again(Reclaim reclaim, Duration delay) {
    jobs.enqueue(JobName.RECLAIM, reclaim.id(), clock.instant().plus(delay));
  }
}
