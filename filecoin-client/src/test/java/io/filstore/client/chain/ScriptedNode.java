package io.filstore.client.chain;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A node that says over WebSocket what a test has it say, true or not. */
final class ScriptedNode implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int SECONDS = 20;

  private final MockWebServer server = new MockWebServer();
  private final List<WebSocket> made = new CopyOnWriteArrayList<>();
  private final BlockingQueue<WebSocket> connections = new LinkedBlockingQueue<>();
  private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();

  ScriptedNode() {
    try {
      server.start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  String url() {
    return server.url("/rpc/v1").toString();
  }

  /** The next connection is taken. */
  ScriptedNode upgrades() {
    server.enqueue(new MockResponse.Builder().webSocketUpgrade(new Connection()).build());
    return this;
  }

  /** The next connection is answered by a status. */
  ScriptedNode refuses(int status) {
    server.enqueue(new MockResponse.Builder().code(status).build());
    return this;
  }

  /** The connection that was made next. */
  WebSocket connection() {
    return taken(connections);
  }

  /** The frame that was sent next. */
  JsonNode frame() {
    return taken(frames);
  }

  /** The request for the next connection. */
  RecordedRequest request() {
    try {
      RecordedRequest request = server.takeRequest(SECONDS, TimeUnit.SECONDS);
      if (request == null) {
        throw new AssertionError("nobody connected");
      }
      return request;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static <T> T taken(BlockingQueue<T> queue) {
    try {
      @Nullable T next = queue.poll(SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing came");
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    made.forEach(socket -> socket.close(1001, null));
    server.close();
  }

  private final class Connection extends WebSocketListener {
    @Override
    public void onOpen(WebSocket socket, Response response) {
      made.add(socket);
      connections.add(socket);
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
      frames.add(JSON.readTree(text));
    }
  }
}
