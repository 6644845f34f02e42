package io.filstore.client.deal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.filstore.client.deal.FakeCurio.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A node with JSON-RPC as go-jsonrpc serves it, that takes offers by one of its methods. */
public abstract class FakeNode implements FakeMarket {

  static final JsonMapper JSON = JsonMapper.shared();

  final Map<String, JsonNode> kept = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final AtomicInteger posts = new AtomicInteger();
  private final Deque<Fault> faults = new ArrayDeque<>();

  FakeNode() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/rpc/", this::rpc);
    server.createContext("/graphql/query", this::graphql);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** The methods that take an offer. */
  abstract Set<String> offeringMethods();

  /** Keeps an offer and answers. */
  abstract JsonNode keep(String method, JsonNode params);

  /** The answer to any other method; null where there is no such method. */
  abstract @Nullable JsonNode answer(String method, JsonNode params);

  /** The answer to a GraphQL query. */
  JsonNode query(JsonNode question) {
    throw new UnsupportedOperationException();
  }

  @Override
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public int posts() {
    return posts.get();
  }

  @Override
  public int kept() {
    return kept.size();
  }

  @Override
  public synchronized void next(Fault fault) {
    faults.add(fault);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized @Nullable Fault fault() {
    return faults.poll();
  }

  private void graphql(HttpExchange exchange) throws IOException {
    send(exchange, 200, query(JSON.readTree(exchange.getRequestBody().readAllBytes())));
  }

  private void rpc(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
    String method = request.path("method").asString().replace("Filecoin.", "");
    JsonNode params = request.path("params");
    if (offeringMethods().contains(method)) {
      offered(exchange, method, params);
      return;
    }
    JsonNode answer = answer(method, params);
    if (answer == null) {
      error(exchange, 500, -32601, "method 'Filecoin." + method + "' not found");
    } else {
      result(exchange, answer);
    }
  }

  private void offered(HttpExchange exchange, String method, JsonNode params) throws IOException {
    posts.incrementAndGet();
    Fault fault = fault();
    if (fault instanceof Fault.Refuse refuse) {
      refuse(exchange, refuse);
    } else if (fault instanceof Fault.LoseOffer) {
      exchange.close();
    } else {
      JsonNode answer = keep(method, params);
      if (fault instanceof Fault.LoseAnswer) {
        exchange.close();
      } else {
        result(exchange, answer);
      }
    }
  }

  private static void refuse(HttpExchange exchange, Fault.Refuse refuse) throws IOException {
    if (refuse.status() == 200) {
      error(exchange, 200, 1, refuse.text());
    } else {
      byte[] text = refuse.text().getBytes(java.nio.charset.StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(refuse.status(), text.length);
      exchange.getResponseBody().write(text);
      exchange.close();
    }
  }

  private static void result(HttpExchange exchange, JsonNode result) throws IOException {
    ObjectNode body = JSON.createObjectNode().put("id", 1).put("jsonrpc", "2.0");
    body.set("result", result);
    send(exchange, 200, body);
  }

  private static void error(HttpExchange exchange, int status, int code, String text)
      throws IOException {
    ObjectNode body = JSON.createObjectNode().put("id", 1).put("jsonrpc", "2.0");
    body.putObject("error").put("code", code).put("message", text);
    send(exchange, status, body);
  }

  private static void send(HttpExchange exchange, int status, JsonNode json) throws IOException {
    byte[] body = JSON.writeValueAsBytes(Objects.requireNonNull(json));
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
