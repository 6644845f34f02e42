package io.filstore.gateway.dealstatus;

import java.util.concurrent.CountDownLatch;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A subscriber over WebSocket. */
final class SocketSubscriber extends Subscriber {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private volatile @Nullable WebSocket socket;

  SocketSubscriber(int port, String key) {
    super(port, key);
  }

  @Override
  void read(long after) throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    socket =
        HTTP.newWebSocket(
            request("/api/v1/events/ws"),
            new WebSocketListener() {
              @Override
              public void onOpen(WebSocket webSocket, Response response) {
                webSocket.send(
                    "{\"type\":\"subscribe\",\"id\":\"s\",\"topics\":[\"all\"],\"after\":"
                        + after
                        + "}");
              }

              @Override
              public void onMessage(WebSocket webSocket, String text) {
                JsonNode frame = JSON.readTree(text);
                if (frame.at("/type").asString().equals("ack")) {
                  connected();
                } else {
                  got(frame.at("/event/seq").asLong());
                }
              }

              @Override
              public void onClosing(WebSocket webSocket, int code, String reason) {
                webSocket.close(1000, null);
              }

              @Override
              public void onClosed(WebSocket webSocket, int code, String reason) {
                over.countDown();
              }

              @Override
              public void onFailure(
                  WebSocket webSocket, Throwable failure, @Nullable Response response) {
                over.countDown();
              }
            });
    over.await();
  }

  @Override
  void cut() {
    WebSocket open = socket;
    if (open != null) {
      open.cancel();
    }
  }
}
