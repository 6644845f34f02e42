package io.filstore.client.deal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.ClientDealProposal;
import io.filstore.filecoin.DealProposal;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Signature;
import io.filstore.filecoin.mk12.AskRequest;
import io.filstore.filecoin.mk12.AskResponse;
import io.filstore.filecoin.mk12.DealParams;
import io.filstore.filecoin.mk12.DealResponse;
import io.filstore.filecoin.mk12.DealStatus;
import io.filstore.filecoin.mk12.DealStatusRequest;
import io.filstore.filecoin.mk12.DealStatusResponse;
import io.filstore.filecoin.mk12.StorageAsk;
import io.filstore.filecoin.mk20.CurioAuth;
import io.filstore.filecoin.mk20.CurioAuthException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A provider with the answers and quirks of Curio's MK20 and MK12 markets, and faults on demand for
 * the next offers.
 */
public final class FakeCurio implements FakeMarket {

  /** What happens to one offer. */
  public sealed interface Fault {
    record Refuse(int status, String text) implements Fault {}

    /** MK12: says no, although the offer is kept. */
    record RefuseAndKeep(String text) implements Fault {}

    /** The offer is kept, the connection dies before the answer. */
    record LoseAnswer() implements Fault {}

    /** The connection dies and the offer is not kept. */
    record LoseOffer() implements Fault {}
  }

  private record Told(String status, String error) {}

  /** What a proxy in front of it takes away. */
  private static final String PROXY = "/behind/a-proxy";

  private static final Told ACCEPTED = new Told("accepted", "");

  private final HttpServer server;
  private final Clock clock;
  private final Map<String, byte[]> offers = Collections.synchronizedMap(new LinkedHashMap<>());
  private final Map<String, Told> told = new ConcurrentHashMap<>();
  private final AtomicInteger posts = new AtomicInteger();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private int unauthorised;
  private volatile long received;
  private AttoFil price = AttoFil.of(50_000_000);

  private FakeCurio(HttpServer server, Clock clock) {
    this.server = server;
    this.clock = clock;
  }

  public static FakeCurio start(Clock clock) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      FakeCurio curio = new FakeCurio(server, clock);
      server.createContext("/market/mk20/", curio::mk20);
      server.createContext("/market/mk12/", curio::mk12);
      server.createContext(PROXY + "/market/mk20/", curio::mk20);
      server.createContext(PROXY + "/market/mk12/", curio::mk12);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
      return curio;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The same provider behind a proxy, below a path. */
  public URI urlBehindProxy() {
    return url().resolve(PROXY + "/");
  }

  /** Offers kept, by key, in the order of their coming. */
  public Map<String, byte[]> offers() {
    synchronized (offers) {
      return new LinkedHashMap<>(offers);
    }
  }

  /** What the status of an offer is from now on; an error stands in both dialects. */
  public void tell(String key, String status, String error) {
    told.put(key, new Told(status, error));
  }

  /** Loses an offer that it said it keeps. */
  public void lose(String key) {
    offers.remove(key);
    told.remove(key);
  }

  /** Forgets offers and faults. */
  public synchronized void reset() {
    offers.clear();
    told.clear();
    faults.clear();
  }

  @Override
  public int kept() {
    return offers.size();
  }

  @Override
  public boolean holds(DealOffer offer) {
    return Arrays.equals(offers.get(offer.key()), offer.body());
  }

  @Override
  public int posts() {
    return posts.get();
  }

  @Override
  public synchronized void next(Fault fault) {
    faults.add(fault);
  }

  /** Answers 401 to that many signed requests, as when the minute has just changed. */
  public synchronized void refuseSignatures(int count) {
    unauthorised = count;
  }

  /** MK12: how many bytes of every CAR it says to have. */
  public void received(long bytes) {
    received = bytes;
  }

