package io.filstore.watcher.monitor;

import io.filstore.watcher.FilecoinNetwork;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How deals are watched.
 *
 * @param interval DEAL_MONITOR_INTERVAL; empty: 30 s, 1 s on a devnet
 * @param marketDealsSnapshot MARKET_DEALS_SNAPSHOT, file or URL of a StateMarketDeals snapshot;
 *     empty: the node is asked itself, which public endpoints refuse
 * @param marketSweepInterval MARKET_SWEEP_INTERVAL, the least time between two readings of all
 *     market deals; empty: 10 min, every poll on a devnet
 * @param expiringWindow DEAL_EXPIRING_WINDOW_EPOCHS; how long before its end a deal counts as
 *     expiring
 * @param auditEpochs DEAL_AUDIT_EPOCHS; after how many epochs at most a deal is looked at although
 *     no event points at it
 */
@ConfigurationProperties("watcher.monitor")
public record MonitorProperties(
    @Nullable Duration interval,
    @Nullable String marketDealsSnapshot,
    @Nullable Duration marketSweepInterval,
    long expiringWindow,
    long auditEpochs) {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST_GAP = Duration.ofSeconds(1);

  public MonitorProperties {
    if (interval != null && interval.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "DEAL_MONITOR_INTERVAL is " + interval.toMillis() + " ms, the least is 100 ms");
    }
    if (expiringWindow < 0) {
      throw new IllegalArgumentException(
          "DEAL_EXPIRING_WINDOW_EPOCHS is " + expiringWindow + ", it must not be negative");
    }
    if (auditEpochs < 1) {
      throw new IllegalArgumentException(
          "DEAL_AUDIT_EPOCHS is " + auditEpochs + ", the least is 1");
    }
    marketDealsSnapshot =
        marketDealsSnapshot == null || marketDealsSnapshot.isBlank() ? null : marketDealsSnapshot;
  }

  Duration interval(FilecoinNetwork network) {
    if (interval != null) {
      return interval;
    }
    return network == FilecoinNetwork.DEVNET ? Duration.ofSeconds(1) : Duration.ofSeconds(30);
  }

  /**
   * Least time between two polls that the chain woke: a head is replaced several times while its
   * blocks arrive.
   */
  Duration wakeGap(FilecoinNetwork network) {
    Duration tenth = interval(network).dividedBy(10);
    return tenth.compareTo(LONGEST_GAP) < 0 ? tenth : LONGEST_GAP;
  }

  Duration sweepInterval(FilecoinNetwork network) {
    if (marketSweepInterval != null) {
      return marketSweepInterval;
    }
    return network == FilecoinNetwork.DEVNET ? Duration.ZERO : Duration.ofMinutes(10);
  }
}
