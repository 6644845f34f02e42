package io.filstore.allinone.demo;

import io.filstore.allinone.system.SystemException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One's own events as the gateway pushes them, from the moment of {@link #open} on. A broken
 * connection is opened again from the last number seen: nothing is lost, nothing comes twice.
 */
final class EventFeed implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration ACK = Duration.ofSeconds(20);
  private static final int RECONNECTS = 30;

  private final OkHttpClient http;
  private final Request request;
  private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
  private @Nullable WebSocket socket;
  private long lastSeen;
  private int reconnects;

  private EventFeed(OkHttpClient http, Request request) {
    this.http = http.newBuilder().pingInterval(Duration.ofSeconds(20)).build();
    this.request = request;
  }

  static EventFeed open(OkHttpClient http, URI gateway, String apiKey) {
    EventFeed feed =
        new EventFeed(
            http,
            new Request.Builder()
                .url(gateway.resolve("/ws/deals").toString())
                .header("Authorization", "Bearer " + apiKey)
                .build());
    feed.lastSeen = feed.connect("");
    return feed;
  }

  /** The next event, or null when none came in time. */
  @Nullable JsonNode next(Duration patience) {
    try {
      JsonNode frame = frames.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (frame == null) {
        return null;
      }
      return switch (frame.path("type").asString("")) {
        case "event" -> fresh(frame.required("event"));
        case "closed" -> reconnect(frame);
        case "error" ->
            throw new SystemException(
                "The event feed reported: "
                    + frame.at("/problem/detail").asString("an error")
                    + ".");
        default -> null;
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemException("Interrupted.", e);
    }
  }

  @Override
  public void close() {
    WebSocket open = socket;
    if (open != null) {
      open.close(1000, null);
    }
  }

  private @Nullable JsonNode fresh(JsonNode event) {
    long seq = event.required("seq").asLong();
    if (seq <= lastSeen) {
      return null;
    }
    lastSeen = seq;
    return event;
  }

  private @Nullable JsonNode reconnect(JsonNode closed) {
    if (++reconnects > RECONNECTS) {
      throw new SystemException(
          "The event feed broke off: " + closed.path("reason").asString("") + ".");
    }
    connect(",\"since\":" + lastSeen);
    return null;
  }

  /** Connects, subscribes to everything of one's own, and returns the number of the last event. */
  private long connect(String since) {
    CompletableFuture<JsonNode> acknowledged = new CompletableFuture<>();
    WebSocket opened = http.newWebSocket(request, new Listener(acknowledged));
    opened.send("{\"action\":\"subscribe\",\"id\":\"demo\",\"all\":true" + since + "}");
    socket = opened;
    try {
      return acknowledged.get(ACK.toSeconds(), TimeUnit.SECONDS).path("seq").asLong();
    } catch (TimeoutException e) {
      throw new SystemException(
          "The event feed did not answer within " + ACK.toSeconds() + " s.", e);
    } catch (ExecutionException e) {
      throw new SystemException(
          "The event feed cannot be opened: " + String.valueOf(e.getCause()) + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemException("Interrupted.", e);
    }
  }

  /** Hands frames over to the queue; okhttp calls it on its own thread. */
  private final class Listener extends WebSocketListener {
    private final CompletableFuture<JsonNode> acknowledged;

    Listener(CompletableFuture<JsonNode> acknowledged) {
      this.acknowledged = acknowledged;
    }

    @Override
    public void onMessage(WebSocket webSocket, String text) {
      JsonNode frame = JSON.readTree(text);
      if (frame.path("type").asString("").equals("ack")) {
        acknowledged.complete(frame);
      } else {
        frames.add(frame);
      }
    }

    @Override
    public void onClosing(WebSocket webSocket, int code, String reason) {
      webSocket.close(1000, null);
      broken(code + " " + reason);
    }

    @Override
    public void onFailure(WebSocket webSocket, Throwable failure, @Nullable Response response) {
      broken(String.valueOf(failure.getMessage()));
    }

    private void broken(String reason) {
      if (!acknowledged.completeExceptionally(new SystemException(reason))) {
        frames.add(JSON.createObjectNode().put("type", "closed").put("reason", reason));
      }
    }
  }
}
