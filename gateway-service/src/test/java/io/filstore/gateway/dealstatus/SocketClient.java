package io.filstore.gateway.dealstatus;

import io.filstore.gateway.RunningGateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of {@code /ws/deals}. */
final class SocketClient implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final OkHttpClient HTTP = new OkHttpClient();

  private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> refused = new CompletableFuture<>();
  private final CompletableFuture<String> protocol = new CompletableFuture<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final WebSocket socket;

  SocketClient(RunningGateway gateway, @Nullable String key, @Nullable String origin) {
    Request.Builder request = new Request.Builder().url(gateway.uri("/ws/deals").toString());
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    if (origin != null) {
      request.header("Origin", origin);
    }
    socket = HTTP.newWebSocket(request.build(), new Listener());
  }

  /** At the path of the API, asking for its protocol. */
  static SocketClient ofApi(RunningGateway gateway) {
    Request request =
        new Request.Builder()
            .url(gateway.uri("/api/v1/events/ws").toString())
            .header("Authorization", "Bearer " + gateway.key())
            .header("Sec-WebSocket-Protocol", "filstore.events.v1")
            .build();
    return new SocketClient(request);
  }

  private SocketClient(Request request) {
    socket = HTTP.newWebSocket(request, new Listener());
  }

  SocketClient(RunningGateway gateway) {
    this(gateway, gateway.key(), null);
  }

  SocketClient send(String frame) {
    socket.send(frame.replace('\'', '"'));
    return this;
  }

  /** The next frame, which has to come soon. */
  JsonNode next() throws InterruptedException {
    JsonNode frame = frames.poll(10, TimeUnit.SECONDS);
    if (frame == null) {
      throw new AssertionError("no frame within 10 s");
    }
    return frame;
  }

  /** The numbers of the next events of a subscription. */
  List<Long> seqs(int count) throws InterruptedException {
    List<Long> seqs = new ArrayList<>();
    while (seqs.size() < count) {
      JsonNode frame = next();
      if (frame.at("/type").asString().equals("event")) {
        seqs.add(frame.at("/event/seq").asLong());
      }
    }
    return seqs;
  }

  /** Asserts that all is quiet: what comes next is the answer to a ping. */
  void assertQuiet() throws InterruptedException {
    send("{'action':'ping'}");
    JsonNode frame = next();
    if (!frame.at("/type").asString().equals("pong")) {
      throw new AssertionError("not quiet: " + frame);
    }
  }

  /** The protocol that the server has chosen. */
  String protocol() throws Exception {
    return protocol.get(10, TimeUnit.SECONDS);
  }

  int closeCode() throws Exception {
    return closed.get(Duration.ofSeconds(10).toSeconds(), TimeUnit.SECONDS);
  }

  int refusal() throws Exception {
    return refused.get(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    socket.cancel();
  }

  private final class Listener extends WebSocketListener {
    @Override
    public void onOpen(WebSocket webSocket, Response response) {
      protocol.complete(response.header("Sec-WebSocket-Protocol", ""));
    }

    @Override
    public void onMessage(WebSocket webSocket, String text) {
      frames.add(JSON.readTree(text));
    }

    @Override
    public void onClosing(WebSocket webSocket, int code, String reason) {
      closed.complete(code);
      webSocket.close(1000, null);
    }

    @Override
    public void onFailure(WebSocket webSocket, Throwable failure, @Nullable Response response) {
      if (response != null) {
        refused.complete(response.code());
      }
      closed.completeExceptionally(failure);
    }
  }
}
