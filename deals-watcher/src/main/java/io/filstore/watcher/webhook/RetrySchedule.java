package io.filstore.watcher.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When a failed delivery is tried again: 5 s, 30 s, 2 min, 10 min, 1 h, 6 h, 24 h, then never. */
final class RetrySchedule {
  private static final List<Duration> DELAYS =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofHours(1),
          Duration.ofHours(6),
          Duration.ofHours(24));

  /**
   * Share of a delay that jitter may add, so that deliveries that failed together do not return
   * together.
   */
  private static final double JITTER = 0.1;

  private RetrySchedule() {}

  /**
   * The wait after the given number of failed attempts, empty when the delivery is given up.
   *
   * @param failedAttempts 1 after the first failure
   * @param random in [0, 1)
   */
  static Optional<Duration> after(int failedAttempts, double random) {
    if (failedAttempts > DELAYS.size()) {
      return Optional.empty();
    }
    Duration delay = DELAYS.get(failedAttempts - 1);
    return Optional.of(delay.plusMillis((long) (delay.toMillis() * JITTER * random)));
  }
}
