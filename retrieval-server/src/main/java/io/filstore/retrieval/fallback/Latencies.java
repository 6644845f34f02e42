package io.filstore.retrieval.fallback;

import java.time.Duration;
import java.util.Arrays;

/** The last {@value #MOST} durations. Not thread-safe. */
final class Latencies {
  private static final int MOST = 64;

  /** Below that many a quantile says nothing. */
  private static final int FEW = 5;

  private final long[] nanos = new long[MOST];
  private int count;

  void add(Duration took) {
    nanos[count % MOST] = took.toNanos();
    // Stays small, and stays above the size of the ring.
    count = count == 2 * MOST - 1 ? MOST : count + 1;
  }

  /** Within which 95 of 100 came; {@code unknown} while there are few. */
  Duration p95(Duration unknown) {
    int known = Math.min(count, MOST);
    if (known < FEW) {
      return unknown;
    }
    long[] sorted = Arrays.copyOf(nanos, known);
    Arrays.sort(sorted);
    return Duration.ofNanos(sorted[(known * 95 - 1) / 100]);
  }
}
