package io.filstore.gateway.idempotency;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Idempotency keys.
 *
 * @param keep how long an answer can be had again
 */
@ConfigurationProperties("filstore.gateway.idempotency")
record IdempotencyProperties(@DefaultValue("24h") Duration keep) {
  IdempotencyProperties {
    if (keep.toSeconds() < 1) {
      throw new IllegalArgumentException(
          "filstore.gateway.idempotency.keep (IDEMPOTENCY_KEEP) is "
              + keep
              + ", must be at least 1s");
    }
  }
}
