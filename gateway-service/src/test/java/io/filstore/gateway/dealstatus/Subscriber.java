package io.filstore.gateway.dealstatus;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * A well-behaved client: reads all of its account's events, and whenever the connection ends it
 * comes back with the number of the last one.
 */
abstract class Subscriber implements AutoCloseable {
  static final OkHttpClient HTTP = client();
  private static final long PAUSE_MS = 100;

  private final int port;
  private final String key;
  private final List<Long> seqs = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private int connections;

  Subscriber(int port, String key) {
    this.port = port;
    this.key = key;
  }

  private static OkHttpClient client() {
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(1000);
    dispatcher.setMaxRequestsPerHost(1000);
    return new OkHttpClient.Builder().dispatcher(dispatcher).readTimeout(Duration.ZERO).build();
  }

  /** Reads events after a number until the connection ends. */
  abstract void read(long after) throws IOException, InterruptedException;

  /** Ends the connection under way. */
  abstract void cut();

  final Subscriber start() {
    Thread.ofVirtual().start(this::run);
    return this;
  }

  private void run() {
    try {
      do {
        attempt();
      } while (!closed.await(PAUSE_MS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void attempt() throws InterruptedException {
    try {
      read(last());
    } catch (IOException e) {
      // the gateway is away, or went away: come back
    }
  }

  final Request request(String path) {
    return new Request.Builder()
        .url("http://127.0.0.1:" + port + path)
        .header("Authorization", "Bearer " + key)
        .build();
  }

  final synchronized void connected() {
    connections++;
  }

  final synchronized void got(long seq) {
    seqs.add(seq);
  }

  final synchronized int connections() {
    return connections;
  }

  final synchronized List<Long> seqs() {
    return List.copyOf(seqs);
  }

  final synchronized long last() {
    return seqs.isEmpty() ? 0 : seqs.getLast();
  }

  @Override
  public final void close() {
    closed.countDown();
    cut();
  }
}
