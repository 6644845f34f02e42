package io.filstore.scheduler.discovery;

import java.time.Duration;

/**
 * How many miners are asked about in one run, and how long the pause behind it is.
 *
 * @param batch at least one
 */
record Pace(int batch, Duration pause) {
  private static final int SECONDS = 5;

  /** At most so many in a minute: slower where answers take their time. */
  static Pace of(int minersPerMinute) {
    int batch = Math.max(1, minersPerMinute * SECONDS / 60);
    return new Pace(batch, Duration.ofMinutes(batch).dividedBy(minersPerMinute));
  }
}