  public void ask(AttoFil attoPerGibEpoch) {
    price = attoPerGibEpoch;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static String path(HttpExchange exchange) {
    String path = exchange.getRequestURI().getRawPath();
    return path.startsWith(PROXY) ? path.substring(PROXY.length()) : path;
  }

  private void mk20(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String path = path(exchange);
    FilAddress client = authorised(exchange, path);
    if (client == null) {
      answer(exchange, 401, "Unauthorized\n".getBytes(StandardCharsets.UTF_8));
    } else if (path.equals("/market/mk20/deal")) {
      deal(exchange, body, client);
    } else if (path.startsWith("/market/mk20/status/")) {
      mk20Status(exchange, path.substring("/market/mk20/status/".length()));
    } else if (path.equals("/market/mk20/products")) {
      text(exchange, 200, "{\"products\":[\"ddo_v1\",\"pdp_v1\",\"retrieval_v1\"]}");
    } else {
      text(exchange, 200, "{\"sources\":[\"http\",\"aggregate\",\"offline\",\"put\"]}");
    }
  }

  private void mk20Status(HttpExchange exchange, String key) throws IOException {
    Told word = told.getOrDefault(key, ACCEPTED);
    boolean known = offers.containsKey(key);
    String status =
        "{\"ddo_v1\":{\"status\":\"%s\",\"errorMsg\":\"%s\"}}"
            .formatted(word.status(), word.error());
    text(exchange, known ? 200 : 401, known ? status : "Unauthorized\n");
  }

  private synchronized @Nullable FilAddress authorised(HttpExchange exchange, String path) {
    if (unauthorised > 0) {
      unauthorised--;
      return null;
    }
    try {
      String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      return CurioAuth.verify(header, exchange.getRequestMethod(), path, clock.instant());
    } catch (CurioAuthException e) {
      return null;
    }
  }

  private void deal(HttpExchange exchange, byte[] body, FilAddress client) throws IOException {
    posts.incrementAndGet();
    if (!"application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
      text(exchange, 400, "invalid content type");
      return;
    }
    JsonNode deal = JsonMapper.shared().readTree(body);
    Fault fault = nextFault();
    if (fault instanceof Fault.Refuse refuse) {
      text(exchange, refuse.status(), "Reason: " + refuse.text());
    } else if (!deal.path("client").asString().equals(client.toString())) {
      text(exchange, 401, "Unauthorized\n");
    } else if (fault instanceof Fault.LoseOffer) {
      exchange.close();
    } else {
      boolean fresh = offers.putIfAbsent(deal.path("identifier").asString(), body) == null;
      if (fault instanceof Fault.LoseAnswer) {
        exchange.close();
      } else {
        text(exchange, fresh ? 200 : 500, "Reason: ");
      }
    }
  }

  private void mk12(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (!"application/cbor".equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
      answer(exchange, 400, new byte[0]);
      return;
    }
    switch (path(exchange)) {
      case "/market/mk12/store" -> store(exchange, body);
      case "/market/mk12/status" -> answer(exchange, 200, status(DealStatusRequest.decode(body)));
      default -> answer(exchange, 200, ask(AskRequest.decode(body).miner()));
    }
  }

  private void store(HttpExchange exchange, byte[] body) throws IOException {
    posts.incrementAndGet();
    Fault fault = nextFault();
    if (fault instanceof Fault.Refuse refuse) {
      if (refuse.status() == 200) {
        answer(exchange, 200, new DealResponse(false, refuse.text()).cbor());
      } else {
        text(exchange, refuse.status(), refuse.text());
      }
    } else if (fault instanceof Fault.LoseOffer) {
      exchange.close();
    } else {
      String uuid = DealParams.decode(body).dealUuid().toString();
      boolean fresh = offers.putIfAbsent(uuid, body) == null;
      if (fault instanceof Fault.LoseAnswer) {
        exchange.close();
      } else if (fault instanceof Fault.RefuseAndKeep refuse) {
        answer(exchange, 200, new DealResponse(false, refuse.text()).cbor());
      } else {
        String text = fresh ? "" : "server error: store deal: deal " + uuid + " already exists";
        answer(exchange, 200, new DealResponse(fresh, text).cbor());
      }
    }
  }

  private byte[] status(DealStatusRequest request) {
    UUID uuid = request.dealUuid();
    byte[] offer = offers.get(uuid.toString());
    if (offer == null) {
      String error = "no storage deal found with deal UUID " + uuid;
      return new DealStatusResponse(error, uuid, false, null, 0, 0).cbor();
    }
    ClientDealProposal signed = DealParams.decode(offer).proposal();
    DealProposal proposal = signed.proposal();
    String trouble = told.getOrDefault(uuid.toString(), ACCEPTED).error();
    DealStatus status =
        new DealStatus(
            trouble, "Processing", proposal, null, 0, "Not assigned to sector", signed.cid());
    return new DealStatusResponse("", uuid, false, status, 34_000_000_000L, received).cbor();
  }

  private byte[] ask(FilAddress miner) {
    StorageAsk ask =
        new StorageAsk(
            price, AttoFil.ZERO, 256, 1L << 36, miner, new Epoch(1), new Epoch(1_000_000), 1);
    return new AskResponse(ask, new Signature(Signature.Type.SECP256K1, new byte[65])).cbor();
  }

  private synchronized @Nullable Fault nextFault() {
    return faults.poll();
  }

  private static void text(HttpExchange exchange, int status, String text) throws IOException {
    answer(exchange, status, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
