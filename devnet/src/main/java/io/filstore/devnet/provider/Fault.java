package io.filstore.devnet.provider;

import java.util.Arrays;
import java.util.Locale;

/**
 * Something that goes wrong on demand.
 *
 * @param next how many times
 * @param text for refusals, the reason given
 * @param status for refusals over MK20 and for HTTP errors
 */
public record Fault(Kind kind, int next, String text, int status) {

  /** What goes wrong, and to what it happens. */
  public enum Kind {
    /** The next proposals: the downloaded bytes are found to have another piece commitment. */
    WRONG_COMMP,
    /** The next proposals are refused with a text and a status. */
    REFUSE,
    /** The next proposals are never published. */
    NEVER_PUBLISH,
    /** The next proposals are never activated. */
    NEVER_ACTIVATE,
    /** The next proposals are accepted, but the answer is an HTTP error. */
    LOSE_ANSWER,
    /** The next requests of any kind are answered by an HTTP error. */
    HTTP_ERROR,
    /** Nothing listens until the faults are cleared. */
    UNREACHABLE;

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
  }

  /** A fault with default text and status. */
  public static Fault of(Kind kind, int next) {
    return new Fault(kind, next, "refused by the devnet on demand", defaultStatus(kind));
  }

  /** The status a fault answers with when none was asked for. */
  public static int defaultStatus(Kind kind) {
    return switch (kind) {
      case HTTP_ERROR -> 503;
      case LOSE_ANSWER -> 504;
      case WRONG_COMMP, REFUSE, NEVER_PUBLISH, NEVER_ACTIVATE, UNREACHABLE -> 400;
    };
  }

  Fault once() {
    return new Fault(kind, next - 1, text, status);
  }
}
