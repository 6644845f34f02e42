package io.filstore.client.chain;

import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.ChainClock;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Message;
import io.filstore.filecoin.SignedMessage;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.piece.PaddedPieceSize;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A Lotus node, or anything that speaks its JSON-RPC: path {@code /rpc/v1}, bearer token,
 * positional parameters.
 */
public final class LotusChain implements Chain {

  /** Search the whole chain; gateways cut this down to what they allow (lotus gateway/node.go). */
  private static final int LOOKBACK_UNLIMITED = -1;

  private static final String DEAL_NOT_FOUND = "not found - deal may not have completed sealing";

  /** Of a message that was never pushed to this node (lotus chain/stmgr, SearchForMessage). */
  private static final String MESSAGE_UNKNOWN = "failed to load message";

  /** A node reads the whole table of power for it. */
  private static final Duration LIST_PATIENCE = Duration.ofMinutes(2);

  private final JsonRpc rpc;
  private volatile @Nullable ChainClock clock;

  /**
   * A client of one endpoint.
   *
   * @param endpoint for instance {@code http://127.0.0.1:1234/rpc/v1}
   * @param token JWT, or null for a node that answers everyone
   */
  public LotusChain(OkHttpClient http, String endpoint, @Nullable String token) {
    this.rpc = new JsonRpc(http, HttpUrl.get(endpoint), token);
  }

  /** The same with timeouts that suit a node: 5 s to connect, 60 s for an answer. */
  public static LotusChain connect(String endpoint, @Nullable String token) {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .connectTimeout(Duration.ofSeconds(5))
            .readTimeout(Duration.ofSeconds(60))
            .callTimeout(Duration.ofSeconds(60))
            .build();
    return new LotusChain(http, endpoint, token);
  }

  @Override
  public Tipset head() {
    return read("ChainHead", () -> LotusJson.tipset(rpc.call("ChainHead")));
  }

  @Override
  public Tipset finalized() {
    return read(
        "ChainGetFinalizedTipSet", () -> LotusJson.tipset(rpc.call("ChainGetFinalizedTipSet")));
  }

  @Override
  public Tipset tipsetAt(Epoch height, TipsetKey below) {
    String method = "ChainGetTipSetByHeight";
    JsonNode tipset = rpc.call(method, height.value(), LotusJson.tipsetKey(below));
    return read(method, () -> LotusJson.tipset(tipset));
  }

  @Override
  public ChainClock clock() {
    ChainClock known = clock;
    if (known == null) {
      known = read("ChainGetGenesis", this::askClock);
      clock = known;
    }
    return known;
  }

  @Override
  public String networkName() {
    return rpc.call("StateNetworkName").asString();
  }

  @Override
  public MinerInfo minerInfo(FilAddress miner) {
    return read(
        "StateMinerInfo",
        () -> LotusJson.minerInfo(rpc.call("StateMinerInfo", miner.toString(), null)));
  }

  @Override
  public MinerSet miners() {
    try (Response response = rpc.open(LIST_PATIENCE, "StateListMiners", (Object) null)) {
      return miners(response);
    } catch (IOException e) {
      throw new ChainUnavailable("StateListMiners ended early: " + e.getMessage(), e);
    }
  }

  private static MinerSet miners(Response response) throws IOException {
    try {
      return MinerListParser.answer(response.body().byteStream());
    } catch (JacksonException | FormatException e) {
      throw new ChainUnavailable(
          "StateListMiners: HTTP %d without a list of miners: %s"
              .formatted(response.code(), e.getMessage()),
          e);
    }
  }

  @Override
  public MinerPower minerPower(FilAddress miner) {
    JsonNode power = rpc.call("StateMinerPower", miner.toString(), null);
    return read("StateMinerPower", () -> LotusJson.minerPower(power));
  }

  @Override
  public SectorSet faultySectors(FilAddress miner, TipsetKey at) {
    JsonNode runs = rpc.call("StateMinerFaults", miner.toString(), LotusJson.tipsetKey(at));
    return read("StateMinerFaults", () -> LotusJson.sectors(runs));
  }

