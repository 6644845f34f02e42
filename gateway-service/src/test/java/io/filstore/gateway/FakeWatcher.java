package io.filstore.gateway;

import io.filstore.db.event.Event;
import io.filstore.db.event.EventLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/** A watcher in little: a real WebSocket server that sends the real log's events when told to. */
public final class FakeWatcher implements AutoCloseable {
  private final EventLog log;
  private final MockWebServer server = new MockWebServer();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final List<Long> askedAfter = new CopyOnWriteArrayList<>();

  public FakeWatcher(EventLog log) {
    this.log = log;
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(request);
          }
        });
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getPort();
  }

  /** The positions from which the gateway asked, in order. */
  public List<Long> askedAfter() {
    return List.copyOf(askedAfter);
  }

  /** Sends to every connection what it has not got yet. */
  public void flush() {
    listeners.forEach(Listener::flush);
  }

  /** Breaks every connection. */
  public void cut() {
    List<Listener> open = new ArrayList<>(listeners);
    listeners.removeAll(open);
    open.forEach(Listener::cut);
  }

  private MockResponse answer(RecordedRequest request) {
    boolean known =
        ("Bearer " + RunningGateway.TOKEN).equals(request.getHeaders().get("Authorization"));
    if (!known || !request.getUrl().encodedPath().equals("/internal/events")) {
      return new MockResponse.Builder().code(401).build();
    }
    long after =
        Long.parseLong(Objects.requireNonNull(request.getUrl().queryParameter("after"), "after"));
    askedAfter.add(after);
    return new MockResponse.Builder().webSocketUpgrade(new Listener(after)).build();
  }

  @Override
  public void close() {
    cut();
    server.close();
  }

  private final class Listener extends WebSocketListener {
    private long sent;
    private volatile WebSocket socket;

    @SuppressWarnings("NullAway") // the socket is there before the listener is listed
    Listener(long after) {
      this.sent = after;
    }

    @Override
    public void onOpen(WebSocket webSocket, Response response) {
      socket = webSocket;
      listeners.add(this);
      flush();
    }

    synchronized void flush() {
      for (List<Event> page = log.after(sent, 500); !page.isEmpty(); page = log.after(sent, 500)) {
        for (Event event : page) {
          socket.send(event.envelope());
          sent = event.seq();
        }
      }
    }

    void cut() {
      socket.close(1012, "cut by the test");
    }

    @Override
    public void onFailure(WebSocket webSocket, Throwable failure, @Nullable Response response) {
      listeners.remove(this);
    }

    @Override
    public void onClosing(WebSocket webSocket, int code, String reason) {
      listeners.remove(this);
      webSocket.close(code, reason);
    }
  }
}
