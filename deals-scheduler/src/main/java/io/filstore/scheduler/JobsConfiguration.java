package io.filstore.scheduler;

import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import io.filstore.scheduler.datacap.ReclaimDatacap;
import io.filstore.scheduler.policy.PlanPiece;
import io.filstore.scheduler.proposal.DealStep;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The jobs of this service. A job that fails is tried again, with a pause that doubles up to a
 * minute.
 */
@Configuration(proxyBeanMethods = false)
class JobsConfiguration {

  private static final int MAX_DOUBLINGS = 6;
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  @Bean
  Task<Void> planJob(PlanPiece plan) {
    return Tasks.oneTime(JobName.PLAN.task())
        .onFailure(retry())
        .execute((instance, context) -> plan.run(Jobs.subject(instance.getId())));
  }

  @Bean
  Task<Void> dealJob(DealStep step) {
    return Tasks.oneTime(JobName.DEAL.task())
        .onFailure(retry())
        .execute((instance, context) -> step.run(Jobs.subject(instance.getId())));
  }

  @Bean
  Task<Void> reclaimJob(ReclaimDatacap reclaim) {
    return Tasks.oneTime(JobName.RECLAIM.task())
        .onFailure(retry())
        .execute((instance, context) -> reclaim.run(Jobs.subject(instance.getId())));
  }

  private static FailureHandler<Void> retry() {
    return (complete, operations) ->
        operations.reschedule(
            complete,
            complete.getTimeDone().plus(pause(complete.getExecution().consecutiveFailures)));
  }

  static Duration pause(int failuresBefore) {
    Duration doubled = Duration.ofSeconds(1L << Math.min(failuresBefore, MAX_DOUBLINGS));
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }
}
