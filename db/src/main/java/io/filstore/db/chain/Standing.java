package io.filstore.db.chain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a provider stands with us.
 *
 * @param owner its owner's address by the chain; absent until the chain was asked
 * @param openBytes padded bytes of our open deals there
 * @param pending open deals that are not active yet
 * @param offersLastHour deals planned there in the last hour
 * @param record what came of its deals
 * @param quarantinedUntil until when it gets no new deals; absent when it may have some
 */
public record Standing(
    String provider,
    @Nullable String owner,
    long openBytes,
    long pending,
    long offersLastHour,
    TrackRecord record,
    @Nullable Instant quarantinedUntil,
    @Nullable String quarantineReason) {

  /** Of a provider that nothing is known of. */
  public static Standing unknown(String provider) {
    return new Standing(provider, null, 0, 0, 0, TrackRecord.NONE, null, null);
  }

  Standing with(TrackRecord record) {
    return new Standing(
        provider,
        owner,
        openBytes,
        pending,
        offersLastHour,
        record,
        quarantinedUntil,
        quarantineReason);
  }

  /** The same from now on in quarantine. */
  public Standing inQuarantine(Instant until, String reason) {
    return new Standing(provider, owner, openBytes, pending, offersLastHour, record, until, reason);
  }

  /** Whether it gets no new deals now. */
  public boolean quarantined(Instant now) {
    return quarantinedUntil != null && quarantinedUntil.isAfter(now);
  }
}
