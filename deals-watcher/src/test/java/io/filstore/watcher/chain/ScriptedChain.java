package io.filstore.watcher.chain;

import io.filstore.client.chain.ActorEvent;
import io.filstore.client.chain.Allocation;
import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainError;
import io.filstore.client.chain.ChainUnavailable;
import io.filstore.client.chain.Claim;
import io.filstore.client.chain.CollateralBounds;
import io.filstore.client.chain.MarketBalance;
import io.filstore.client.chain.MarketDeal;
import io.filstore.client.chain.MarketDealsRead;
import io.filstore.client.chain.MessageReceipt;
import io.filstore.client.chain.MinerInfo;
import io.filstore.client.chain.MinerPower;
import io.filstore.client.chain.MinerSet;
import io.filstore.client.chain.PublishedDeals;
import io.filstore.client.chain.SectorSet;
import io.filstore.client.chain.Tipset;
import io.filstore.client.chain.TipsetKey;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.ChainClock;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Message;
import io.filstore.filecoin.SignedMessage;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import io.filstore.piece.PaddedPieceSize;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A chain that a test moves: its state is set per height and is read as of a tipset, so a fact set
 * at height 100 is not there yet at a finalized height of 95.
 */
public final class ScriptedChain implements Chain {
  private static final long ALLOCATION = 77_001;
  private static final Instant GENESIS = Instant.parse("2026-01-01T00:00:00Z");

  private final NavigableMap<Long, Optional<MarketDeal>> deals = new TreeMap<>();
  private final NavigableMap<Long, Optional<Claim>> claims = new TreeMap<>();
  private final NavigableMap<Long, Optional<Allocation>> allocations = new TreeMap<>();
  private final NavigableMap<Long, List<ActorEvent>> events = new TreeMap<>();
  private @Nullable LongFunction<MarketDeal> everyDeal;
  private boolean tellsEvents;
  private int looks;
  private long head;
  private long lag = 5;
  private Instant genesis = GENESIS;
  private @Nullable String outage;
  private int listReads;
  private boolean cut;
  private boolean eventsKept;
  private boolean pendingTold;
  private boolean eventsComplete;
  private Instant now = GENESIS;

  /** Moves the head and the clock of {@link #now()} to the epoch's time. */
  public ScriptedChain at(long height) {
    head = height;
    now = clock().timeOf(new Epoch(height)).plusSeconds(1);
    return this;
  }

  /** Moves only the node's head: a node that lags behind. */
  public void headOnly(long height) {
    head = height;
  }

  /** Finality is so far behind. */
  public void lag(long epochs) {
    lag = epochs;
  }

  public Instant now() {
    return now;
  }

  public void later(Duration time) {
    now = now.plus(time);
  }

  public void otherGenesis() {
    genesis = GENESIS.plusSeconds(1);
  }

  public void down(String why) {
    outage = why;
  }

  public void up() {
    outage = null;
  }

  /** From now on actors tell of every change, one height before the state shows it. */
  public ScriptedChain tellingEvents() {
    tellsEvents = true;
    return this;
  }

  public ScriptedChain silent() {
    tellsEvents = false;
    return this;
  }

  /** What was told until now is never seen. */
  public void loseEvents() {
    events.clear();
  }

  /** The market holds all deals that are asked for. */
  public void everyDeal(LongFunction<MarketDeal> deal) {
    everyDeal = deal;
  }

  /** So many deals in a row are told of at that height. */
  public void tellOf(long firstDeal, int count, long height) {
    for (long id = firstDeal; id < firstDeal + count; id++) {
      tell(height + 1, FilAddress.MARKET, "deal-activated", id);
    }
  }

  /** How often a single deal, allocation or claim was asked for. */
  public int looks() {
    return looks;
  }

  private void tell(long from, FilAddress emitter, String type, long id) {
    if (tellsEvents && from > 0) {
      Tipset tipset = tipset(from - 1);
      events
          .computeIfAbsent(from - 1, _ -> new ArrayList<>())
          .add(
              new ActorEvent(
                  emitter,
                  type,
                  id,
                  1234,
                  1000,
                  from - 1,
                  tipset.key(),
                  tipset.key().blocks().getFirst(),
                  false));
    }
  }

  public int listReads() {
    return listReads;
  }

  /** From this height on the market holds this deal. */
  public void deal(long from, MarketDeal deal) {
    boolean known = deals.floorEntry(from) != null;
    String type = deal.activated() && known ? "deal-activated" : "deal-published";
    tell(from, FilAddress.MARKET, type, deal.id());
    deals.put(from, Optional.of(deal));
  }

  public void dealGone(long from) {
    deals.values().stream()
        .flatMap(Optional::stream)
        .forEach(deal -> tell(from, FilAddress.MARKET, "deal-terminated", deal.id()));
    deals.put(from, Optional.empty());
  }

  /** What was set at or after this height did not happen. */
  public void revertFrom(long height) {
    deals.tailMap(height, true).clear();
    events.tailMap(height - 1, true).clear();
    claims.tailMap(height, true).clear();
    allocations.tailMap(height, true).clear();
  }

  public void claim(long from, Claim claim) {
    tell(from, FilAddress.VERIFREG, "claim", ALLOCATION);
    claims.put(from, Optional.of(claim));
    allocations.put(from, Optional.empty());
  }

  public void claimGone(long from) {
    tell(from, FilAddress.VERIFREG, "claim-removed", ALLOCATION);
    claims.put(from, Optional.empty());
  }

  public void allocation(long from, Allocation allocation) {
    tell(from, FilAddress.VERIFREG, "allocation", ALLOCATION);
    allocations.put(from, Optional.of(allocation));
  }

