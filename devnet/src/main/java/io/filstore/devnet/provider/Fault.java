package io.filstore.devnet.provider;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * Something that goes wrong on demand.
 *
 * @param next how many times
 * @param text for refusals and HTTP errors, the reason given
 * @param status for refusals over MK20, lost answers and HTTP errors
 * @param deal ULID, UUID or piece CID of the deals it happens to; empty for the next ones
 * @param delay of late answers and slow downloads
 * @param number bytes of a truncated download, epoch of a termination
 */
public record Fault(
    Kind kind, int next, String text, int status, String deal, Duration delay, long number) {
  private static final String TEXT = "refused by the devnet on demand";

  /** To what a fault happens. */
  public enum Stage {
    /** Requests of any kind. */
    REQUEST,
    /** Proposals, before they are stored. */
    PROPOSAL,
    /** The answer to a proposal that was good. */
    ANSWER,
    /** Deals that were accepted; one that is under way can still be named. */
    DEAL,
    /** The provider as a whole, until cleared. */
    PROVIDER
  }

  /** What goes wrong. */
  public enum Kind {
    /** The downloaded bytes are found to have another piece commitment. */
    WRONG_COMMP(Stage.DEAL),
    /** Refused with a text and a status. */
    REFUSE(Stage.PROPOSAL),
    /** Accepted, but forgotten before it was stored. */
    LOSE_DEAL(Stage.ANSWER),
    /** Accepted, but the answer is an HTTP error. */
    LOSE_ANSWER(Stage.ANSWER),
    /** Accepted, but answered only after the delay. */
    LATE_ANSWER(Stage.ANSWER),
    /** Accepted, but answered as a proposal that is there already. */
    DUPLICATE_ANSWER(Stage.ANSWER),
    /** The download pauses before every 64 KiB. */
    SLOW_DOWNLOAD(Stage.DEAL),
    /** Every connection of the download breaks off after so many bytes. */
    TRUNCATED_DOWNLOAD(Stage.DEAL),
    /** Never published. */
    NEVER_PUBLISH(Stage.DEAL),
    /** Published with a spoilt signature: the market drops it from the batch. */
    PUBLISH_INVALID(Stage.DEAL),
    /** The publish message runs out of gas. */
    PUBLISH_OUT_OF_GAS(Stage.DEAL),
    /** Never activated. */
    NEVER_ACTIVATE(Stage.DEAL),
    /** Activated only after the start epoch, or after the allocation expired: refused. */
    LATE_ACTIVATION(Stage.DEAL),
    /** The sector is shorter than the allocation allows: the claim is refused. */
    SHORT_SECTOR(Stage.DEAL),
    /** The sector is terminated at an epoch, once the deal is active. */
    TERMINATE(Stage.DEAL),
    /** Answered by an HTTP error. */
    HTTP_ERROR(Stage.REQUEST),
    /** Nothing listens until the faults are cleared. */
    UNREACHABLE(Stage.PROVIDER);

    private final Stage stage;

    Kind(Stage stage) {
      this.stage = stage;
    }

    public Stage stage() {
      return stage;
    }

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

  public Fault {
    if (next < 1) {
      throw new IllegalArgumentException("next must be at least 1, not " + next);
    }
    if (delay.isNegative() || number < 0) {
      throw new IllegalArgumentException("a fault's delay and number must not be negative");
    }
    boolean named = kind.stage() != Stage.REQUEST && kind.stage() != Stage.PROVIDER;
    if (!deal.isEmpty() && !named) {
      throw new IllegalArgumentException(kind.text() + " does not happen to a single deal");
    }
  }

  /** A fault of the next deals with the usual delay and number. */
  public Fault(Kind kind, int next, String text, int status) {
    this(kind, next, text, status, "", defaultDelay(kind), 0);
  }

  /** A fault with default text and status. */
  public static Fault of(Kind kind, int next) {
    return new Fault(kind, next, TEXT, defaultStatus(kind));
  }

  /** The same, of the deals with this ULID, UUID or piece CID only. */
  public Fault ofDeal(String which) {
    return new Fault(kind, next, text, status, which, delay, number);
  }

  public Fault withDelay(Duration wanted) {
    return new Fault(kind, next, text, status, deal, wanted, number);
  }

  /** The same with other bytes or another epoch. */
  public Fault withNumber(long wanted) {
    return new Fault(kind, next, text, status, deal, delay, wanted);
  }

  /** The status a fault answers with when none was asked for. */
  private static int defaultStatus(Kind kind) {
    return switch (kind) {
      case HTTP_ERROR -> 503;
      case LOSE_ANSWER -> 504;
      default -> 400;
    };
  }

  /** Longer than any client waits for an answer; for downloads a crawl. */
  private static Duration defaultDelay(Kind kind) {
    return switch (kind) {
      case LATE_ANSWER -> Duration.ofSeconds(90);
      case SLOW_DOWNLOAD -> Duration.ofMillis(500);
      default -> Duration.ZERO;
    };
  }

  Fault times(int count) {
    return new Fault(kind, count, text, status, deal, delay, number);
  }
}
