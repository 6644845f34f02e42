package io.filstore.filecoin;

import java.time.Duration;
import java.time.Instant;

/**
 * The clock of one network: {@code epoch = floor((time - genesis) / blockDelay)}. Genesis and delay
 * are read from the chain (ChainGetGenesis, Version); mainnet has 2020-08-24T22:00:00Z and 30 s.
 */
public record ChainClock(Instant genesis, Duration blockDelay) {
  public ChainClock {
    if (!blockDelay.isPositive()) {
      throw new IllegalArgumentException("block delay is " + blockDelay + ", it must be positive");
    }
  }

  /** The epoch of a time; negative before genesis. */
  public Epoch at(Instant time) {
    return new Epoch(
        Math.floorDiv(Duration.between(genesis, time).toMillis(), blockDelay.toMillis()));
  }

  /** When the epoch begins. */
  public Instant timeOf(Epoch epoch) {
    return genesis.plusMillis(Math.multiplyExact(blockDelay.toMillis(), epoch.value()));
  }
}
