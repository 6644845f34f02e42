package io.filstore.db.jobs;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import io.filstore.ids.Ulid;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * Enqueues jobs in the caller's transaction. An instance is the subject and a ULID, because a job
 * that becomes due again while it is running must not be lost to the running one's row; the job
 * itself makes running twice harmless.
 */
public final class Jobs {
  private static final char SEPARATOR = '~';

  private final JdbcClient jdbc;
  private final Clock clock;
  private final SchedulerClient client;

  public Jobs(DataSource dataSource, JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.client =
        SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(dataSource)).build();
  }

  /** Makes the job due now, unless one for the same subject is already waiting and due by then. */
  public void enqueue(JobName job, String subject) {
    enqueue(job, subject, clock.instant());
  }

  /**
   * Makes the job due at a time, unless one for the same subject is already waiting and due by
   * then.
   */
  public void enqueue(JobName job, String subject, Instant due) {
    if (waiting(job, subject, due)) {
      return;
    }
    client.scheduleIfNotExists(
        TaskDescriptor.of(job.task()).instance(subject + SEPARATOR + Ulid.next()).build(), due);
  }

  /**
   * Makes jobs due now that are known by their subject alone: one that is waiting for later is
   * brought forward, one that is running is left to run.
   */
  public void enqueueOnce(JobName job, Collection<String> subjects) {
    jdbc.sql(
            """
            insert into scheduled_tasks as waiting (task_name, task_instance, execution_time, picked, consecutive_failures, version)
            select :task, subject, :due, false, 0, 1 from unnest(:subjects::text[]) as subject
            on conflict (task_name, task_instance) do update
              set execution_time = excluded.execution_time, version = waiting.version + 1
              where not waiting.picked and waiting.execution_time > excluded.execution_time
            """)
        .param("task", job.task())
        .param("due", Timestamp.from(clock.instant()))
        .param("subjects", subjects.toArray(String[]::new))
        .update();
  }

  /**
   * Makes a recurring task due now, unless it is due already; false while it runs, because the end
   * of the run sets the time of the next one.
   */
  public boolean bringForward(String recurring) {
    Timestamp now = Timestamp.from(clock.instant());
    jdbc.sql(
            """
            update scheduled_tasks set execution_time = ?, version = version + 1
            where task_name = ? and task_instance = ? and not picked and execution_time > ?
            """)
        .params(now, recurring, RecurringTask.INSTANCE, now)
        .update();
    return jdbc.sql(
            """
            select not picked and execution_time <= ? from scheduled_tasks
            where task_name = ? and task_instance = ?
            """)
        .params(now, recurring, RecurringTask.INSTANCE)
        .query(Boolean.class)
        .optional()
        .orElse(true);
  }

  /** The id that the job is about, from the instance that db-scheduler hands to its handler. */
  public static String subject(String instance) {
    int end = instance.lastIndexOf(SEPARATOR);
    return end < 0 ? instance : instance.substring(0, end);
  }

  /**
   * Whether a waiting job will see what the caller's transaction writes. It is locked until that
   * transaction ends, so that it cannot start before, on the old rows; one that is just being
   * picked does not count.
   */
  private boolean waiting(JobName job, String subject, Instant due) {
    return jdbc.sql(
            """
            select task_instance from scheduled_tasks
            where task_name = ? and task_instance like ? and not picked and execution_time <= ?
            limit 1 for update skip locked
            """)
        .params(job.task(), subject.replace("_", "\\_") + SEPARATOR + "%", Timestamp.from(due))
        .query(String.class)
        .optional()
        .isPresent();
  }
}
