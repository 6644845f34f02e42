package io.filstore.client.chain;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One of several endpoints and whether it is left alone for the time being. Each failure in a row
 * doubles the time; a peer that names one (429 with Retry-After) is not asked before.
 */
public final class ChainEndpoint {
  private static final Duration FIRST_REST = Duration.ofSeconds(1);
  private static final Duration LONGEST_REST = Duration.ofMinutes(2);
  private static final Duration LONGEST_ASKED = Duration.ofHours(1);
  private static final int MOST_DOUBLINGS = 7;

  private final String name;
  private final Chain chain;
  private int failures;
  private boolean limited;
  private Instant restsUntil = Instant.MIN;
  private @Nullable String why;

  /**
   * @param name for logs; without secrets
   */
  ChainEndpoint(String name, Chain chain) {
    this.name = name;
    this.chain = chain;
  }

  /**
   * How an endpoint is doing.
   *
   * @param problem what was wrong at the last attempt; null when all is well
   * @param restsUntil when it is asked again; null when it may be asked now
   */
  public record State(String name, @Nullable String problem, @Nullable Instant restsUntil) {}

  String name() {
    return name;
  }

  Chain chain() {
    return chain;
  }

  synchronized boolean rests(Instant now) {
    return now.isBefore(restsUntil);
  }

  /** Whether it asked for rest itself, and that is not over. */
  synchronized boolean wantsRest(Instant now) {
    return limited && rests(now);
  }

  synchronized Instant restsUntil() {
    return restsUntil;
  }

  synchronized void answered() {
    failures = 0;
    limited = false;
    restsUntil = Instant.MIN;
    why = null;
  }

  synchronized void failed(ChainUnavailable e, Instant now) {
    Duration asked = e.retryAfter();
    failures = Math.min(failures + 1, MOST_DOUBLINGS + 1);
    limited = asked != null;
    why = e.getMessage();
    restsUntil =
        now.plus(
            asked == null
                ? shorter(FIRST_REST.multipliedBy(1L << (failures - 1)), LONGEST_REST)
                : shorter(asked, LONGEST_ASKED));
  }

  /** It answers, but its chain ends before what was seen elsewhere. */
  synchronized void isBehind(long height, long seen, Instant now) {
    why = "it is behind: " + height + ", seen elsewhere " + seen;
    restsUntil = now.plus(FIRST_REST.multipliedBy(10));
  }

  synchronized State state(Instant now) {
    return new State(name, why, rests(now) ? restsUntil : null);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
