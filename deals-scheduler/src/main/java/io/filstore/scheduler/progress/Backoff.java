package io.filstore.scheduler.progress;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * How long something waits before its next try: a quarter of the time that it has been waiting,
 * within bounds, and then up to a quarter shorter or longer. What it is about decides by how much,
 * so that deals which were refused together do not come back together.
 */
public final class Backoff {

  private static final double SPREAD = 0.25;

  private Backoff() {}

  /** The wait of one subject. */
  public static Duration of(
      String subject, Instant since, Instant now, Duration shortest, Duration longest) {
    long nanos = between(since, now, shortest, longest).toNanos();
    return Duration.ofNanos(Math.round(nanos * factor(subject)));
  }

  /** The same without jitter. */
  public static Duration between(Instant since, Instant now, Duration shortest, Duration longest) {
    Duration quarter = Duration.between(since, now).dividedBy(4);
    Duration atLeast = quarter.compareTo(shortest) > 0 ? quarter : shortest;
    return atLeast.compareTo(longest) > 0 ? longest : atLeast;
  }

  /** From 0.75 to 1.25, always the same for a subject. */
  public static double factor(String subject) {
    UUID seed = UUID.nameUUIDFromBytes(subject.getBytes(StandardCharsets.UTF_8));
    return new SplittableRandom(seed.getMostSignificantBits()).nextDouble(1 - SPREAD, 1 + SPREAD);
  }
}
