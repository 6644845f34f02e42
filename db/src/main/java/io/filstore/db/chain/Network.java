package io.filstore.db.chain;

import io.filstore.filecoin.ChainClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * A row of {@code network}: the chain as the watcher last saw it.
 *
 * @param name network name as the node tells it
 * @param blockDelayS seconds per epoch
 * @param observedAt when the head was read
 */
public record Network(
    String name,
    Instant genesisAt,
    BigDecimal blockDelayS,
    long headEpoch,
    String headTipset,
    long finalizedEpoch,
    Instant observedAt) {
  /** The clock that turns epochs of this network into times. */
  public ChainClock clock() {
    return new ChainClock(
        genesisAt, Duration.ofMillis(blockDelayS.movePointRight(3).longValueExact()));
  }
}
