package io.filstore.watcher.probe;

import io.filstore.watcher.FilecoinNetwork;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Retrieval probes.
 *
 * @param interval RETRIEVAL_PROBE_INTERVAL, how old a replica's last probe may become; 0: providers
 *     are not probed; empty: a day, a minute on a devnet
 */
@ConfigurationProperties("watcher.probe")
record ProbeProperties(@Nullable Duration interval) {

  ProbeProperties {
    if (interval != null && interval.isNegative()) {
      throw new IllegalArgumentException(
          "RETRIEVAL_PROBE_INTERVAL is " + interval + ", it must not be negative");
    }
  }

  Duration interval(FilecoinNetwork network) {
    if (interval != null) {
      return interval;
    }
    return network == FilecoinNetwork.DEVNET ? Duration.ofMinutes(1) : Duration.ofDays(1);
  }
}
