package io.filstore.watcher.webhook;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.filstore.db.event.EventLog;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The two tasks of the webhook: one follows the event log, the other delivers a single event. */
@Configuration(proxyBeanMethods = false)
class WebhookTasks {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookTasks.class);
  private static final Duration FOLLOW_EVERY = Duration.ofSeconds(1);
  private static final Duration FOLLOW_UNUSED_EVERY = Duration.ofSeconds(30);

  private final RandomGenerator random = new SecureRandom();

  /**
   * Enqueues a delivery per change of a deal. Its position is the task's own data, saved when a run
   * completes: a run that is cut off enqueues the same events again, and the receiver sees the same
   * webhook-id twice.
   */
  @Bean
  Task<WebhookCursor> webhookFollow(EventLog log, Jobs jobs, Webhook webhook) {
    WebhookFollower follower = new WebhookFollower(log, jobs);
    Duration delay = webhook.target().isPresent() ? FOLLOW_EVERY : FOLLOW_UNUSED_EVERY;
    return Tasks.recurring(
            TaskDescriptor.of("webhook-follow", WebhookCursor.class), FixedDelay.of(delay))
        .initialData(WebhookCursor.UNSET)
        .executeStateful((instance, _) ->
            webhook.target().isPresent() ? follower.follow(instance.getData()) : follower.skip());
  }

  @Bean
  Task<Void> webhookDeliver(EventLog log, Webhook webhook, DeadLetters deadLetters) {
    return Tasks.oneTime(JobName.WEBHOOK.task())
        .onFailure((complete, operations) -> failed(complete, operations, webhook, deadLetters))
        .execute((instance, _) -> deliver(Jobs.subject(instance.getId()), log, webhook));
  }

  private static void deliver(String eventSeq, EventLog log, Webhook webhook) {
    long seq = Long.parseLong(eventSeq);
    if (webhook.target().isEmpty()) {
      LOG.info("event {} is not delivered: DEAL_STATUS_WEBHOOK is no longer set", seq);
      return;
    }
    WebhookTarget target = webhook.target().get();
    log.after(seq - 1, 1).stream().filter(event -> event.seq() == seq).forEach(target::deliver);
  }

  private void failed(
      ExecutionComplete complete,
      ExecutionOperations<Void> operations,
      Webhook webhook,
      DeadLetters deadLetters) {
    int attempts = complete.getExecution().consecutiveFailures + 1;
    Optional<Duration> wait = webhook.schedule().after(attempts, random.nextDouble());
    if (wait.isPresent()) {
      operations.reschedule(complete, complete.getTimeDone().plus(wait.get()));
      return;
    }
    String error = complete.getCause().map(Throwable::getMessage).orElse("unknown");
    long seq = Long.parseLong(Jobs.subject(complete.getExecution().getId()));
    deadLetters.record(seq, webhook.target().map(WebhookTarget::url).orElse(""), attempts, error);
    LOG.warn("gave up delivering event {} after {} attempts: {}", seq, attempts, error);
    operations.remove();
  }
}
