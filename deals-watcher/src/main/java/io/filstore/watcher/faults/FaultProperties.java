package io.filstore.watcher.faults;

import io.filstore.watcher.FilecoinNetwork;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Looking for faulty sectors.
 *
 * @param interval SECTOR_FAULTS_INTERVAL; 0: never; empty: 30 min, which is how long one of the 48
 *     deadlines of a day lasts in which proofs are due, 5 s on a devnet
 * @param seenFor SECTOR_SEEN_FOR: how long after the sector of a direct deal was seen to be there
 *     it is looked at again; empty: 1 day, 10 s on a devnet
 */
@ConfigurationProperties("watcher.faults")
record FaultProperties(@Nullable Duration interval, @Nullable Duration seenFor) {

  FaultProperties {
    if (interval != null && interval.isNegative()) {
      throw new IllegalArgumentException(
          "SECTOR_FAULTS_INTERVAL is " + interval + ", it must not be negative");
    }
    if (seenFor != null && seenFor.isNegative()) {
      throw new IllegalArgumentException(
          "SECTOR_SEEN_FOR is " + seenFor + ", it must not be negative");
    }
  }

  Duration seenFor(FilecoinNetwork network) {
    if (seenFor != null) {
      return seenFor;
    }
    return network == FilecoinNetwork.DEVNET ? Duration.ofSeconds(10) : Duration.ofDays(1);
  }

  Duration interval(FilecoinNetwork network) {
    if (interval != null) {
      return interval;
    }
    return network == FilecoinNetwork.DEVNET ? Duration.ofSeconds(5) : Duration.ofMinutes(30);
  }
}
