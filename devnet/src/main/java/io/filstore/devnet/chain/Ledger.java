package io.filstore.devnet.chain;

import io.filstore.devnet.actors.Execution;
import io.filstore.devnet.actors.Vm;
import io.filstore.devnet.actors.WorldState;
import io.filstore.devnet.actors.market.Deal;
import io.filstore.devnet.actors.miner.Miner;
import io.filstore.devnet.actors.miner.MinerEvents;
import io.filstore.devnet.actors.miner.Sector;
import io.filstore.devnet.actors.runtime.ActorEvent;
import io.filstore.devnet.actors.runtime.Call;
import io.filstore.devnet.actors.runtime.Limits;
import io.filstore.filecoin.Message;
import io.filstore.filecoin.SignedMessage;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chain as a function of its journal: applying the same entries in the same order gives the
 * same states, receipts and events. Knows neither time nor disk. Guarded by the chain's lock.
 */
final class Ledger {
  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
  private static final BigInteger FIL = BigInteger.TEN.pow(18);
  private static final BigInteger MINER_FUNDS = FIL.multiply(BigInteger.valueOf(1_000_000));
  private static final long SECTOR_SIZE = 1L << 35;

  private final Vm vm;
  private final History history;
  private final TipsetIds tipsets;
  private final Mempool mempool = new Mempool();
  private final Frames frames = new Frames();
  private long height;
  private int nullRounds;
  private WorldState state = WorldState.empty();

  /** Messages of the head tipset: included, executed when the next tipset is made. */
  private List<SignedMessage> included = List.of();

  Ledger(Limits limits, History history, TipsetIds tipsets) {
    this.vm = new Vm(limits);
    this.history = history;
    this.tipsets = tipsets;
    publishTipset();
  }

  HeadView head() {
    return new HeadView(height, state);
  }

  Vm vm() {
    return vm;
  }

  Mempool mempool() {
    return mempool;
  }

  Frames frames() {
    return frames;
  }

  /** Height of the next tipset. */
  long nextHeight() {
    return height + 1 + nullRounds;
  }

  /** Applies one entry after the genesis. */
  void apply(Entry entry) {
    switch (entry) {
      case Entry.Genesis ignored -> throw new IllegalStateException("genesis comes first and once");
      case Entry.NewMiner miner -> createMiner(miner);
      case Entry.Push(SignedMessage message) -> push(message);
      case Entry.Tick(long to) -> {
        while (height < to) {
          tick();
        }
      }
      case Entry.Grant grant -> grant(grant);
      case Entry.Terminate terminate -> terminate(terminate);
      case Entry.SectorFault fault -> fault(fault);
      case Entry.NullRounds(int count) -> nullRounds += count;
      case Entry.Reorg reorg -> reorganise(reorg);
    }
  }

  /** The sender's nonce once everything included has executed. */
  long expectedNonce(long sender) {
    long nonce = state.accounts().find(sender).orElseThrow().nonce();
    return nonce
        + included.stream()
            .filter(m -> state.accounts().find(m.message().from()).orElseThrow().id() == sender)
            .count();
  }

  /** Whether the very message is in the head tipset. */
  boolean isIncluded(SignedMessage signed) {
    return included.stream().anyMatch(m -> m.cid().equals(signed.cid()));
  }

  private void push(SignedMessage signed) {
    mempool.add(signed, state.accounts().find(signed.message().from()).orElseThrow().id());
  }

  private void tick() {
    for (SignedMessage signed : included) {
      execute(signed);
    }
    cleanUp();
    for (long missing = height + 1; missing < nextHeight(); missing++) {
      tipsets.markNull(missing);
    }
    height = nextHeight();
    nullRounds = 0;
    included = mempool.takeReady(state);
    publishTipset();
  }

