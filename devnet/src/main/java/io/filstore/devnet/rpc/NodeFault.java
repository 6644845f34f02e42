package io.filstore.devnet.rpc;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * Something that goes wrong at the node on demand.
 *
 * @param next how many requests meet it; for heads, how many epochs it lasts
 * @param method only requests of this method (without {@code Filecoin.}); empty for any
 * @param delay of latency
 * @param number epochs that a head or a snapshot lags behind
 */
public record NodeFault(Kind kind, int next, String method, Duration delay, long number) {

  /** What goes wrong. */
  public enum Kind {
    /** Answers wait for the delay. */
    LATENCY,
    /** A page of HTML from something in between, HTTP 502. */
    HTML_ERROR,
    /** HTTP 401 without a body. */
    UNAUTHORIZED,
    /** HTTP 429 without a body. */
    RATE_LIMIT,
    /** A result of null, whatever was asked. */
    NULL_RESULT,
    /** The method does not exist: -32601. */
    UNKNOWN_METHOD,
    /** Every open WebSocket is closed at once. */
    DISCONNECT,
    /** The node stays at its head while the chain goes on. */
    STALE_HEAD,
    /** The node answers from some epochs ago, as one that was swapped for another. */
    HEIGHT_ROLLBACK,
    /** The snapshot of all deals is some epochs old. */
    SNAPSHOT_STALE,
    /** The snapshot breaks off in the middle. */
    SNAPSHOT_TRUNCATED;

    /**
     * By its name in lower case.
     *
     * @throws IllegalArgumentException naming the known kinds
     */
    public static Kind parse(String name) {
      return Arrays.stream(values())
          .filter(kind -> kind.text().equals(name))
          .findFirst()
          .orElseThrow(() ->
              new IllegalArgumentException(
                  "unknown fault kind '%s', known are %s"
                      .formatted(name, Arrays.stream(values()).map(Kind::text).toList())));
    }

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean isOfHead() {
      return this == STALE_HEAD || this == HEIGHT_ROLLBACK;
    }
  }

  public NodeFault {
    if (next < 1) {
      throw new IllegalArgumentException("next must be at least 1, not " + next);
    }
    if (delay.isNegative() || number < 0) {
      throw new IllegalArgumentException("a fault's delay and number must not be negative");
    }
  }

  /** A fault of any method, with a delay of a second and five epochs where these matter. */
  public static NodeFault of(Kind kind, int next) {
    return new NodeFault(
        kind,
        next,
        "",
        kind == Kind.LATENCY ? Duration.ofSeconds(1) : Duration.ZERO,
        kind == Kind.HEIGHT_ROLLBACK || kind == Kind.SNAPSHOT_STALE ? 5 : 0);
  }

  public NodeFault ofMethod(String only) {
    return new NodeFault(kind, next, only, delay, number);
  }

  public NodeFault withDelay(Duration wanted) {
    return new NodeFault(kind, next, method, wanted, number);
  }

  /** The same with other epochs. */
  public NodeFault withNumber(long wanted) {
    return new NodeFault(kind, next, method, delay, wanted);
  }

  NodeFault times(int count) {
    return new NodeFault(kind, count, method, delay, number);
  }
}
