package io.filstore.scheduler.discovery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.filstore.filecoin.Multiaddr;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A Lotus node over HTTP that knows miners, and what a test has it answer instead. */
final class MinersNode implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String KEY =
      "bafy2bzacedo7hjsumaajt6sbor42qycvjyk6goqe4oi4o4ddsjxkdeqrqf42c";

  private record Miner(BigInteger power, @Nullable String multiaddr) {}

  /** An answer in full: any status and body. */
  record Instead(int status, String body, @Nullable String retryAfter) {}

  private final HttpServer server;
  private final Clock clock;
  private final Map<Long, Miner> miners = new TreeMap<>();
  private final Map<String, Instead> instead = new ConcurrentHashMap<>();
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();

  MinersNode(Clock clock) {
    this.clock = clock;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/rpc/v1", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/rpc/v1";
  }

  synchronized MinersNode miner(long id, long power, @Nullable String multiaddr) {
    miners.put(id, new Miner(BigInteger.valueOf(power), multiaddr));
    return this;
  }

  synchronized void gone(long id) {
    miners.remove(id);
  }

  /**
   * Until {@link #again}, the method has this answer.
   *
   * @param question method, or method and first parameter with a space between
   */
  void answers(String question, int status, String body) {
    instead.put(question, new Instead(status, body, null));
  }

  void limits(String question, String retryAfter) {
    instead.put(question, new Instead(429, "slow down", retryAfter));
  }

  void again(String question) {
    instead.remove(question);
  }

  /** What was asked since the last time: methods, of miners with their address. */
  List<String> asked() {
    List<String> all = new ArrayList<>();
    for (String next = asked.poll(); next != null; next = asked.poll()) {
      all.add(next);
    }
    return all;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode call = JSON.readTree(exchange.getRequestBody().readAllBytes());
    String method = call.path("method").asString().replace("Filecoin.", "");
    String miner = call.path("params").path(0).asString("");
    String question = miner.isEmpty() ? method : method + " " + miner;
    asked.add(question);
    Instead other = instead.getOrDefault(question, instead.get(method));
    if (other == null) {
      send(exchange, 200, body(method, miner).toString());
      return;
    }
    if (other.retryAfter() != null) {
      exchange.getResponseHeaders().set("Retry-After", other.retryAfter());
    }
    send(exchange, other.status(), other.body());
  }

  private ObjectNode body(String method, String miner) {
    ObjectNode body = JSON.createObjectNode().put("id", 1).put("jsonrpc", "2.0");
    JsonNode result = result(method, miner);
    if (result.isMissingNode()) {
      body.putObject("error").put("code", 1).put("message", "load state: actor not found");
    } else {
      body.set("result", result);
    }
    return body;
  }

  private synchronized JsonNode result(String method, String miner) {
    return switch (method) {
      case "ChainHead", "ChainGetGenesis" -> tipset();
      case "StateNetworkName" -> JSON.valueToTree("net");
      case "Version" -> JSON.createObjectNode().put("BlockDelay", 30);
      case "StateListMiners" -> {
        ArrayNode list = JSON.createArrayNode();
        miners.keySet().forEach(id -> list.add("t0" + id));
        yield list;
      }
      case "StateMinerPower" -> power(miner(miner));
      default -> info(miner(miner));
    };
  }

  private @Nullable Miner miner(String address) {
    return miners.get(Long.parseLong(address.substring(2)));
  }

  private JsonNode tipset() {
    ObjectNode tipset = JSON.createObjectNode().put("Height", 100);
    tipset.putArray("Cids").addObject().put("/", KEY);
    tipset.putArray("Blocks").addObject().put("Timestamp", clock.instant().getEpochSecond());
    return tipset;
  }

  /** A stranger has no power (lotus stmgr GetPower). */
  private static JsonNode power(@Nullable Miner miner) {
    BigInteger raw = miner == null ? BigInteger.ZERO : miner.power();
    ObjectNode power = JSON.createObjectNode();
    power
        .putObject("MinerPower")
        .put("RawBytePower", raw.toString())
        .put("QualityAdjPower", raw.multiply(BigInteger.TEN).toString());
    return power.put("HasMinPower", true);
  }

  private static JsonNode info(@Nullable Miner miner) {
    if (miner == null) {
      return JSON.missingNode();
    }
    ObjectNode info =
        JSON.createObjectNode()
            .put("Owner", "t0100")
            .put("Worker", "t0101")
            .put("SectorSize", 1L << 35);
    ArrayNode multiaddrs = info.putArray("Multiaddrs");
    if (miner.multiaddr() != null) {
      multiaddrs.add(
          Base64.getEncoder().encodeToString(Multiaddr.parse(miner.multiaddr()).bytes()));
    }
    return info.putNull("PeerId");
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
