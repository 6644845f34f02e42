package io.filstore.db.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.filstore.db.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class JobsTest {
  private final TestDatabase database = TestDatabase.fresh();
  private final Jobs jobs = new Jobs(database.dataSource(), database.jdbc(), Clock.systemUTC());

  @Test
  void aJobOfARolledBackTransactionDoesNotExist() {
    database
        .transactions()
        .executeWithoutResult(status -> {
          jobs.enqueue(JobName.PACK, "upl_1");
          status.setRollbackOnly();
        });
    assertThat(count()).isZero();
  }

  @Test
  void aJobThatIsKnownByItsSubjectIsBroughtForwardAndNeverDoubled() {
    List<String> subjects = List.of("whk_1/1", "whk_1/2");
    jobs.enqueueOnce(JobName.WEBHOOK_DELIVERY, subjects);
    database
        .jdbc()
        .sql(
            "update scheduled_tasks set execution_time = now() + interval '1 hour', picked = task_instance = 'whk_1/2'")
        .update();
    jobs.enqueueOnce(JobName.WEBHOOK_DELIVERY, subjects);
    assertThat(
            database
                .jdbc()
                .sql(
                    "select task_instance from scheduled_tasks where execution_time < now() + interval '1 minute'")
                .query(String.class)
                .list())
        .containsExactly("whk_1/1");
    assertThat(count()).isEqualTo(2);
  }

  @Test
  void aWaitingJobIsNotDoubledButOneThatBecomesDueWhileRunningRunsAgain() {
    jobs.enqueue(JobName.PLAN, "piece");
    jobs.enqueue(JobName.PLAN, "piece");
    assertThat(count()).isEqualTo(1);
    List<String> ran = new CopyOnWriteArrayList<>();
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    var task =
        Tasks.oneTime(JobName.PLAN.task())
            .execute((instance, context) -> {
              ran.add(Jobs.subject(instance.getId()));
              started.countDown();
              await(goOn);
            });
    Scheduler scheduler =
        Scheduler.create(database.dataSource(), task)
            .threads(2)
            .pollingInterval(Duration.ofMillis(50))
            .build();
    scheduler.start();
    try {
      await(started);
      jobs.enqueue(JobName.PLAN, "piece");
      goOn.countDown();
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> ran.size() == 2 && count() == 0);
      assertThat(ran).containsExactly("piece", "piece");
    } finally {
      scheduler.stop();
    }
  }

  /** The waiting job would otherwise run on rows that the open transaction is about to change. */
  @Test
  void aWaitingJobDoesNotStartBeforeTheTransactionThatCountsOnIt() {
    jobs.enqueue(JobName.PLAN, "piece");
    List<String> ran = new CopyOnWriteArrayList<>();
    var task =
        Tasks.oneTime(JobName.PLAN.task())
            .execute((instance, context) -> ran.add(Jobs.subject(instance.getId())));
    Scheduler scheduler =
        Scheduler.create(database.dataSource(), task)
            .threads(2)
            .pollUsingLockAndFetch(0.5, 1.0)
            .pollingInterval(Duration.ofMillis(20))
            .build();
    try {
      database
          .transactions()
          .executeWithoutResult(status -> {
            jobs.enqueue(JobName.PLAN, "piece");
            scheduler.start();
            Awaitility.await().during(Duration.ofMillis(300)).until(ran::isEmpty);
          });
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> count() == 0);
      assertThat(ran).containsExactly("piece");
    } finally {
      scheduler.stop();
    }
  }

  @Test
  void aJobThatAnotherTransactionCountsOnIsNotWaitedFor() {
    jobs.enqueue(JobName.PLAN, "piece");
    database
        .transactions()
        .executeWithoutResult(status -> {
          jobs.enqueue(JobName.PLAN, "piece");
          CompletableFuture.runAsync(() -> jobs.enqueue(JobName.PLAN, "piece"))
              .orTimeout(10, TimeUnit.SECONDS)
              .join();
        });
    assertThat(count()).isEqualTo(2);
  }

  private long count() {
    return database.jdbc().sql("select count(*) from scheduled_tasks").query(Long.class).single();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
