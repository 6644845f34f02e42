package io.filstore.watcher.eventfeed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.db.TestDatabase;
import io.filstore.db.event.EventLog;
import io.filstore.watcher.WatcherService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

/** The feed as a gateway sees it, on a real server and a real PostgreSQL. */
class EventFeedTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static TestDatabase database;
  private static WatcherService watcher;
  private static EventLog log;
  private static TransactionTemplate transactions;

  @BeforeAll
  static void start() {
    database = TestDatabase.fresh();
    watcher = WatcherService.start(database, "WATCHER_FEED_CLIENTS=6");
    log = watcher.bean(EventLog.class);
    transactions = watcher.bean(TransactionTemplate.class);
  }

  @AfterAll
  static void stop() {
    watcher.close();
  }

  @Test
  void sendsHistoryAndThenLiveInOrder() {
    long before = log.lastSeq();
    append(3);
    try (FeedClient client = FeedClient.connect(watcher, "?after=" + (before + 1))) {
      await().atMost(SOON).until(() -> client.seqs().size() == 2);
      append(2);
      await().atMost(SOON).until(() -> client.seqs().size() == 4);

      assertThat(client.seqs()).isEqualTo(range(before + 2, before + 5));
    }
  }

  @Test
  void losesAndDoublesNothingUnderManyWriters() throws Exception {
    long before = log.lastSeq();
    append(1);
    try (FeedClient early = FeedClient.connect(watcher, "?after=" + before);
        ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int writer = 0; writer < 4; writer++) {
        writers.submit(() -> append(75));
      }
      try (FeedClient late = FeedClient.connect(watcher, "?after=" + (before + 1))) {
        await().atMost(SOON).until(() -> early.seqs().size() >= 301 && late.seqs().size() >= 300);
        assertThat(early.seqs()).isEqualTo(range(before + 1, before + 301));
        assertThat(late.seqs()).isEqualTo(range(before + 2, before + 301));
      }
    }
  }

  @Test
  void neverSkipsAnEventWhoseTransactionCommitsLate() throws Exception {
    long before = log.lastSeq();
    CompletableFuture<Void> mayCommit = new CompletableFuture<>();
    CompletableFuture<Void> appended = new CompletableFuture<>();
    try (FeedClient client = FeedClient.connect(watcher, "?after=" + before);
        ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      writers.submit(() ->
          transactions.executeWithoutResult(_ -> {
            appendOne();
            appended.complete(null);
            mayCommit.join();
          }));
      appended.get(10, TimeUnit.SECONDS);
      writers.submit(() -> append(1));

      await().during(Duration.ofMillis(1500)).atMost(SOON).until(() -> client.seqs().isEmpty());
      mayCommit.complete(null);
      await().atMost(SOON).until(() -> client.seqs().size() == 2);
      assertThat(client.seqs()).isEqualTo(range(before + 1, before + 2));
    }
  }

  @Test
  void goesOnAfterEveryDatabaseConnectionWasCut() {
    long before = log.lastSeq();
    try (FeedClient client = FeedClient.connect(watcher, "?after=" + before)) {
      append(1);
      await().atMost(SOON).until(() -> client.seqs().size() == 1);
      database.cutConnections();
      await().atMost(SOON).ignoreExceptions().until(() -> append(1));
      database.cutConnections();
      await().atMost(SOON).ignoreExceptions().until(() -> append(1));

      await().atMost(SOON).until(() -> client.seqs().size() == 3);
      assertThat(client.seqs()).isEqualTo(range(before + 1, before + 3));
    }
  }

  @Test
  void refusesCallersWithoutTheInternalToken() throws Exception {
    for (String token : new String[] {null, "", "wrong", WatcherService.TOKEN + "x"}) {
      try (FeedClient client = FeedClient.connect(watcher, "?after=0", token)) {
        assertThat(client.refused().get(10, TimeUnit.SECONDS)).isEqualTo(401);
      }
    }
  }

  @Test
  void refusesAPositionThatIsNoNumber() throws Exception {
    for (String after :
        List.of("?after=abc", "?after=-1", "?after=", "?after=9999999999999999999")) {
      try (FeedClient client = FeedClient.connect(watcher, after)) {
        assertThat(client.refused().get(10, TimeUnit.SECONDS)).as(after).isEqualTo(400);
      }
    }
  }

  @Test
  void turnsAwayMoreClientsThanItHasPlacesFor() throws Exception {
    FeedClient[] clients = new FeedClient[7];
    try {
      for (int i = 0; i < clients.length; i++) {
        clients[i] = FeedClient.connect(watcher, "?after=" + log.lastSeq());
      }
      await()
          .atMost(SOON)
          .until(() -> List.of(clients).stream().anyMatch(client -> client.closed().isDone()));
      assertThat(List.of(clients))
          .filteredOn(client -> client.closed().isDone())
          .allSatisfy(client -> assertThat(client.closed().get()).isEqualTo(4429));
    } finally {
      for (FeedClient client : clients) {
        client.close();
      }
    }
    await()
        .atMost(SOON)
        .until(() -> {
          try (FeedClient client = FeedClient.connect(watcher, "?after=" + (log.lastSeq() - 1))) {
            await()
                .atMost(Duration.ofSeconds(2))
                .until(() -> client.seqs().size() == 1 || client.closed().isDone());
            return client.seqs().size() == 1;
          }
        });
  }

  private static boolean append(int count) {
    for (int i = 0; i < count; i++) {
      transactions.executeWithoutResult(_ -> appendOne());
    }
    return true;
  }

  private static void appendOne() {
    log.append("upload.received", "upl_test", Map.of("name", "x"));
  }

  private static List<Long> range(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }
}
