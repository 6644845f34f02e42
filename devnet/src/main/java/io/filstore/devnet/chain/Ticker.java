package io.filstore.devnet.chain;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ticks the chain at its block delay; does nothing when the delay is zero. */
public final class Ticker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

  private final Chain chain;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("devnet-ticker").factory());

  public Ticker(Chain chain) {
    this.chain = chain;
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  public void start() {
    if (chain.settings().ticksByItself()) {
      scheduleNext();
    }
  }

  private synchronized void scheduleNext() {
    if (!timer.isShutdown()) {
      timer.schedule(this::tick, chain.untilNextTick().toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void tick() {
    try {
      chain.tick();
      scheduleNext();
    } catch (RuntimeException e) {
      LOG.error("the chain stands still", e);
      throw e;
    }
  }

  /** Lets a tick under way end: an interrupt would close the journal. */
  @Override
  public void close() {
    synchronized (this) {
      timer.shutdown();
    }
    timer.close();
  }
}
