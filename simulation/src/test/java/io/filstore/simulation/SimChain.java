package io.filstore.simulation;

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
import io.filstore.filecoin.DatacapTransfer;
import io.filstore.filecoin.DealLabel;
import io.filstore.filecoin.DealProposal;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Message;
import io.filstore.filecoin.Multiaddr;
import io.filstore.filecoin.SignedMessage;
import io.filstore.multiformats.Cid;
import io.filstore.piece.PaddedPieceSize;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A Filecoin chain in memory with one client. A message counts one tipset after the one that holds
 * it, as on the real chain; a fork drops tipsets above the finalized one and what they held is
 * included again later, in another order, or never. An endpoint may be away, answer some calls
 * only, or lag behind.
 */
final class SimChain implements Chain {
  static final long CLIENT = 1_234;
  static final int FINALITY = 5;
  static final Duration EPOCH = Duration.ofSeconds(30);

  private static final BigInteger GAS = BigInteger.valueOf(1_000_000);

  private final VirtualClock clock;
  private final Instant genesis;
  private final Map<Long, Integer> ports;
  private final RandomGenerator random;
  private final List<Block> blocks = new ArrayList<>();
  private final List<Act> pool = new ArrayList<>();
  private long fork;
  private int lag;
  private double failing;
  private final boolean tellsEvents;

  /**
   * A tipset.
   *
   * @param ledger what the messages of all tipsets before it have made
   * @param events of its parent's messages, which the state shows from here on
   */
  private record Block(Tipset tipset, Ledger ledger, List<Act> acts, List<ActorEvent> events) {}

  /**
   * @param ports where the providers listen, by actor id
   */
  SimChain(VirtualClock clock, Instant genesis, Map<Long, Integer> ports, RandomGenerator random) {
    this.clock = clock;
    this.genesis = genesis;
    this.ports = ports;
    this.random = random;
    tellsEvents = random.nextBoolean();
    blocks.add(new Block(tipset(), new Ledger(), List.of(), List.of()));
    tick(1);
  }

  // --- what happens to it -----------------------------------------------------------------------

  /** Something to be included by one of the next tipsets. */
  void submit(Act act) {
    pool.add(act);
  }

  /** Time passes; the epochs before the last are null rounds. */
  void tick(long epochs) {
    clock.advance(EPOCH.multipliedBy(epochs));
    extend(tipset(), included());
  }

  /**
   * Another branch wins: that many tipsets are dropped and as many and one more take their place.
   */
  int reorg(int depth, boolean forgets) {
    int dropped = Math.min(depth, FINALITY - 1);
    List<Tipset> heights = new ArrayList<>();
    for (int i = 0; i < dropped; i++) {
      Block block = blocks.removeLast();
      heights.addFirst(block.tipset());
      if (!forgets) {
        pool.addAll(0, block.acts());
      }
    }
    fork++;
    for (Tipset old : heights) {
      extend(new Tipset(key(old.height()), old.height(), old.timestamp()), included());
    }
    tick(1);
    return dropped;
  }

  /** The node shows the chain as it was that many tipsets ago. */
  void lagsBehind(int tipsets) {
    lag = tipsets;
  }

  /** The share of calls that nobody answers. */
  void fails(double share) {
    failing = share;
  }

  /** Everything at the newest tipset, whatever the node shows. */
  Ledger truth() {
    return blocks.getLast().ledger();
  }

  long height() {
    return blocks.getLast().tipset().height().value();
  }

  static boolean isOf(MarketDeal deal, DealProposal proposal) {
    return deal.pieceCid().equals(proposal.pieceCid())
        && deal.provider().equals(proposal.provider())
        && deal.startEpoch().equals(proposal.startEpoch())
        && deal.endEpoch().equals(proposal.endEpoch());
  }

  static String text(DealLabel label) {
    return label instanceof DealLabel.Text text ? text.value() : "";
  }

  private void extend(Tipset tipset, List<Act> acts) {
    Block parent = blocks.getLast();
    Ledger next = parent.acts().isEmpty() ? parent.ledger() : parent.ledger().copy();
    parent.acts().forEach(act -> act.run(next, tipset));
    List<ActorEvent> events = Happenings.between(parent.ledger(), next, parent.tipset());
    blocks.add(new Block(tipset, next, acts, events));
  }

