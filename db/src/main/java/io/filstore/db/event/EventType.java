package io.filstore.db.event;

import java.util.Arrays;
import java.util.Locale;

/**
 * Every type of event that the log may hold; {@code /asyncapi.json} describes each with its data.
 */
public enum EventType {
  UPLOAD_RECEIVED,
  UPLOAD_PREPARED,
  UPLOAD_FAILED,
  UPLOAD_STALLED,
  UPLOAD_VISIBILITY_CHANGED,
  PIECE_DAMAGED,
  PIECE_REBUILT,
  PIECE_REBUILD_STALLED,
  DEAL_STATE_CHANGED,
  DEAL_SAFE,
  DEAL_FINALIZED,
  DEAL_STALLED,
  DEAL_DELIVERED,
  DEAL_LOST,
  DEAL_OFFERED_AGAIN,
  DEAL_PROBLEM_REPORTED,
  REPLICA_UNREACHABLE,
  REPLICA_RECOVERED,
  PROVIDER_QUARANTINED,
  PROVIDER_RELEASED,
  PROVIDER_ALLOWED,
  PROVIDER_DENIED,
  PROVIDER_UNDECIDED,
  WEBHOOK_TEST,
  WEBHOOK_DISABLED,
  DATACAP_LOW,
  DATACAP_RECLAIMED,
  FUNDS_LOW,
  CHAIN_DISAGREEMENT,
  CHAIN_AGREEMENT,
  CONTENT_BLOCKED,
  CONTENT_UNBLOCKED,
  CONTENT_LIST_IMPORTED;

  /** The text in the log, for example {@code deal.state_changed}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replaceFirst("_", ".");
  }

  /** What it is about, for example {@code deal}. */
  public String kind() {
    return text().substring(0, text().indexOf('.'));
  }

  /** Whether there is such a type, or a type of the kind when the text is {@code kind.*}. */
  public static boolean isKnown(String text) {
    return Arrays.stream(values())
        .anyMatch(type -> type.text().equals(text) || (type.kind() + ".*").equals(text));
  }
}
