package io.filstore.watcher.webhook;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.filstore.db.jobs.JobName;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Runs the deliveries to accounts' webhooks on threads of their own: receivers that hang must not
 * keep the watcher from watching.
 */
final class DeliveryScheduler implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryScheduler.class);
  private static final int CALLS = 64;
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration HEARTBEAT = Duration.ofSeconds(2);
  private static final int MISSED_HEARTBEATS = 4;
  private static final Duration STOP_WITHIN = Duration.ofSeconds(3);

  /** Tasks unknown here belong to others on the same table. */
  private static final Duration NEVER = Duration.ofDays(36_500);

  private static final Duration ROOM_SOON = Duration.ofMillis(500);
  private static final Duration ROOM_LATER = Duration.ofSeconds(5);
  private static final Duration TROUBLE = Duration.ofSeconds(30);

  private final DataSource database;
  private final Delivery delivery;
  private final RandomGenerator random = new SecureRandom();
  private volatile @Nullable Scheduler scheduler;

  DeliveryScheduler(DataSource database, Delivery delivery) {
    this.database = database;
    this.delivery = delivery;
  }

  @Override
  public void start() {
    Scheduler started =
        Scheduler.create(database, task())
            .threads(CALLS)
            .executorService(Executors.newVirtualThreadPerTaskExecutor())
            .pollingInterval(POLL)
            .pollUsingLockAndFetch(0.5, 1.0)
            .heartbeatInterval(HEARTBEAT)
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            .deleteUnresolvedAfter(NEVER)
            .shutdownMaxWait(STOP_WITHIN)
            .build();
    started.start();
    scheduler = started;
  }

  @Override
  public void stop() {
    Scheduler running = scheduler;
    scheduler = null;
    if (running != null) {
      running.stop();
    }
  }

  @Override
  public boolean isRunning() {
    return scheduler != null;
  }

  private Task<Failures> task() {
    return Tasks.custom(TaskDescriptor.of(JobName.WEBHOOK_DELIVERY.task(), Failures.class))
        .onDeadExecutionRevive()
        .onFailure((complete, operations) ->
            operations.reschedule(complete, complete.getTimeDone().plus(TROUBLE)))
        .execute((instance, _) ->
            run(DeliveryId.parse(instance.getId()), Failures.of(instance.getData())));
  }

  private CompletionHandler<Failures> run(DeliveryId id, int failures) {
    return switch (delivery.attempt(id, failures)) {
      case DONE -> new CompletionHandler.OnCompleteRemove<>();
      case NO_ROOM -> later(jittered(ROOM_SOON), failures);
      case HELD_BACK -> later(jittered(ROOM_LATER), failures);
      case FAILED -> failed(id, failures + 1);
    };
  }

  private CompletionHandler<Failures> failed(DeliveryId id, int failures) {
    Optional<Duration> wait = delivery.schedule().after(failures, random.nextDouble());
    if (wait.isPresent()) {
      return later(wait.get(), failures);
    }
    delivery.giveUp(id, failures);
    LOG.info("gave up delivering {} after {} attempts", id.text(), failures);
    return new CompletionHandler.OnCompleteRemove<>();
  }

  private static CompletionHandler<Failures> later(Duration wait, int failures) {
    return (complete, operations) ->
        operations.reschedule(complete, complete.getTimeDone().plus(wait), new Failures(failures));
  }

  private Duration jittered(Duration least) {
    return least.plusMillis(random.nextLong(2 * least.toMillis()));
  }
}
