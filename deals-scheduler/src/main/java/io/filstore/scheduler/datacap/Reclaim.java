package io.filstore.scheduler.datacap;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code datacap_reclaim}: expired allocations whose DataCap is being taken back by one
 * message.
 *
 * @param state open, done or failed
 * @param recoveredBytes what came back, once done
 * @param causeText why it waits or failed
 */
public record Reclaim(
    String id,
    String wallet,
    List<Long> allocationIds,
    String state,
    @Nullable Long recoveredBytes,
    @Nullable String causeText,
    Instant createdAt,
    @Nullable Instant settledAt) {

  /** Whether its message is still to come or under way. */
  public boolean open() {
    return state.equals("open");
  }
}
