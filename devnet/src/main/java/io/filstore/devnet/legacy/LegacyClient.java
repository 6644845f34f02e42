package io.filstore.devnet.legacy;

import io.filstore.devnet.actors.runtime.Limits;
import io.filstore.devnet.chain.Keys;
import io.filstore.devnet.chain.MinerAddresses;
import io.filstore.devnet.chain.NodeKeys;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.ClientDealProposal;
import io.filstore.filecoin.DealLabel;
import io.filstore.filecoin.DealProposal;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.LocalKey;
import io.filstore.filecoin.Multiaddr;
import io.filstore.filecoin.mk12.AskRequest;
import io.filstore.filecoin.mk12.AskResponse;
import io.filstore.filecoin.mk12.DealParams;
import io.filstore.filecoin.mk12.DealResponse;
import io.filstore.filecoin.mk12.DealStatusRequest;
import io.filstore.filecoin.mk12.DealStatusResponse;
import io.filstore.filecoin.mk12.StorageAsk;
import io.filstore.filecoin.mk12.Transfer;
import io.filstore.multiformats.Cid;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes deals as a node did when it had a wallet and a market client: it signs the proposal itself
 * and sees to the transfer. The providers of the devnet are spoken to over their own MK12 server.
 * What it knows of its deals is forgotten with the process.
 */
public final class LegacyClient implements AutoCloseable {

  /** Go's StorageDealStatus numbers (go-fil-markets storagemarket/types.go). */
  private static final int REJECTED = 2;

  private static final int SEALING = 5;
  private static final int ACTIVE = 7;
  private static final int TRANSFERRING = 17;
  private static final int ERROR = 26;

  /**
   * What is asked for.
   *
   * @param collateral zero for the usual one
   * @param duration the least; the end is rounded up to a proving period
   */
  public record Order(
      Cid root,
      FilAddress wallet,
      FilAddress miner,
      BigInteger epochPrice,
      long duration,
      BigInteger collateral,
      long start,
      boolean verified) {}

  /** A deal as {@code ClientGetDealInfo} tells it. */
  public record Info(
      Cid proposalCid,
      int state,
      String message,
      DealProposal proposal,
      Cid root,
      Instant createdAt,
      long dealId) {}

  /** A file that the node took in. */
  public record Import(Cid root, int id) {}

  private record Made(
      UUID uuid,
      ClientDealProposal signed,
      LocalKey wallet,
      Cid root,
      URI market,
      String refusal,
      Instant at) {}

  private final MinerAddresses addresses;
  private final ImportedCars cars = new ImportedCars();
  private final NodeKeys keys;
  private final Map<Cid, Made> made = new LinkedHashMap<>();
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  public LegacyClient(MinerAddresses addresses, NodeKeys keys) {
    this.addresses = addresses;
    this.keys = keys;
    keys.add(Keys.client());
  }

  /** The default wallet of the node; it signs with any other key that it has, too. */
  public FilAddress wallet() {
    return Keys.client().address();
  }

  /** What the provider asks for; a reason when it does not tell. */
  public StorageAsk ask(FilAddress miner) throws IOException {
    AskResponse answer =
        AskResponse.decode(call("GET", market(miner), "ask", new AskRequest(miner).cbor()));
    if (answer.ask() == null) {
      throw new IOException("got no ask back");
    }
    return answer.ask();
  }

  /** Takes a CAR on this machine in; throws with a reason when it cannot be read. */
  public Import take(String path) throws IOException {
    return new Import(cars.add(Path.of(path)).root(), cars.count());
  }

  /** Signs and proposes; the CID of the signed proposal, or a reason why there is none. */
  public synchronized Cid start(Order order, long head) throws IOException {
    ImportedCars.Car car =
        cars.find(order.root())
            .orElseThrow(() -> new IOException("failed to find data: " + order.root()));
    LocalKey wallet =
        keys.find(order.wallet())
            .orElseThrow(() -> new IOException("key not found: " + order.wallet()));
    URI market = market(order.miner());
    ClientDealProposal signed = proposal(order, car, head).sign(wallet);
    UUID uuid = UUID.randomUUID();
    DealParams params =
        new DealParams(uuid, transfer(car), false, car.root(), false, signed, false);
    DealResponse answer = DealResponse.decode(call("POST", market, "store", params.cbor()));
    String refusal = answer.accepted() ? "" : answer.message();
    made.put(
        signed.cid(), new Made(uuid, signed, wallet, car.root(), market, refusal, Instant.now()));
    return signed.cid();
  }