  /**
   * Goes back below the last tipsets and makes others at the same heights. Grants hold, messages go
   * back to the mempool but for the dropped ones, null rounds do not come again.
   */
  private void reorganise(Entry.Reorg reorg) {
    List<Frame> off = frames.takeOff(reorg.depth());
    List<Entry> direct = off.stream().flatMap(frame -> frame.direct().stream()).toList();
    List<SignedMessage> back =
        off.stream()
            .flatMap(frame -> frame.included().stream())
            .filter(signed -> !reorg.dropped().contains(signed.cid()))
            .toList();
    long top = height;
    goBackTo(frames.head(), off);
    direct.stream().filter(entry -> !entry.ofSector()).forEach(this::apply);
    mempool.putBack(back, state);
    while (height < top) {
      tick();
    }
    direct.stream().filter(Entry::ofSector).forEach(this::apply);
  }

  private void goBackTo(Frame frame, List<Frame> off) {
    history.orphan(off.stream().map(f -> tipsets.tipset(f.height())).toList(), frame.height());
    history.takeBackAbove(frame.height());
    off.forEach(f -> tipsets.forget(tipsets.at(f.height())));
    tipsets.branchAt(frame.height() + 1);
    height = frame.height();
    state = frame.state();
    included = frame.included();
    nullRounds = 0;
  }

  private void execute(SignedMessage signed) {
    Message message = signed.message();
    Execution done = vm.execute(state, message, height);
    state = done.state();
    history.executed(
        new MessageLookup(signed, done.receipt(), height, nextHeight(), done.events()));
    if (done.receipt().error() != null) {
      LOG.info(
          "message {} of {} failed with exit code {}: {}",
          signed.cid(),
          message.from(),
          done.receipt().exitCode().value(),
          done.receipt().error());
    }
  }

  private void cleanUp() {
    List<Deal> overdue = state.market().overdue(height, vm.limits().cleanupDelay());
    if (!overdue.isEmpty()) {
      WorldState next = state.copy();
      overdue.forEach(next.market()::expire);
      state = next;
    }
  }

  private void publishTipset() {
    tipsets.remember(height);
    history.state(height, state);
    frames.push(new Frame(height, state, included, List.of()));
  }

  /** The state of the head changed by something that is no tipset. */
  private void publish(Entry entry) {
    history.state(height, state);
    List<Entry> direct = new ArrayList<>(frames.head().direct());
    direct.add(entry);
    frames.amend(new Frame(height, state, included, List.copyOf(direct)));
  }

  private void createMiner(Entry.NewMiner entry) {
    long id = entry.id();
    WorldState next = state.copy();
    long index = id - ChainSettings.FIRST_MINER;
    long owner = 1200 + index;
    long worker = 1100 + index;
    next.accounts().create(owner, Keys.owner(id).address(), BigInteger.ZERO);
    next.accounts().create(worker, Keys.worker(id).address(), MINER_FUNDS);
    next.miners().create(new Miner(id, owner, worker, SECTOR_SIZE, 1));
    next.market().addBalance(id, MINER_FUNDS);
    state = next;
    publish(entry);
  }

  private void grant(Entry.Grant grant) {
    WorldState next = state.copy();
    long id = next.accounts().ofKey(grant.to()).id();
    next.accounts().credit(id, grant.atto());
    if (grant.dataCap().signum() > 0) {
      next.dataCap().mint(id, grant.dataCap());
    }
    state = next;
    publish(grant);
  }

  private void fault(Entry.SectorFault entry) {
    Optional<Sector> sector = state.miners().sector(entry.miner(), entry.sector());
    if (sector.isPresent()) {
      WorldState next = state.copy();
      next.miners().add(sector.get().withFaulty(entry.faulty()));
      state = next;
      publish(entry);
    }
  }

  /** f06 is told nothing: the claims stay until somebody removes them after their term. */
  private void terminate(Entry.Terminate entry) {
    long miner = entry.miner();
    long number = entry.sector();
    Optional<Sector> sector = state.miners().sector(miner, number);
    if (sector.isEmpty()) {
      return;
    }
    WorldState next = state.copy();
    List<ActorEvent> events = new ArrayList<>();
    Call call = new Call(miner, height, BigInteger.ZERO, vm.limits(), events);
    next.miners().remove(sector.get());
    next.market().inSector(miner, number).forEach(deal -> next.market().terminate(call, deal));
    call.emit(MinerEvents.terminated(miner, number));
    events.forEach(e -> history.emitted(new EmittedEvent(e, height, height, tipsets.at(height))));
    state = next;
    publish(entry);
  }
}
