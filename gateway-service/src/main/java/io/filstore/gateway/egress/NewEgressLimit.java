package io.filstore.gateway.egress;

import io.filstore.gateway.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * An account's own limit.
 *
 * @param bytesPerDay absent or null is no limit, 0 lets nothing out
 */
record NewEgressLimit(@Nullable Long bytesPerDay) {
  private static final long MAX = 1L << 60;

  @Nullable Long checked() {
    if (bytesPerDay != null && (bytesPerDay < 0 || bytesPerDay > MAX)) {
      throw ProblemException.invalid(
          "bytes_per_day is %d, must be 0 to %d, or null.".formatted(bytesPerDay, MAX));
    }
    return bytesPerDay;
  }
}
