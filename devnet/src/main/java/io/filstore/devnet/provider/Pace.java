package io.filstore.devnet.provider;

import java.time.Duration;

/**
 * How a download is slowed down or cut off.
 *
 * @param pause before every chunk
 * @param cutAfter bytes after which the connection breaks off
 */
record Pace(Duration pause, long cutAfter) {
  static final Pace FULL = new Pace(Duration.ZERO, Long.MAX_VALUE);
  private static final int CHUNK = 64 << 10;
  private static final int WHOLE = 1 << 20;

  static Pace of(StoredDeal deal) {
    return new Pace(
        deal.fault(Fault.Kind.SLOW_DOWNLOAD).map(Fault::delay).orElse(Duration.ZERO),
        deal.fault(Fault.Kind.TRUNCATED_DOWNLOAD).map(Fault::number).orElse(Long.MAX_VALUE));
  }

  /** Bytes read in one go. */
  int chunk() {
    return pause.isZero() ? WHOLE : CHUNK;
  }
}
