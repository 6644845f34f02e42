package io.filstore.scheduler.discovery;

import io.filstore.scheduler.network.FilecoinNetwork;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Looking for providers on the chain.
 *
 * @param minersPerMinute DISCOVERY_MINERS_PER_MINUTE, how many are asked about at most; 0: nobody
 *     is looked for; empty: 0, 600 on a devnet
 * @param interval DISCOVERY_INTERVAL, from the end of a walk over all miners to the next one;
 *     empty: 7 d, a minute on a devnet
 */
@ConfigurationProperties("filstore.discovery")
record DiscoveryProperties(@Nullable Integer minersPerMinute, @Nullable Duration interval) {
  private static final int MOST = 60_000;
  private static final int DEVNET = 600;

  DiscoveryProperties {
    if (minersPerMinute != null && (minersPerMinute < 0 || minersPerMinute > MOST)) {
      throw new IllegalArgumentException(
          "DISCOVERY_MINERS_PER_MINUTE is %d, it must be 0 to %d".formatted(minersPerMinute, MOST));
    }
    if (interval != null && !interval.isPositive()) {
      throw new IllegalArgumentException(
          "DISCOVERY_INTERVAL is " + interval + ", it must be more than nothing");
    }
  }

  int minersPerMinute(FilecoinNetwork network) {
    if (minersPerMinute != null) {
      return minersPerMinute;
    }
    return network == FilecoinNetwork.DEVNET ? DEVNET : 0;
  }

  Duration interval(FilecoinNetwork network) {
    if (interval != null) {
      return interval;
    }
    return network == FilecoinNetwork.DEVNET ? Duration.ofMinutes(1) : Duration.ofDays(7);
  }
}
