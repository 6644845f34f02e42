package io.filstore.gateway.dealstatus;

import io.filstore.db.event.Event;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/**
 * This gateway's own connection to the watcher's event log. When it breaks it is made again, from
 * the last event that arrived, after a pause that grows.
 */
@Component
final class EventFeed implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);

  private final LiveEvents events;
  private final LiveProperties properties;
  private final OkHttpClient client =
      new OkHttpClient.Builder().pingInterval(Duration.ofSeconds(20)).build();
  private volatile CountDownLatch stopped = new CountDownLatch(0);
  private volatile @Nullable WebSocket socket;

  EventFeed(LiveEvents events, LiveProperties properties) {
    this.events = events;
    this.properties = properties;
  }

  @Override
  public void start() {
    CountDownLatch stop = new CountDownLatch(1);
    stopped = stop;
    Thread.ofVirtual().name("event-feed").start(() -> run(stop));
  }

  @Override
  public void stop() {
    stopped.countDown();
    events.stop();
    WebSocket open = socket;
    if (open != null) {
      open.cancel();
    }
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  @Override
  public boolean isRunning() {
    return stopped.getCount() > 0;
  }

  private void run(CountDownLatch stop) {
    Duration pause = properties.reconnectMin();
    try {
      while (stop.getCount() > 0) {
        boolean heard = connection().await();
        pause = heard ? properties.reconnectMin() : longer(pause);
        long jitter = ThreadLocalRandom.current().nextLong(1 + pause.toMillis() / 4);
        if (stop.await(pause.toMillis() + jitter, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(properties.reconnectMax()) < 0 ? twice : properties.reconnectMax();
  }

  private Connection connection() {
    HttpUrl url =
        HttpUrl.get(properties.watcherUrl().toString())
            .newBuilder()
            .addPathSegments("internal/events")
            .addQueryParameter("after", Long.toString(events.position()))
            .build();
    Request request =
        new Request.Builder()
            .url(url)
            .header("Authorization", "Bearer " + properties.internalToken())
            .build();
    Connection connection = new Connection();
    socket = client.newWebSocket(request, connection);
    return connection;
  }

  /** One connection until it ends. */
  private final class Connection extends WebSocketListener {
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicBoolean heard = new AtomicBoolean();

    /** Waits for the end; whether the watcher had accepted us. */
    boolean await() throws InterruptedException {
      over.await();
      return heard.get();
    }

    @Override
    public void onOpen(WebSocket webSocket, Response response) {
      heard.set(true);
      LOG.info("listening to the watcher's events after {}", events.position());
    }

    @Override
    public void onMessage(WebSocket webSocket, String text) {
      try {
        if (!events.publish(Event.parse(text))) {
          LOG.warn("the watcher left out events after {}, asking again", events.position());
          webSocket.cancel();
        }
      } catch (JacksonException | IllegalArgumentException e) {
        LOG.error("the watcher sent what is no event", e);
        webSocket.cancel();
      }
    }

    @Override
    public void onClosing(WebSocket webSocket, int code, String reason) {
      webSocket.close(code, reason);
    }

    @Override
    public void onClosed(WebSocket webSocket, int code, String reason) {
      over.countDown();
    }

    @Override
    public void onFailure(WebSocket webSocket, Throwable failure, @Nullable Response response) {
      LOG.debug("the watcher cannot be heard", failure);
      if (isRunning() && response != null) {
        LOG.warn("the watcher answered {} to the event feed", response.code());
      }
      over.countDown();
    }
  }
}
