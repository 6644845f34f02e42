package io.filstore.watcher.monitor;

import io.filstore.db.jobs.Jobs;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Has the task {@code watch} run now instead of after its interval. Calls that come while one is
 * waiting are one; one that comes while the task runs is followed by another run, because that one
 * may have looked already. A call that is lost with the database costs an interval.
 */
final class WakeWatch implements AutoCloseable {
  static final String TASK = "watch";

  private static final Logger LOG = LoggerFactory.getLogger(WakeWatch.class);

  private final Jobs jobs;
  private final Runnable check;
  private final long gapNanos;
  private final AtomicBoolean waiting = new AtomicBoolean();
  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("wake-watch").factory());
  private final AtomicLong attempts = new AtomicLong();
  private volatile long lastNanos;

  /**
   * Nothing waits yet.
   *
   * @param check has due tasks looked for at once
   * @param gap least time between two runs
   */
  WakeWatch(Jobs jobs, Runnable check, Duration gap) {
    this.jobs = jobs;
    this.check = check;
    this.gapNanos = gap.toNanos();
    this.lastNanos = System.nanoTime() - gapNanos;
  }

  /** Returns at once. */
  void wake() {
    if (waiting.compareAndSet(false, true)) {
      try {
        long left = Math.max(0, lastNanos + gapNanos - System.nanoTime());
        clockwork.schedule(this::bringForward, left, TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException closed) {
        return;
      }
    }
  }

  private void bringForward() {
    waiting.set(false);
    attempts.incrementAndGet();
    lastNanos = System.nanoTime();
    try {
      if (jobs.bringForward(TASK)) {
        check.run();
      } else {
        wake();
      }
    } catch (DataAccessException e) {
      LOG.debug("the chain has news, but the task cannot be woken: {}", e.getMessage());
    }
  }

  /** How often the task was to be brought forward. */
  long attempts() {
    return attempts.get();
  }

  @Override
  public void close() {
    clockwork.shutdownNow();
  }
}
