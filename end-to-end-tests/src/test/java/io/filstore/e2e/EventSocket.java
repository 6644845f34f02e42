package io.filstore.e2e;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the gateway's {@code /ws/deals}. */
final class EventSocket implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int PATIENCE_S = 20;

  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final WebSocket socket;

  EventSocket(PublicApi api) {
    URI gateway = api.uri(PublicApi.GATEWAY, "/ws/deals");
    socket =
        http.newWebSocketBuilder()
            .header("Authorization", "Bearer " + api.key())
            .buildAsync(
                URI.create("ws://" + gateway.getAuthority() + gateway.getPath()), new Listener())
            .join();
  }

  /** Sends a frame; single quotes stand for double ones. */
  EventSocket send(String frame) {
    socket.sendText(frame.replace('\'', '"'), true).join();
    return this;
  }

  /** The next frame, which has to come soon. */
  JsonNode next() throws InterruptedException {
    JsonNode frame = frames.poll(PATIENCE_S, TimeUnit.SECONDS);
    if (frame == null) {
      throw new AssertionError("no frame within " + PATIENCE_S + " s");
    }
    return frame;
  }

  /** What has arrived by now and was not read yet. */
  BlockingQueue<JsonNode> frames() {
    return frames;
  }

  /** Whether the server or the network ended the connection. */
  boolean isOver() {
    return over.getCount() == 0;
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(
        WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        frames.add(JSON.readTree(text.toString()));
        text.setLength(0);
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
      over.countDown();
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      over.countDown();
    }
  }
}
