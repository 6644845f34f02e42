package io.filstore.retrieval.fallback;

import io.filstore.retrieval.outside.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * How a server did, so that good ones are asked first and bad ones are left alone: a score that
 * goes back to 1 with time, a circuit that opens after failures in a row, and how long it takes.
 */
final class Health {
  /** Questions to one server at a time. */
  static final int AT_ONCE = 8;

  static final int FAILURES = 5;
  static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private static final double WEIGHT = 0.5;
  private static final double HALF_LIFE_SECONDS = 600;

  /** Whoever was late but did not fail. */
  private static final double LATE = 0.5;

  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Latencies latencies = new Latencies();
  private double score = 1;
  private Instant scoredAt = Instant.EPOCH;
  private int failures;
  private Duration pause = FIRST_PAUSE;
  private @Nullable Instant closedAgainAt;
  private boolean trial;
  private boolean blocked;
  private long blocks;
  private long failed;
  private long wrong;
  private @Nullable Fault lastFault;
  private @Nullable Instant lastFaultAt;

  /** Places at the server; one is held for the time of a question. */
  Semaphore places() {
    return places;
  }

  /**
   * Whether it may be asked now. Once its pause is over, one question is let through to see; each
   * that is let through ends in {@link #answered}, {@link #failed}, {@link #late} or {@link #left}.
   */
  synchronized boolean admits(Instant now) {
    if (blocked) {
      return false;
    }
    if (closedAgainAt == null) {
      return true;
    }
    if (trial || now.isBefore(closedAgainAt)) {
      return false;
    }
    trial = true;
    return true;
  }

  /** 1 for the best and for unknown ones, 0 for the worst. */
  synchronized double score(Instant now) {
    double age = Math.max(0, Duration.between(scoredAt, now).toMillis() / 1000.0);
    return 1 - (1 - score) * Math.pow(0.5, age / HALF_LIFE_SECONDS);
  }

  /** After how long another one should be asked beside it. */
  synchronized Duration usualTime(Duration unknown) {
    return latencies.p95(unknown);
  }

  /** It gave the block. */
  synchronized void answered(Instant now, Duration took) {
    blocks++;
    latencies.add(took);
    rate(now, 1);
    close();
  }

  /**
   * It gave no block. What it has not got is no failure, and shows that it is there.
   *
   * @return whether it is left alone from now on
   */
  synchronized boolean failed(Instant now, Got.Nothing nothing) {
    Fault fault = nothing.fault();
    boolean open = false;
    note(now, fault);
    switch (fault.kind()) {
      case HONEST -> close();
      case FAILED -> {
        rate(now, 0);
        failures++;
        if (trial || failures >= FAILURES || nothing.retryAfter() != null) {
          open = open(now, nothing.retryAfter());
        }
      }
      case WRONG -> {
        rate(now, 0);
        pause = LONGEST_PAUSE;
        open = open(now, null);
      }
    }
    trial = false;
    return open;
  }

  private void note(Instant now, Fault fault) {
    if (fault.kind() != Fault.Kind.HONEST) {
      failed++;
      wrong += fault.kind() == Fault.Kind.WRONG ? 1 : 0;
      lastFault = fault;
      lastFaultAt = now;
    }
  }

  /** It lied: it is not asked any more. False when it was not asked before. */
  synchronized boolean block() {
    boolean was = blocked;
    blocked = true;
    return !was;
  }

  synchronized boolean isBlocked() {
    return blocked;
  }

  /** An operator says that it is well; what was counted stays. */
  synchronized void reset() {
    blocked = false;
    score = 1;
    failures = 0;
    pause = FIRST_PAUSE;
    closedAgainAt = null;
    trial = false;
  }

  synchronized SourceHealth told(String server, String kind, Instant now) {
    Instant until = blocked ? null : closedAgainAt;
    return new SourceHealth(
        server,
        kind,
        blocked ? "blocked" : until == null ? "asked" : "resting",
        Math.round(1000 * score(now)) / 1000.0,
        until,
        blocks,
        failed,
        wrong,
        lastFault == null ? null : lastFault.text(),
        lastFaultAt);
  }

  /** Another one was faster; it was hung up on after more than its usual time. */
  synchronized void late(Instant now, Duration waited) {
    latencies.add(waited);
    rate(now, LATE);
    trial = false;
  }

  /** It was hung up on before anything could be said of it. */
  synchronized void left() {
    trial = false;
  }

  private void rate(Instant now, double outcome) {
    score = WEIGHT * outcome + (1 - WEIGHT) * score(now);
    scoredAt = now;
  }

  /** An answer to an earlier question closes no circuit that opened since. */
  private void close() {
    if (closedAgainAt != null && !trial) {
      return;
    }
    failures = 0;
    pause = FIRST_PAUSE;
    closedAgainAt = null;
    trial = false;
  }

  /** Failures of questions that were on their way together count once. */
  private boolean open(Instant now, @Nullable Duration asked) {
    if (closedAgainAt != null && !trial) {
      return false;
    }
    Duration rest = asked != null && asked.compareTo(pause) > 0 ? asked : pause;
    closedAgainAt = now.plus(shorter(rest, LONGEST_PAUSE));
    pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
    return true;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