  /**
   * A sector that no expiration queue holds is gone: an error, null from older nodes (lotus
   * chain/actors/builtin/miner, GetSectorExpiration).
   */
  @Override
  public boolean sectorLives(FilAddress miner, long sector, TipsetKey at) {
    try {
      return !rpc.call("StateSectorExpiration", miner.toString(), sector, LotusJson.tipsetKey(at))
          .isNull();
    } catch (ChainError e) {
      if (e.says("failed to find sector " + sector)) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public Optional<BigInteger> verifiedClientStatus(FilAddress client) {
    return actorRead(
        "StateVerifiedClientStatus",
        bytes -> LotusJson.amount(bytes).atto(),
        client.toString(),
        null);
  }

  @Override
  public MarketBalance marketBalance(FilAddress party) {
    return actorRead("StateMarketBalance", LotusJson::marketBalance, party.toString(), null)
        .orElseGet(() -> new MarketBalance(zero(), zero()));
  }

  @Override
  public CollateralBounds collateralBounds(PaddedPieceSize size, boolean verified) {
    JsonNode bounds = rpc.call("StateDealProviderCollateralBounds", size.bytes(), verified, null);
    return read(
        "StateDealProviderCollateralBounds",
        () ->
            new CollateralBounds(
                LotusJson.amount(bounds.required("Min")),
                LotusJson.amount(bounds.required("Max"))));
  }

  @Override
  public Optional<MarketDeal> storageDeal(long dealId, TipsetKey at) {
    try {
      JsonNode deal = rpc.call("StateMarketStorageDeal", dealId, LotusJson.tipsetKey(at));
      return Optional.of(
          read("StateMarketStorageDeal", () -> MarketDealsParser.deal(dealId, deal)));
    } catch (ChainError e) {
      if (e.says(DEAL_NOT_FOUND)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public MarketDealsRead streamMarketDeals(Set<FilAddress> clients, Consumer<MarketDeal> sink) {
    Response response = rpc.open("StateMarketDeals", (Object) null);
    try {
      return MarketDealsScan.answer(response.body().byteStream(), clients, sink);
    } catch (IOException | JacksonException | FormatException | IllegalArgumentException e) {
      throw new ChainUnavailable(
          "StateMarketDeals ended early or is no JSON: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean proposalPending(Cid proposal) {
    JsonNode pending =
        rpc.call("StateMarketProposalPending", Map.of("/", proposal.toString()), null);
    return read("StateMarketProposalPending", pending::booleanValue);
  }

  @Override
  public PublishedDeals publishedDeals(
      FilAddress client, FilAddress provider, Epoch from, Epoch to) {
    return read(
        "GetActorEventsRaw",
        () -> new ActorEvents(rpc).published(client, provider, from.value(), to.value()));
  }

  @Override
  public List<ActorEvent> actorEvents(Set<FilAddress> clients, long from, long to) {
    JsonNode events = rpc.call("GetActorEventsRaw", ActorEventJson.filter(clients, from, to));
    return read("GetActorEventsRaw", () -> ActorEventJson.events(events));
  }

  @Override
  public Optional<Allocation> allocation(FilAddress client, long allocationId, TipsetKey at) {
    return actorRead(
        "StateGetAllocation",
        LotusJson::allocation,
        client.toString(),
        allocationId,
        LotusJson.tipsetKey(at));
  }

  @Override
  public Map<Long, Allocation> allocations(FilAddress client) {
    return actorRead(
            "StateGetAllocations",
            map -> LotusJson.byId(map, LotusJson::allocation),
            client.toString(),
            null)
        .orElseGet(Map::of);
  }

  @Override
  public Optional<Claim> claim(FilAddress provider, long claimId, TipsetKey at) {
    return actorRead(
        "StateGetClaim", LotusJson::claim, provider.toString(), claimId, LotusJson.tipsetKey(at));
  }

  @Override
  public Map<Long, Claim> claims(FilAddress provider) {
    return actorRead(
            "StateGetClaims",
            map -> LotusJson.byId(map, LotusJson::claim),
            provider.toString(),
            null)
        .orElseGet(Map::of);
  }

  @Override
  public Optional<MessageReceipt> searchMessage(Cid message) {
    JsonNode lookup;
    try {
      lookup = rpc.call("StateSearchMsg", null, LotusJson.link(message), LOOKBACK_UNLIMITED, true);
    } catch (ChainError e) {
      if (e.says(MESSAGE_UNKNOWN)) {
        return Optional.empty();
      }
      throw e;
    }
    return lookup.isNull()
        ? Optional.empty()
        : Optional.of(read("StateSearchMsg", () -> LotusJson.receipt(lookup)));
  }

  @Override
  public long executedNonce(FilAddress sender, TipsetKey at) {
    return actorRead(
            "StateGetActor",
            actor -> LotusJson.integer(actor.required("Nonce")),
            sender.toString(),
            LotusJson.tipsetKey(at))
        .orElse(0L);
  }

  @Override
  public Cid push(SignedMessage message) {
    return read(
        "MpoolPush", () -> LotusJson.cid(rpc.call("MpoolPush", LotusJson.signedMessage(message))));
  }

  @Override
  public long nonce(FilAddress sender) {
    return read(
        "MpoolGetNonce", () -> LotusJson.integer(rpc.call("MpoolGetNonce", sender.toString())));
  }

  @Override
  public Message estimateGas(Message message) {
    JsonNode filled = rpc.call("GasEstimateMessageGas", LotusJson.message(message), null, null);
    return read(
        "GasEstimateMessageGas",
        () ->
            new Message(
                message.version(),
                message.to(),
                message.from(),
                message.nonce(),
                message.value(),
                LotusJson.integer(filled.required("GasLimit")),
                LotusJson.amount(filled.required("GasFeeCap")),
                LotusJson.amount(filled.required("GasPremium")),
                message.method(),
                message.params()));
  }

  @Override
  public Optional<FilAddress> lookupId(FilAddress address) {
    return actorRead("StateLookupID", LotusJson::address, address.toString(), null);
  }

  @Override
  public int networkVersion() {
    return read(
        "StateNetworkVersion",
        () -> Math.toIntExact(LotusJson.integer(rpc.call("StateNetworkVersion", (Object) null))));
  }

  @Override
  public AttoFil initialPledge(long lifetime, long sectorSize, long verifiedBytes) {
    String method = "StateMinerInitialPledgeForSector";
    JsonNode pledge = rpc.call(method, lifetime, sectorSize, verifiedBytes, null);
    return read(method, () -> LotusJson.amount(pledge));
  }

  @Override
  public AttoFil balance(FilAddress address) {
    return actorRead("WalletBalance", LotusJson::amount, address.toString())
        .orElseGet(LotusChain::zero);
  }

  private ChainClock askClock() {
    JsonNode version = rpc.call("Version");
    JsonNode genesis = rpc.call("ChainGetGenesis");
    BigDecimal seconds = version.required("BlockDelay").decimalValue();
    return new ChainClock(
        LotusJson.timestamp(genesis),
        Duration.ofMillis(Math.max(1, seconds.movePointRight(3).longValue())));
  }

  /** A read about an address; empty for a null answer and for an address that has no actor yet. */
  private <T> Optional<T> actorRead(
      String method, Function<JsonNode, T> parse, @Nullable Object... params) {
    try {
      JsonNode result = rpc.call(method, params);
      return result.isNull()
          ? Optional.empty()
          : Optional.of(read(method, () -> parse.apply(result)));
    } catch (ChainError e) {
      if (e.code() == ChainError.ACTOR_NOT_FOUND || e.says("actor not found")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** An answer in an unknown shape comes from something that is no Lotus node. */
  private static <T> T read(String method, Supplier<T> parse) {
    try {
      return parse.get();
    } catch (JacksonException | FormatException | IllegalArgumentException e) {
      throw new ChainUnavailable(method + " answered in an unknown shape: " + e.getMessage(), e);
    }
  }

  private static AttoFil zero() {
    return new AttoFil(BigInteger.ZERO);
  }
}
