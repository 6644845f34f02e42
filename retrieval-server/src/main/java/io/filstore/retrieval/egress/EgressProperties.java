package io.filstore.retrieval.egress;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Limits of what goes out.
 *
 * @param bytesPerDay of each account's content, unless an operator set another limit for it; null
 *     is no limit
 * @param writeInterval time between two writings of what went out
 */
@ConfigurationProperties("filstore.retrieval.egress")
record EgressProperties(@Nullable DataSize bytesPerDay, Duration writeInterval) {

  EgressProperties {
    if (bytesPerDay != null && bytesPerDay.isNegative()) {
      throw new IllegalArgumentException(
          "filstore.retrieval.egress.bytes-per-day (RETRIEVAL_EGRESS_PER_DAY) is "
              + bytesPerDay
              + ", it must not be negative");
    }
    if (!writeInterval.isPositive()) {
      throw new IllegalArgumentException(
          "filstore.retrieval.egress.write-interval must be positive, is " + writeInterval);
    }
  }

  @Nullable Long limit() {
    return bytesPerDay == null ? null : bytesPerDay.toBytes();
  }
}
