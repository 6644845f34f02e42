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

/**
 * The tasks of the operator's webhook, of which one follows the event log and the other delivers a
 * single event; and the one that follows the log for the webhooks of accounts.
 */
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
  Task<WebhookCursor> webhookFollow(EventLog log, Jobs jobs, OperatorWebhook webhook) {
    WebhookFollower follower = new WebhookFollower(log, jobs);
    Duration delay = webhook.target().isPresent() ? FOLLOW_EVERY : FOLLOW_UNUSED_EVERY;
    return Tasks.recurring(
            TaskDescriptor.of("webhook-follow", WebhookCursor.class), FixedDelay.of(delay))
        .initialData(WebhookCursor.UNSET)
        .executeStateful((instance, _) ->
            webhook.target().isPresent() ? follower.follow(instance.getData()) : follower.skip());
  }

  @Bean
  Task<Void> webhookFanoutTask(Fanout fanout) {
    return Tasks.recurring("webhook-fanout", FixedDelay.of(FOLLOW_EVERY))
        .execute((_, _) -> fanout.follow());
  }

  @Bean
  Task<Void> webhookDeliver(EventLog log, OperatorWebhook webhook, DeadLetters deadLetters) {
    return Tasks.oneTime(JobName.WEBHOOK.task())
        .onFailure((complete, operations) -> failed(complete, operations, webhook, deadLetters))
        .execute((instance, _) -> deliver(Jobs.subject(instance.getId()), log, webhook));
  }

  private static void deliver(String eventSeq, EventLog log, OperatorWebhook webhook) {
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
      OperatorWebhook webhook,
      DeadLetters deadLetters) {
    int attempts = complete.getExecution().consecutiveFailures + 1;
    Optional<Duration> wait = webhook.schedule().after(attempts, random.nextDouble());
    if (wait.isPresent()) {
      operations.reschedule(complete, complete.getTimeDone().plus(wait.get()));
      return;
    }
    String error = complete.getCause().map(Throwable::getMessage).orElse("unknown");
    long seq = Long.parseLong(Jobs.subject(complete.getExecution().getId()));
    deadLetters.record(
        null, seq, webhook.target().map(WebhookTarget::url).orElse(""), attempts, error);
    LOG.warn("gave up delivering event {} after {} attempts: {}", seq, attempts, error);
    operations.remove();
  }
}
