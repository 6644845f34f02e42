package io.filstore.scheduler.datacap;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Taking DataCap back, as the API shows it.
 *
 * @param state open, done, failed, or nothing: no allocation is expired
 * @param cause why it waits or failed
 */
record ReclaimView(
    @Nullable String id,
    String wallet,
    String state,
    List<Long> allocationIds,
    @Nullable Long recoveredBytes,
    @Nullable String cause,
    @Nullable Instant createdAt) {

  static ReclaimView of(Reclaim row) {
    return new ReclaimView(
        row.id(),
        row.wallet(),
        row.state(),
        row.allocationIds(),
        row.recoveredBytes(),
        row.causeText(),
        row.createdAt());
  }

  static ReclaimView nothing(String wallet) {
    return new ReclaimView(null, wallet, "nothing", List.of(), null, null, null);
  }
}
