package io.filstore.db.webhook;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One webhook.
 *
 * @param types event types; {@code upload.*} for all of a kind; empty: all
 * @param position number of the last event that was turned into a delivery
 * @param failingSince the first failure after the last success
 * @param lastError what the last failure was, in our own words
 */
public record Webhook(
    String id,
    String accountId,
    String url,
    List<String> types,
    State state,
    long position,
    @Nullable Instant failingSince,
    @Nullable Instant lastSuccessAt,
    @Nullable Instant lastFailureAt,
    @Nullable String lastError,
    @Nullable Instant disabledAt,
    Instant createdAt) {

  /** Whether events are called out. */
  public enum State {
    ENABLED,
    /** Failed for too long; events wait until it is enabled again. */
    DISABLED,
    /** Only events are about it. */
    DELETED
  }

  /** The address is often a secret itself. */
  @Override
  public String toString() {
    return "Webhook[" + id + ", " + state + "]";
  }
}
