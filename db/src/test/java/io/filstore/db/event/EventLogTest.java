package io.filstore.db.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.db.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventLogTest {
  private final TestDatabase database = TestDatabase.fresh();
  private final EventLog events = new EventLog(database.jdbc());

  @Test
  void aTransactionThatCommitsLateIsNeverSkipped() throws Exception {
    CountDownLatch firstAppended = new CountDownLatch(1);
    CountDownLatch mayCommit = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Long> late = threads.submit(() -> appendSlowly(firstAppended, mayCommit));
      firstAppended.await();
      Future<Long> eager = threads.submit(() -> events.append("upload.received", "b", Map.of()));
      assertThat(events.after(0, 10)).isEmpty();
      mayCommit.countDown();
      assertThat(late.get(20, TimeUnit.SECONDS)).isLessThan(eager.get(20, TimeUnit.SECONDS));
    }
    assertThat(events.after(0, 10)).extracting(Event::subject).containsExactly("a", "b");
  }

  @Test
  void numbersHaveNoGapsThroughRollbacksAndConcurrency() throws Exception {
    long before = events.lastSeq();
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 40; i++) {
        boolean fails = i % 3 == 0;
        running.add(threads.submit(() -> appendOrRollBack(fails)));
      }
      for (Future<?> each : running) {
        each.get(30, TimeUnit.SECONDS);
      }
    }
    List<Long> seqs = events.after(before, 100).stream().map(Event::seq).toList();
    assertThat(seqs).hasSize(26);
    assertThat(seqs.getLast() - seqs.getFirst()).isEqualTo(seqs.size() - 1L);
  }

  @Test
  void isAppendOnly() {
    events.append("upload.received", "x", Map.of("a", 1));
    assertThatThrownBy(() -> database.jdbc().sql("update event set subject = 'y'").update())
        .hasMessageContaining("append-only");
    assertThatThrownBy(() -> database.jdbc().sql("delete from event").update())
        .hasMessageContaining("append-only");
  }

  @Test
  void theEnvelopeReadsBackAsTheSameEvent() {
    long seq = events.append("upload.received", "upl", Map.of("totalBytes", 5));
    Event written = events.after(seq - 1, 1).getFirst();
    Event read = Event.parse(written.envelope());
    assertThat(read.seq()).isEqualTo(seq);
    assertThat(read.data()).isEqualTo(written.data());
    assertThat(read.type()).isEqualTo("upload.received");
  }

  private long appendSlowly(CountDownLatch appended, CountDownLatch mayCommit) {
    return java.util.Objects.requireNonNull(
        database
            .transactions()
            .execute(status -> {
              long seq = events.append("upload.received", "a", Map.of());
              appended.countDown();
              await(mayCommit);
              return seq;
            }));
  }

  private void appendOrRollBack(boolean fails) {
    database
        .transactions()
        .executeWithoutResult(status -> {
          events.append("upload.received", "c", Map.of());
          if (fails) {
            status.setRollbackOnly();
          }
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
