package io.filstore.devnet.chain;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ticks the chain at its block delay; does nothing when the delay is zero. */
public final class Ticker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

  private final Chain chain;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("devnet-ticker").factory());

  public Ticker(Chain chain) {
    this.chain = chain;
  }

  public void start() {
    if (chain.settings().ticksByItself()) {
      scheduleNext();
    }
  }

  private void scheduleNext() {
    timer.schedule(this::tick, chain.untilNextTick().toNanos(), TimeUnit.NANOSECONDS);
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

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
