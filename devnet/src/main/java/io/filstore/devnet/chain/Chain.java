package io.filstore.devnet.chain;

import io.filstore.devnet.actors.Execution;
import io.filstore.devnet.actors.account.Account;
import io.filstore.devnet.actors.runtime.Limits;
import io.filstore.devnet.journal.FolderLock;
import io.filstore.devnet.journal.Journal;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Message;
import io.filstore.filecoin.SignedMessage;
import io.filstore.multiformats.Cid;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The chain: one writer at a time, any number of readers. Whatever changes it is in the journal
 * before the caller hears of it, so a killed process comes back with every acknowledged message,
 * grant and height. Reading answers immutable views.
 */
public final class Chain implements AutoCloseable {
  private static final long ANNOUNCE_SECONDS = 60;
  private static final int MAX_NULL_ROUNDS = 1000;
  private static final int MAX_REORG = 100;

  private final ReentrantLock lock = new ReentrantLock();
  private final ChainSettings settings;
  private final FolderLock folder;
  private final Journal journal;
  private final History history = new History();
  private final TipsetIds tipsets = new TipsetIds();
  private final Ledger ledger;
  private final BlockTimes times;
  private final List<HeadListener> listeners = new CopyOnWriteArrayList<>();
  private final ExecutorService announcer =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("devnet-heads").factory());

  private Chain(ChainSettings settings, FolderLock folder, Clock clock) {
    this.settings = settings;
    this.folder = folder;
    this.journal = Journal.open(settings.dir().resolve("chain.jsonl"));
    List<Entry> entries = Replay.read(journal, settings.limits());
    this.ledger = new Ledger(((Entry.Genesis) entries.getFirst()).limits(), history, tipsets);
    entries.stream().skip(1).forEach(ledger::apply);
    this.times = new BlockTimes(settings.blockDelay(), ledger.head().height(), clock);
  }

  /** Opens the chain of a folder: replays its journal, or makes a new network. */
  public static Chain open(ChainSettings settings, Clock clock) {
    Chain chain = new Chain(settings, FolderLock.take(settings.dir()), clock);
    chain.createMissingMiners();
    return chain;
  }

  private void createMissingMiners() {
    for (long id : minerIds()) {
      if (head().state().miners().find(id).isEmpty()) {
        record(new Entry.NewMiner(id));
      }
    }
  }

  /** Actor ids of the configured miners. */
  public List<Long> minerIds() {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < settings.providers(); i++) {
      ids.add(ChainSettings.FIRST_MINER + i);
    }
    return ids;
  }

  public ChainSettings settings() {
    return settings;
  }

  public Limits limits() {
    return ledger.vm().limits();
  }

  public TipsetIds tipsets() {
    return tipsets;
  }

  public HeadView head() {
    return locked(ledger::head);
  }

  public long finalizedHeight() {
    return finalizedBelow(head().height());
  }

  /** Height of the tipset that is final when another height is the head. */
  public long finalizedBelow(long head) {
    return tipsets.heldAt(Math.max(0, head - settings.finality()));
  }

  /** The tipset of a key, also one that a reorg took back. */
  public Optional<Tipset> tipset(Cid key) {
    OptionalLong height = tipsets.heightOf(key);
    return height.isPresent()
        ? Optional.of(tipsets.tipset(height.getAsLong()))
        : history.orphan(key).map(History.Orphan::tipset);
  }

  /** The state seen from the tipset of a key, while it is recent enough. */
  public Optional<HeadView> at(Cid key) {
    OptionalLong height = tipsets.heightOf(key);
    return height.isPresent()
        ? at(height.getAsLong())
        : history.orphan(key).map(History.Orphan::view);
  }

  /** The state seen from a tipset, while it is recent enough. */
  public Optional<HeadView> at(long height) {
    return height > head().height() ? Optional.empty() : history.stateAt(height);
  }

  public Instant timeOf(long height) {
    return times.timeOf(height);
  }

  public long blockDelaySeconds() {
    return times.blockDelaySeconds();
  }

  /** Time left before the next tipset is due; a head that was driven ahead of it does not wait. */
  Duration untilNextTick() {
    long head = head().height();
    long next = locked(ledger::nextHeight);
    Duration usual = settings.blockDelay().multipliedBy(next - head);
    Duration left = times.until(next);
    return left.compareTo(usual) < 0 ? left : usual;
  }

  public Optional<MessageLookup> lookup(Cid message) {
    return history.lookup(message);
  }

  /** Every event since genesis, oldest first. */
  public List<EmittedEvent> events() {
    return history.events();
  }

  public List<SignedMessage> pending() {
    return locked(() -> ledger.mempool().waiting());
  }

  public void addListener(HeadListener listener) {
    listeners.add(listener);
  }

  public void removeListener(HeadListener listener) {
    listeners.remove(listener);
  }

  /**
   * Takes a message; it is on disk when this returns. The same message again is no error.
   *
   * @throws MpoolException with Lotus' text when it cannot be taken
   */
  public Cid push(SignedMessage signed) {
    return locked(() -> {
      if (!ledger.isIncluded(signed) && isNew(signed)) {
        record(new Entry.Push(signed));
      }
      return signed.cid();
    });
  }

  private boolean isNew(SignedMessage signed) {
    long expected =
        head().state().accounts().find(signed.message().from()).map(this::expected).orElse(0L);
    return ledger.mempool().check(signed, head().state(), expected);
  }

  private long expected(Account account) {
    return ledger.expectedNonce(account.id());
  }

  /** The nonce for an account's next message, counting those that wait; 0 for a new account. */
  public long nextNonce(FilAddress sender) {
    return locked(() ->
        head()
            .state()
            .accounts()
            .find(sender)
            .map(a -> ledger.mempool().nextNonce(a.id(), ledger.expectedNonce(a.id())))
            .orElse(0L));
  }

  /** What a message would do now; nothing is changed. */
  public Execution simulate(Message message) {
    HeadView head = head();
    return ledger.vm().execute(head.state(), message, head.height());
  }

  /** Makes one tipset. */
  public HeadView tick() {
    return locked(() -> {
      Entry.Tick entry = new Entry.Tick(ledger.nextHeight());
      journal.appendLazily(EntryJson.write(entry));
      ledger.apply(entry);
      times.reanchor(entry.height());
      HeadView made = ledger.head();
      listeners.forEach(each -> announcer.execute(() -> each.headChanged(made)));
      return made;
    });
  }

  /** Lets the next rounds pass without a tipset. */
  public HeadView skipRounds(int count) {
    if (count < 1 || count > MAX_NULL_ROUNDS) {
      throw new IllegalArgumentException(
          "1 to %d null rounds, not %d".formatted(MAX_NULL_ROUNDS, count));
    }
    return locked(() -> record(new Entry.NullRounds(count)));
  }

  /**
   * Replaces the last tipsets by others of the same heights.
   *
   * @param depth number of tipsets
   * @param drop messages that do not come back by themselves
   * @return the messages that were dropped
   * @throws IllegalArgumentException when the chain does not remember so many tipsets
   */
  public List<SignedMessage> reorganise(int depth, Drop drop) {
    return locked(() -> {
      int most = Math.min(ledger.frames().depth(), MAX_REORG);
      if (depth < 1 || depth > most) {
        throw new IllegalArgumentException(
            "a reorg can be 1 to %d tipsets deep now, not %d".formatted(most, depth));
      }
      List<SignedMessage> dropped =
          ledger.frames().top(depth).stream()
              .flatMap(frame -> frame.included().stream())
              .filter(signed -> drop.drops(signed.message()))
              .toList();
      HeadView made =
          record(new Entry.Reorg(depth, dropped.stream().map(SignedMessage::cid).toList()));
      listeners.forEach(each -> announcer.execute(each::reorganised));
      listeners.forEach(each -> announcer.execute(() -> each.headChanged(made)));
      return dropped;
    });
  }

  /** Waits until every listener has been told of the current head. */
  public void awaitAnnounced() {
    try {
      announcer.submit(() -> {}).get(ANNOUNCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while listeners were told of a head", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("listeners do not return", e);
    }
  }

  /** Gives attoFIL and bytes of DataCap to a key address, creating its account. */
  public HeadView grant(FilAddress to, BigInteger atto, BigInteger dataCap) {
    return locked(() -> record(new Entry.Grant(to, atto, dataCap)));
  }

  /** Ends a sector early, with its deals and claims. */
  public HeadView terminate(long miner, long sector) {
    return locked(() -> record(new Entry.Terminate(miner, sector)));
  }

  /** The proof of a sector is missed, or made good. */
  public HeadView sectorFault(long miner, long sector, boolean faulty) {
    return locked(() -> record(new Entry.SectorFault(miner, sector, faulty)));
  }

  private HeadView record(Entry entry) {
    journal.append(EntryJson.write(entry));
    ledger.apply(entry);
    return ledger.head();
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    announcer.close();
    journal.close();
    folder.close();
  }
}
