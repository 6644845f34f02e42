package io.filstore.filecoin;

import java.time.Duration;
import java.time.Instant;

/**
 * Between epochs and time. The only place that knows how long an epoch is.
 *
 * @param genesis time of epoch 0
 * @param blockDelay duration of an epoch: 30 s on the public networks, other on devnets
 */
public record ChainClock(Instant genesis, Duration blockDelay) {

  public static final ChainClock MAINNET =
      new ChainClock(Instant.ofEpochSecond(1598306400), Duration.ofSeconds(30));

  public static final ChainClock CALIBRATION =
      new ChainClock(Instant.ofEpochSecond(1667326380), Duration.ofSeconds(30));

  /** Refuses an epoch without duration. */
  public ChainClock {
    if (!blockDelay.isPositive()) {
      throw new IllegalArgumentException("block delay is " + blockDelay + ", must be positive");
    }
  }

  /** The epoch that is running then; negative before genesis. */
  public Epoch at(Instant time) {
    Duration since = Duration.between(genesis, time);
    long whole = since.dividedBy(blockDelay);
    boolean below = since.isNegative() && !blockDelay.multipliedBy(whole).equals(since);
    return new Epoch(below ? whole - 1 : whole);
  }

  /** When that epoch begins. */
  public Instant timeOf(Epoch epoch) {
    return genesis.plus(blockDelay.multipliedBy(epoch.value()));
  }

  /** Whole epochs that cover the duration. */
  public long epochsIn(Duration duration) {
    return duration.plus(blockDelay).minusNanos(1).dividedBy(blockDelay);
  }
}