  private List<Act> included() {
    List<Act> chosen = new ArrayList<>();
    pool.removeIf(act -> random.nextInt(4) > 0 && chosen.add(act));
    return chosen;
  }

  private Tipset tipset() {
    long height = Duration.between(genesis, clock.instant()).dividedBy(EPOCH);
    Epoch epoch = new Epoch(height);
    return new Tipset(key(epoch), epoch, genesis.plus(EPOCH.multipliedBy(height)));
  }

  private TipsetKey key(Epoch epoch) {
    String name = epoch + "/" + fork;
    return new TipsetKey(List.of(Cid.sha256(Cid.DAG_CBOR, name.getBytes(StandardCharsets.UTF_8))));
  }

  // --- what a node answers ----------------------------------------------------------------------

  private void asked() {
    if (failing > 0 && random.nextDouble() < failing) {
      throw new ChainUnavailable("nobody answers");
    }
  }

  private Block shown() {
    return blocks.get(Math.max(0, blocks.size() - 1 - lag));
  }

  private Ledger at(TipsetKey key) {
    asked();
    if (key.blocks().isEmpty()) {
      return shown().ledger();
    }
    for (int i = blocks.size() - 1; i >= 0; i--) {
      if (blocks.get(i).tipset().key().equals(key)) {
        return blocks.get(i).ledger();
      }
    }
    throw new ChainUnavailable("this tipset is in no chain any more");
  }

  private Ledger now() {
    return at(TipsetKey.HEAD);
  }

  @Override
  public Tipset head() {
    asked();
    return shown().tipset();
  }

  @Override
  public Tipset finalized() {
    asked();
    return blocks.get(Math.max(0, blocks.size() - 1 - Math.max(FINALITY, lag))).tipset();
  }

  @Override
  public Tipset tipsetAt(Epoch height, TipsetKey below) {
    asked();
    return blocks.stream()
        .map(Block::tipset)
        .takeWhile(tipset -> tipset.height().value() <= height.value())
        .reduce(blocks.getFirst().tipset(), (_, later) -> later);
  }

  @Override
  public SectorSet faultySectors(FilAddress miner, TipsetKey at) {
    asked();
    return SectorSet.NONE;
  }

  @Override
  public boolean sectorLives(FilAddress miner, long sector, TipsetKey at) {
    asked();
    return !at(at).gone.contains(sector);
  }

  @Override
  public ChainClock clock() {
    return new ChainClock(genesis, EPOCH);
  }

  @Override
  public String networkName() {
    asked();
    return "simulation";
  }

  @Override
  public MinerInfo minerInfo(FilAddress miner) {
    asked();
    Integer port = ports.get(miner.actorId());
    if (port == null) {
      throw new ChainError("StateMinerInfo", 1, "failed to load miner actor: actor not found");
    }
    Multiaddr address = Multiaddr.parse("/ip4/127.0.0.1/tcp/" + port + "/ws");
    return new MinerInfo(miner, miner, null, List.of(address), 1L << 35);
  }

  @Override
  public MinerSet miners() {
    asked();
    return MinerSet.of(ports.keySet().stream().mapToLong(Long::longValue));
  }

  @Override
  public MinerPower minerPower(FilAddress miner) {
    asked();
    return new MinerPower(BigInteger.ZERO, BigInteger.ZERO);
  }

  @Override
  public Optional<BigInteger> verifiedClientStatus(FilAddress client) {
    return Optional.of(now().datacap).filter(bytes -> bytes.signum() > 0);
  }

  @Override
  public MarketBalance marketBalance(FilAddress party) {
    Ledger ledger = now();
    return new MarketBalance(new AttoFil(ledger.escrow), new AttoFil(ledger.locked));
  }

  @Override
  public CollateralBounds collateralBounds(PaddedPieceSize size, boolean verified) {
    asked();
    return new CollateralBounds(AttoFil.of(1_000), AttoFil.ofFil(1));
  }

  @Override
  public Optional<MarketDeal> storageDeal(long dealId, TipsetKey key) {
    return Optional.ofNullable(at(key).deals.get(dealId));
  }

