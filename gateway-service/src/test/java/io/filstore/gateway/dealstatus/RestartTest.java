package io.filstore.gateway.dealstatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.db.Rows;
import io.filstore.db.TestDatabase;
import io.filstore.db.account.ApiKeyText;
import io.filstore.db.account.ApiKeys;
import io.filstore.db.event.EventLog;
import io.filstore.gateway.FakeWatcher;
import io.filstore.gateway.RunningGateway;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Two hundred subscribers of four accounts, half over WebSocket and half over SSE, while the
 * gateway is stopped and started three times and events go on being written: each gets every event
 * of its account once and in order.
 */
class RestartTest {
  private static final int ACCOUNTS = 4;
  private static final int SUBSCRIBERS = 200;
  private static final int RESTARTS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final TestDatabase database = TestDatabase.fresh();
  private final EventLog log = new EventLog(database.jdbc());
  private final FakeWatcher watcher = new FakeWatcher(log);
  private final List<Told> accounts = new ArrayList<>();
  private int written;

  /** An account, and the numbers of its events so far. */
  private record Told(String key, String upload, List<Long> seqs) {}

  @Test
  void nothingIsLostOrDoubledAcrossRestarts() throws Exception {
    int port = freePort();
    Path staging = Files.createTempDirectory("staging");
    for (int i = 0; i < ACCOUNTS; i++) {
      accounts.add(account("account-" + i));
    }
    List<Subscriber> subscribers = new ArrayList<>();
    try (ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor()) {
      writer.scheduleAtFixedRate(this::write, 0, 25, TimeUnit.MILLISECONDS);
      RunningGateway gateway = start(port, staging);
      try {
        for (int i = 0; i < SUBSCRIBERS; i++) {
          subscribers.add(subscriber(port, i));
        }
        for (int restart = 1; restart <= RESTARTS; restart++) {
          int times = restart;
          await()
              .atMost(PATIENCE)
              .until(() -> subscribers.stream().allMatch(each -> each.connections() >= times));
          long before = log.lastSeq();
          gateway.close();
          await().atMost(PATIENCE).until(() -> log.lastSeq() > before + 20);
          gateway = start(port, staging);
        }
        await()
            .atMost(PATIENCE)
            .until(() -> subscribers.stream().allMatch(each -> each.connections() > RESTARTS));
        writer.shutdown();
        assertThat(writer.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        writeForAll();
        await().atMost(PATIENCE).until(() -> everybodyHas(subscribers, log.lastSeq()));
      } finally {
        gateway.close();
        subscribers.forEach(Subscriber::close);
      }
    } finally {
      watcher.close();
    }
    for (int i = 0; i < SUBSCRIBERS; i++) {
      assertThat(subscribers.get(i).seqs())
          .as("subscriber " + i)
          .isEqualTo(accounts.get(i % ACCOUNTS).seqs());
    }
  }

  private static boolean everybodyHas(List<Subscriber> subscribers, long seq) {
    return subscribers.stream().allMatch(each -> each.last() == seq);
  }

  /** Every fifth event is about what all accounts have, the others about one account's upload. */
  private void write() {
    int number = written++;
    if (number % 5 == 0) {
      writeForAll();
    } else {
      Told account = accounts.get(number % ACCOUNTS);
      account.seqs().add(log.append("upload.stalled", account.upload(), Map.of()));
    }
    watcher.flush();
  }

  private void writeForAll() {
    long seq = log.append("deal.finalized", Rows.PIECE, Map.of());
    accounts.forEach(account -> account.seqs().add(seq));
    watcher.flush();
  }

  private Subscriber subscriber(int port, int number) {
    String key = accounts.get(number % ACCOUNTS).key();
    Subscriber each =
        number / ACCOUNTS % 2 == 0
            ? new SocketSubscriber(port, key)
            : new StreamSubscriber(port, key);
    return each.start();
  }

  private Told account(String name) {
    ApiKeys keys = new ApiKeys(database.jdbc(), Clock.systemUTC());
    String id = keys.account(name);
    ApiKeyText key = ApiKeyText.generate();
    byte[] hash = key.hash(RunningGateway.PEPPER);
    keys.add(key.id(), id, "test", hash, Set.of("deals:read"), null);
    Rows.piece(database.jdbc());
    String upload = Rows.upload(database.jdbc(), id, "a");
    Rows.prepared(database.jdbc(), upload, Rows.PAYLOAD, Rows.PIECE);
    return new Told(key.reveal(), upload, new ArrayList<>());
  }

  private RunningGateway start(int port, Path staging) {
    return RunningGateway.start(
        database,
        staging,
        "server.port=" + port,
        "filstore.gateway.live.watcher-url=" + watcher.url(),
        "filstore.gateway.live.reconnect-min=20ms");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
