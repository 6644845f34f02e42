package io.filstore.devnet.chain;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Wall-clock time of epochs. While the process is down or asleep the chain stands still, so genesis
 * moves: at a start, and after a late tick, it is set such that the head is now. A client that
 * keeps genesis should read it again when head and clock disagree.
 */
final class BlockTimes {
  private final Duration step;
  private final Clock clock;
  private volatile Instant genesis;

  /**
   * Begins with {@code height} being now.
   *
   * @param blockDelay zero for ticks by hand, whose epochs then count as one second
   */
  BlockTimes(Duration blockDelay, long height, Clock clock) {
    this.step = blockDelay.isZero() ? Duration.ofSeconds(1) : blockDelay;
    this.clock = clock;
    this.genesis = genesisFor(height);
  }

  private Instant genesisFor(long height) {
    return clock.instant().minus(step.multipliedBy(height));
  }

  /** Lotus tells whole seconds; a shorter delay is told as one. */
  long blockDelaySeconds() {
    return Math.max(1, step.toSeconds());
  }

  Instant timeOf(long height) {
    return genesis.plus(step.multipliedBy(height));
  }

  /** Time left before a height is due, zero when it is late. */
  Duration until(long height) {
    Duration left = Duration.between(clock.instant(), timeOf(height));
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Moves genesis when the head is more than two delays behind the clock. */
  void reanchor(long height) {
    if (timeOf(height).plus(step.multipliedBy(2)).isBefore(clock.instant())) {
      genesis = genesisFor(height);
    }
  }
}
