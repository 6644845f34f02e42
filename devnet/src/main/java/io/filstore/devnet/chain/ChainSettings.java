package io.filstore.devnet.chain;

import io.filstore.devnet.actors.runtime.Limits;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How the chain runs.
 *
 * @param dir folder of the journal
 * @param blockDelay time between tipsets; zero means that only the control interface ticks
 * @param finality epochs behind the head that count as final
 * @param providers number of miner actors, f01000 onwards
 * @param limits the network's policy; taken from the journal once there is one
 */
public record ChainSettings(
    Path dir, Duration blockDelay, long finality, int providers, Limits limits) {
  public static final String NETWORK = "localnet";

  /** Actor id of the first miner. */
  public static final long FIRST_MINER = 1000;

  public ChainSettings {
    if (blockDelay.isNegative()) {
      throw new IllegalArgumentException("block delay must not be negative: " + blockDelay);
    }
    if (providers < 1 || providers > 50) {
      throw new IllegalArgumentException("1 to 50 providers, not " + providers);
    }
  }

  public boolean ticksByItself() {
    return !blockDelay.isZero();
  }
}
