package io.filstore.watcher.eventfeed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.db.TestDatabase;
import io.filstore.db.event.EventLog;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** One client's reading, with a client that the test plays. */
class EventFeederTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final TestDatabase database = TestDatabase.fresh();
  private final EventLog log = new EventLog(database.jdbc());
  private final EventSignal signal = new EventSignal();
  private final PlayedClient client = new PlayedClient();

  @Test
  void findsEventsWithoutAnyNotification() {
    start(Duration.ofMillis(50), Duration.ofMinutes(1));
    log.append("upload.received", "upl_1", Map.of());

    await().atMost(SOON).until(() -> client.frames.size() == 1);
    client.close();
  }

  @Test
  void wakesUpAtOnceOnASignal() {
    start(Duration.ofHours(1), Duration.ofHours(2));
    await().atMost(SOON).until(() -> client.pings > 0);
    log.append("upload.received", "upl_1", Map.of());
    signal.ring();

    await().atMost(SOON).until(() -> client.frames.size() == 1);
    client.close();
    signal.ring();
  }

  @Test
  void waitsForASlowClientInsteadOfBuffering() throws Exception {
    client.blocked = new CountDownLatch(1);
    Thread feeder = start(Duration.ofMillis(50), Duration.ofMinutes(1));
    for (int i = 0; i < 500; i++) {
      log.append("upload.received", "upl_" + i, Map.of());
    }
    await().during(Duration.ofMillis(500)).atMost(SOON).until(() -> client.frames.isEmpty());
    client.blocked.countDown();

    await().atMost(SOON).until(() -> client.frames.size() == 500);
    client.close();
    feeder.join(10_000);
    assertThat(feeder.isAlive()).isFalse();
  }

  @Test
  void dropsAClientThatGivesNoSignOfLife() throws Exception {
    client.lastHeard = Instant.now().minusSeconds(61);
    Thread feeder = start(Duration.ofMillis(50), Duration.ofMinutes(1));

    feeder.join(10_000);
    assertThat(client.closedSilent).isTrue();
  }

  @Test
  void endsWhenTheClientBreaksOff() throws Exception {
    client.broken = true;
    log.append("upload.received", "upl_1", Map.of());
    Thread feeder = start(Duration.ofMillis(50), Duration.ofMinutes(1));

    feeder.join(10_000);
    assertThat(feeder.isAlive()).isFalse();
    assertThat(client.closedBroken).isTrue();
  }

  private Thread start(Duration poll, Duration silence) {
    EventFeeder.Timing timing = new EventFeeder.Timing(poll, Duration.ZERO, silence);
    return Thread.ofVirtual()
        .start(new EventFeeder(log, signal, client, 0, timing, Clock.systemUTC()));
  }

  private static final class PlayedClient implements EventFeeder.Client {
    private final List<String> frames = new CopyOnWriteArrayList<>();
    private volatile boolean open = true;
    private volatile boolean broken;
    private volatile boolean closedSilent;
    private volatile boolean closedBroken;
    private volatile int pings;
    private volatile Instant lastHeard = Instant.now();
    private volatile CountDownLatch blocked = new CountDownLatch(0);

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void send(String envelope) throws IOException {
      if (broken) {
        throw new IOException("broken pipe");
      }
      try {
        blocked.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      frames.add(envelope);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the feeder's thread pings
    public void ping() {
      pings++;
    }

    @Override
    public Instant lastHeard() {
      return lastHeard;
    }

    @Override
    public void closeSilent() {
      closedSilent = true;
      open = false;
    }

    @Override
    public void closeBroken() {
      closedBroken = true;
      open = false;
    }

    void close() {
      open = false;
    }
  }
}