  private URI market(FilAddress miner) throws IOException {
    return addresses
        .of(miner.actorId())
        .map(Multiaddr::decode)
        .flatMap(Multiaddr::httpBase)
        .orElseThrow(() -> new IOException("failed to load miner actor: actor not found"));
  }

  private DealProposal proposal(Order order, ImportedCars.Car car, long head) {
    long start = order.start() > 0 ? order.start() : head + 8 * Limits.EPOCHS_PER_DAY;
    long day = Limits.EPOCHS_PER_DAY;
    long end = Math.ceilDiv(start + order.duration(), day) * day;
    BigInteger least = Limits.minProviderCollateral(car.piece().size().bytes());
    BigInteger usual = least.multiply(BigInteger.valueOf(132)).divide(BigInteger.valueOf(100));
    return new DealProposal(
        Cid.parse(car.piece().v1().toString()),
        car.piece().size(),
        order.verified(),
        order.wallet(),
        order.miner(),
        new DealLabel.Text(car.root().toString()),
        new Epoch(start),
        new Epoch(end),
        new AttoFil(order.epochPrice()),
        new AttoFil(order.collateral().signum() == 0 ? usual : order.collateral()),
        AttoFil.ZERO);
  }

  private Transfer transfer(ImportedCars.Car car) {
    byte[] params =
        JsonMapper.shared()
            .writeValueAsBytes(Map.of("URL", cars.url(car).toString(), "Headers", Map.of()));
    return new Transfer("http", params, car.piece().rawSize(), "");
  }

  /** Every deal, oldest first. */
  public synchronized List<Info> all() {
    List<Info> all = new ArrayList<>();
    made.forEach((cid, deal) -> all.add(info(cid, deal)));
    return all;
  }

  /** One deal by the CID of its signed proposal. */
  public synchronized Optional<Info> find(Cid proposal) {
    @Nullable Made deal = made.get(proposal);
    return deal == null ? Optional.empty() : Optional.of(info(proposal, deal));
  }

  private Info info(Cid cid, Made deal) {
    if (!deal.refusal().isEmpty()) {
      return told(cid, deal, REJECTED, deal.refusal(), 0);
    }
    try {
      byte[] question = DealStatusRequest.of(deal.uuid(), deal.wallet()).cbor();
      return now(
          cid, deal, DealStatusResponse.decode(call("GET", deal.market(), "status", question)));
    } catch (IOException e) {
      return told(cid, deal, TRANSFERRING, String.valueOf(e.getMessage()), 0);
    }
  }

  private static Info now(Cid cid, Made deal, DealStatusResponse answer) {
    if (answer.status() == null) {
      return told(cid, deal, ERROR, answer.error(), 0);
    }
    if (!answer.status().error().isEmpty()) {
      return told(cid, deal, ERROR, answer.status().error(), 0);
    }
    if (answer.status().chainDealId() > 0) {
      return told(cid, deal, ACTIVE, "", answer.status().chainDealId());
    }
    boolean arrived = answer.bytesReceived() >= answer.transferSize();
    return told(cid, deal, arrived ? SEALING : TRANSFERRING, "", 0);
  }

  private static Info told(Cid cid, Made deal, int state, String message, long dealId) {
    return new Info(cid, state, message, deal.signed().proposal(), deal.root(), deal.at(), dealId);
  }

  private byte[] call(String method, URI market, String route, byte[] body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(market.resolve("/market/mk12/" + route))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/cbor")
            .method(method, BodyPublishers.ofByteArray(body))
            .build();
    try {
      return http.send(request, BodyHandlers.ofByteArray()).body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    cars.close();
    http.close();
  }
}
