package io.filstore.gateway.deal;

import io.filstore.db.deal.Deal;
import io.filstore.db.transfer.Transfer;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How far a provider's download has come.
 *
 * @param state {@code waiting} for the first byte, {@code flowing}, {@code stalled} or {@code
 *     complete}
 * @param sentBytes by our retrieval server; what is asked for again counts again
 * @param receivedBytes as the provider says
 * @param bytesPerSecond from the first byte to the last
 * @param eta when it is complete at that rate
 */
record TransferView(
    String state,
    long totalBytes,
    long sentBytes,
    long receivedBytes,
    @Nullable Long bytesPerSecond,
    @Nullable Instant eta,
    @Nullable Instant lastByteAt) {

  static TransferView of(Deal deal, long total, Optional<Transfer> row, Instant now) {
    boolean stalled = "transfer_stalled".equals(deal.causeCode());
    if (row.isEmpty()) {
      return new TransferView(stalled ? "stalled" : "waiting", total, 0, 0, null, null, null);
    }
    Transfer transfer = row.get();
    long left = total - transfer.bytes(total);
    OptionalLong rate = transfer.bytesPerSecond(total);
    boolean foreseen = left > 0 && !stalled && rate.isPresent() && rate.getAsLong() > 0;
    return new TransferView(
        left == 0 ? "complete" : stalled ? "stalled" : "flowing",
        total,
        transfer.sentBytes(),
        transfer.receivedBytes(),
        rate.isPresent() ? rate.getAsLong() : null,
        foreseen ? now.plusSeconds(Math.ceilDiv(left, rate.getAsLong())) : null,
        transfer.lastByteAt().orElse(null));
  }
}