  @Override
  public Tipset tipsetAt(Epoch height, TipsetKey below) {
    return tipset(height.value());
  }

  @Override
  public SectorSet faultySectors(FilAddress miner, TipsetKey at) {
    return SectorSet.NONE;
  }

  @Override
  public boolean sectorLives(FilAddress miner, long sector, TipsetKey at) {
    return true;
  }

  @Override
  public Tipset head() {
    return tipset(head);
  }

  @Override
  public Tipset finalized() {
    return tipset(Math.max(0, head - lag));
  }

  @Override
  public ChainClock clock() {
    return new ChainClock(genesis, Duration.ofSeconds(30));
  }

  @Override
  public String networkName() {
    if (outage != null) {
      throw new ChainUnavailable(outage);
    }
    return "scripted";
  }

  @Override
  public Optional<MarketDeal> storageDeal(long dealId, TipsetKey at) {
    looks++;
    LongFunction<MarketDeal> every = everyDeal;
    if (every != null) {
      return Optional.of(every.apply(dealId));
    }
    return state(deals, at).filter(deal -> deal.id() == dealId);
  }

  @Override
  public MarketDealsRead streamMarketDeals(Set<FilAddress> clients, Consumer<MarketDeal> sink) {
    listReads++;
    Optional<MarketDeal> deal = state(deals, tipset(head).key());
    deal.filter(held -> clients.contains(held.client())).ifPresent(sink);
    return new MarketDealsRead(1, deal.isPresent() ? 1 : 0, null, false);
  }

  @Override
  public boolean proposalPending(Cid proposal) {
    if (!pendingTold) {
      throw new ChainError("StateMarketProposalPending", -32601, "method not found");
    }
    return state(deals, TipsetKey.HEAD).isPresent();
  }

  /** Nothing of the state can be read any more. */
  public void cut() {
    cut = true;
  }

  /** Without, the endpoint does not tell which proposals are pending. */
  public void tellPending() {
    pendingTold = true;
  }

  /** Events are the deals that were set; without them the endpoint keeps none. */
  public void events(boolean kept, boolean complete) {
    eventsKept = kept;
    eventsComplete = complete;
  }

  @Override
  public PublishedDeals publishedDeals(
      FilAddress client, FilAddress provider, Epoch from, Epoch to) {
    if (!eventsKept) {
      throw new ChainError("GetActorEventsRaw", 1, "method not supported");
    }
    Set<Long> ids = new HashSet<>();
    deals
        .subMap(from.value(), true, to.value(), true)
        .values()
        .forEach(held ->
            held.filter(d -> d.client().equals(client) && d.provider().equals(provider))
                .ifPresent(d -> ids.add(d.id())));
    return new PublishedDeals(ids, eventsComplete);
  }

  @Override
  public List<ActorEvent> actorEvents(Set<FilAddress> clients, long from, long to) {
    if (!tellsEvents) {
      throw new ChainError("GetActorEventsRaw", 1, "method not supported");
    }
    return events.subMap(from, true, to, true).values().stream().flatMap(List::stream).toList();
  }

  @Override
  public Optional<Allocation> allocation(FilAddress client, long allocationId, TipsetKey at) {
    return state(allocations, at);
  }

  @Override
  public Optional<Claim> claim(FilAddress provider, long claimId, TipsetKey at) {
    looks++;
    return state(claims, at).filter(claim -> claim.provider() == provider.actorId());
  }

  @Override
  public Optional<FilAddress> lookupId(FilAddress address) {
    return Optional.of(FilAddress.id(1234));
  }

  private <T> Optional<T> state(NavigableMap<Long, Optional<T>> history, TipsetKey at) {
    if (cut) {
      throw new ChainUnavailable("the line is cut");
    }
    long height = at.blocks().isEmpty() ? head : height(at);
    Map.Entry<Long, Optional<T>> entry = history.floorEntry(height);
    return entry == null ? Optional.empty() : entry.getValue();
  }

  private static long height(TipsetKey key) {
    byte[] text = key.blocks().getFirst().multihash().digest();
    return Long.parseLong(new String(text, StandardCharsets.UTF_8));
  }

  /** The key's only block carries the height as an identity hash. */
  private Tipset tipset(long height) {
    byte[] text = Long.toString(height).getBytes(StandardCharsets.UTF_8);
    Cid block = Cid.v1(Cid.RAW, Multihash.of(Multihash.IDENTITY, text));
    return new Tipset(
        new TipsetKey(List.of(block)), new Epoch(height), clock().timeOf(new Epoch(height)));
  }

  @Override
  public MinerInfo minerInfo(FilAddress miner) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MinerSet miners() {
    throw new UnsupportedOperationException();
  }

  @Override
  public MinerPower minerPower(FilAddress miner) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<BigInteger> verifiedClientStatus(FilAddress client) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MarketBalance marketBalance(FilAddress party) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CollateralBounds collateralBounds(PaddedPieceSize size, boolean verified) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<Long, Allocation> allocations(FilAddress client) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<Long, Claim> claims(FilAddress provider) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long executedNonce(FilAddress sender, TipsetKey at) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<MessageReceipt> searchMessage(Cid message) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Cid push(SignedMessage message) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long nonce(FilAddress sender) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Message estimateGas(Message message) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int networkVersion() {
    throw new UnsupportedOperationException();
  }

  @Override
  public AttoFil initialPledge(long lifetime, long sectorSize, long verifiedBytes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AttoFil balance(FilAddress address) {
    throw new UnsupportedOperationException();
  }
}
