package io.filstore.devnet;

import java.net.URI;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A WebSocket to the node that has subscribed to its heads. */
final class NodeSocket implements AutoCloseable {
  private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final WebSocket socket;

  NodeSocket(Devnet devnet) {
    URI ws = URI.create(devnet.lotusUrl().toString().replace("http:", "ws:"));
    socket = Rpc.HTTP.newWebSocketBuilder().buildAsync(ws, new Listener()).join();
  }

  /** Subscribes; the answer and the present head have been read when this returns. */
  static NodeSocket notified(Devnet devnet) {
    NodeSocket socket = new NodeSocket(devnet);
    socket.send("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"Filecoin.ChainNotify\",\"params\":[]}");
    socket.next();
    socket.next();
    return socket;
  }

  void send(String text) {
    socket.sendText(text, true).join();
  }

  JsonNode next() {
    try {
      String frame = frames.poll(20, TimeUnit.SECONDS);
      if (frame == null) {
        throw new AssertionError("no frame came");
      }
      return Rpc.JSON.readTree(frame);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The next changes of the head, as {@code revert 5} and {@code apply 5}. */
  String nextChanges() {
    StringBuilder text = new StringBuilder();
    for (JsonNode change : next().path("params").get(1)) {
      text.append(change.path("Type").asString())
          .append(' ')
          .append(change.path("Val").path("Height").asLong())
          .append(' ');
    }
    return text.toString().strip();
  }

  /** The code with which the node closed it. */
  int closeCode() throws Exception {
    return closed.get(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    socket.abort();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        frames.add(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed.complete(code);
      return null;
    }
  }
}
