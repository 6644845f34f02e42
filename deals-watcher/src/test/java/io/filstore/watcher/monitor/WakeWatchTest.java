package io.filstore.watcher.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.db.TestDatabase;
import io.filstore.db.jobs.Jobs;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WakeWatchTest {
  private final TestDatabase database = TestDatabase.fresh();
  private final Semaphore checks = new Semaphore(0);
  private final WakeWatch wake =
      new WakeWatch(
          new Jobs(database.dataSource(), database.jdbc(), Clock.systemUTC()),
          checks::release,
          Duration.ofMillis(10));

  @AfterEach
  void stop() {
    wake.close();
  }

  private void task(boolean running) {
    database
        .jdbc()
        .sql(
            """
            insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
            values ('watch', 'recurring', now() + interval '1 hour', ?, 1)
            on conflict (task_name, task_instance) do update set picked = excluded.picked
            """)
        .param(running)
        .update();
  }

  private boolean due() {
    return database
        .jdbc()
        .sql("select execution_time <= now() from scheduled_tasks where task_name = 'watch'")
        .query(Boolean.class)
        .single();
  }

  @Test
  void makesTheTaskDueNow() throws InterruptedException {
    task(false);

    wake.wake();

    assertThat(checks.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    assertThat(due()).isTrue();
  }

  @Test
  void waitsForTheEndOfARunThatMayHaveLookedAlready() throws InterruptedException {
    task(true);
    wake.wake();
    await().atMost(Duration.ofSeconds(20)).until(() -> wake.attempts() >= 2);
    assertThat(checks.availablePermits()).isZero();
    assertThat(due()).isFalse();

    task(false);

    assertThat(checks.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    assertThat(due()).isTrue();
  }

  @Test
  void doesNothingBeforeTheTaskIsThere() throws InterruptedException {
    wake.wake();

    assertThat(checks.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
  }
}
