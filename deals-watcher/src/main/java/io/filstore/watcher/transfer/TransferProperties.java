package io.filstore.watcher.transfer;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Downloads by providers.
 *
 * @param stallAfter DEAL_TRANSFER_STALL, the time without a byte after which a download counts as
 *     standing still
 */
@ConfigurationProperties("watcher.transfer")
record TransferProperties(Duration stallAfter) {

  TransferProperties {
    if (stallAfter.isNegative() || stallAfter.isZero()) {
      throw new IllegalArgumentException(
          "DEAL_TRANSFER_STALL is " + stallAfter + ", it must be above zero");
    }
  }
}