  @Override
  public MarketDealsRead streamMarketDeals(Set<FilAddress> clients, Consumer<MarketDeal> sink) {
    List<MarketDeal> all = List.copyOf(now().deals.values());
    all.forEach(sink);
    return new MarketDealsRead(all.size(), all.size(), null, false);
  }

  @Override
  public boolean proposalPending(Cid proposal) {
    Ledger ledger = now();
    Ledger.Publication publication = ledger.published.get(proposal);
    return publication != null && ledger.deals.containsKey(publication.dealId());
  }

  @Override
  public PublishedDeals publishedDeals(
      FilAddress client, FilAddress provider, Epoch from, Epoch to) {
    Set<Long> ids = new LinkedHashSet<>();
    for (Ledger.Publication publication : now().published.values()) {
      boolean inside = publication.height() >= from.value() && publication.height() <= to.value();
      if (inside && publication.provider() == provider.actorId()) {
        ids.add(publication.dealId());
      }
    }
    return new PublishedDeals(ids, true);
  }

  @Override
  public List<ActorEvent> actorEvents(Set<FilAddress> clients, long from, long to) {
    asked();
    if (!tellsEvents) {
      throw new ChainError("GetActorEventsRaw", 1, "method not supported");
    }
    return blocks.subList(0, Math.max(1, blocks.size() - lag)).stream()
        .flatMap(block -> block.events().stream())
        .filter(event -> event.height() >= from && event.height() <= to)
        .toList();
  }

  @Override
  public Optional<Allocation> allocation(FilAddress client, long id, TipsetKey key) {
    return Optional.ofNullable(at(key).allocations.get(id));
  }

  @Override
  public Map<Long, Allocation> allocations(FilAddress client) {
    return new LinkedHashMap<>(now().allocations);
  }

  @Override
  public Optional<Claim> claim(FilAddress provider, long id, TipsetKey key) {
    return Optional.ofNullable(at(key).claims.get(id))
        .filter(claim -> claim.provider() == provider.actorId());
  }

  @Override
  public Map<Long, Claim> claims(FilAddress provider) {
    Map<Long, Claim> held = new LinkedHashMap<>(now().claims);
    held.values().removeIf(claim -> claim.provider() != provider.actorId());
    return held;
  }

  @Override
  public Optional<MessageReceipt> searchMessage(Cid message) {
    return Optional.ofNullable(now().receipts.get(message));
  }

  @Override
  public long executedNonce(FilAddress sender, TipsetKey key) {
    return at(key).nonce;
  }

  @Override
  public Cid push(SignedMessage message) {
    long next = now().nonce;
    long nonce = message.message().nonce();
    if (nonce < next) {
      throw new ChainError(
          "MpoolPush", 1, "minimum expected nonce is %d, but got %d".formatted(next, nonce));
    }
    Act act = new Act.Client(message);
    if (pool.contains(act)) {
      throw new ChainError("MpoolPush", 1, "message already in mpool");
    }
    pool.add(act);
    return message.cid();
  }

  @Override
  public long nonce(FilAddress sender) {
    long next = now().nonce;
    for (Act act : pool) {
      if (act instanceof Act.Client client) {
        next = Math.max(next, client.signed().message().nonce() + 1);
      }
    }
    return next;
  }

  @Override
  public Message estimateGas(Message message) {
    Ledger ledger = now();
    if (message.method() == DatacapTransfer.METHOD && poor(ledger, message)) {
      throw new ChainError("GasEstimateMessageGas", 1, "message execution failed: exit 19");
    }
    return new Message(
        message.version(),
        message.to(),
        message.from(),
        message.nonce(),
        message.value(),
        GAS.longValue(),
        AttoFil.of(100),
        AttoFil.of(1),
        message.method(),
        message.params());
  }

  private static boolean poor(Ledger ledger, Message message) {
    BigInteger wanted = DatacapTransfer.decodeParams(message.params()).amount().atto();
    return wanted.compareTo(ledger.datacap.multiply(DatacapTransfer.UNITS_PER_BYTE)) > 0;
  }

  @Override
  public Optional<FilAddress> lookupId(FilAddress address) {
    asked();
    return Optional.of(FilAddress.id(CLIENT));
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
    return new AttoFil(now().balance);
  }
}
