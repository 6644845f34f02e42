package io.filstore.dataprep.packing;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
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

/**
 * {@link PackUpload} as a durable job: done, later, or tried again after 2 s, 4 s, ... up to 5
 * minutes.
 */
final class PackJob {

  private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
  private static final int MAX_DOUBLINGS = 7;

  private final PackUpload packUpload;
  private final Clock clock;

  PackJob(PackUpload packUpload, Clock clock) {
    this.packUpload = packUpload;
    this.clock = clock;
  }

  Task<Void> task() {
    FailureHandler<Void> retry = this::retry;
    return Tasks.custom(TaskDescriptor.of(JobName.PACK.task()))
        .onFailure(retry)
        .onDeadExecutionRevive()
        .execute(this::execute);
  }

  private CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
    try {
      return packUpload
          .run(Jobs.subject(instance.getId()))
          .<CompletionHandler<Void>>map(
              wait -> (done, next) -> next.reschedule(done, clock.instant().plus(wait)))
          .orElseGet(CompletionHandler.OnCompleteRemove::new);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void retry(ExecutionComplete failed, ExecutionOperations<Void> next) {
    int doublings = Math.min(failed.getExecution().consecutiveFailures, MAX_DOUBLINGS);
    next.reschedule(failed, clock.instant().plus(FIRST_RETRY.multipliedBy(1L << doublings)));
  }
}
