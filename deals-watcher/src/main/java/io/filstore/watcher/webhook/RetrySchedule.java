package io.filstore.watcher.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When a failed delivery is tried again.
 *
 * @param delays the wait after the first, second, ... failure; after the last the delivery is given
 *     up
 */
record RetrySchedule(List<Duration> delays) {
  /**
   * Share of a delay that jitter may add: deliveries that failed together do not return together.
   */
  private static final double JITTER = 0.1;

  RetrySchedule {
    delays = List.copyOf(delays);
  }

  /**
   * The wait after the given number of failed attempts, empty when the delivery is given up.
   *
   * @param failedAttempts 1 after the first failure
   * @param random in [0, 1)
   */
  Optional<Duration> after(int failedAttempts, double random) {
    if (failedAttempts > delays.size()) {
      return Optional.empty();
    }
    Duration delay = delays.get(failedAttempts - 1);
    return Optional.of(delay.plusMillis((long) (delay.toMillis() * JITTER * random)));
  }
}
