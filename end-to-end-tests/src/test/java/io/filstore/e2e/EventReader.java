package io.filstore.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A well-behaved client of {@code /ws/deals}: reads all of its events, and whenever the connection
 * ends it comes back with the number of the last one.
 */
final class EventReader implements AutoCloseable {
  private final PublicApi api;
  private final List<Long> seqs = new ArrayList<>();
  private final Thread thread;
  private volatile boolean closed;
  private int connections;

  EventReader(PublicApi api) {
    this.api = api;
    this.thread = Thread.ofVirtual().start(this::run);
  }

  /** Numbers of the events so far, in the order of arrival. */
  synchronized List<Long> seqs() {
    return List.copyOf(seqs);
  }

  synchronized int connections() {
    return connections;
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.interrupt();
    thread.join();
  }

  private void run() {
    try {
      while (!closed) {
        read();
        TimeUnit.MILLISECONDS.sleep(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() throws InterruptedException {
    EventSocket socket = connect();
    if (socket == null) {
      return;
    }
    try (socket) {
      socket.send("{'action':'subscribe','id':'s','all':true,'since':" + last() + "}");
      while (!socket.isOver() || !socket.frames().isEmpty()) {
        JsonNode frame = socket.frames().poll(100, TimeUnit.MILLISECONDS);
        if (frame != null && frame.path("type").asString("").equals("event")) {
          add(frame.at("/event/seq").asLong());
        }
      }
    }
  }

  /** Null while the gateway lets nobody in, because it cannot check keys. */
  private @Nullable EventSocket connect() {
    try {
      EventSocket socket = new EventSocket(api);
      synchronized (this) {
        connections++;
      }
      return socket;
    } catch (CompletionException e) {
      return null;
    }
  }

  private synchronized long last() {
    return seqs.isEmpty() ? 0 : seqs.getLast();
  }

  private synchronized void add(long seq) {
    seqs.add(seq);
  }
}
