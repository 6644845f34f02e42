package io.filstore.dataprep.rebuild;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;

/** {@link RebuildCar} as a durable job. */
final class RebuildJob {

  private static final Duration RETRY = Duration.ofMinutes(5);

  private final RebuildCar rebuild;
  private final Clock clock;

  RebuildJob(RebuildCar rebuild, Clock clock) {
    this.rebuild = rebuild;
    this.clock = clock;
  }

  Task<Void> task() {
    FailureHandler<Void> retry =
        (failed, next) -> next.reschedule(failed, clock.instant().plus(RETRY));
    return Tasks.custom(TaskDescriptor.of(JobName.REBUILD.task()))
        .onFailure(retry)
        .onDeadExecutionRevive()
        .execute(this::execute);
  }

  private CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
    try {
      return rebuild
          .run(Jobs.subject(instance.getId()))
          .<CompletionHandler<Void>>map(
              wait -> (done, next) -> next.reschedule(done, clock.instant().plus(wait)))
          .orElseGet(CompletionHandler.OnCompleteRemove::new);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
