package io.filstore.client.chain;

import java.math.BigInteger;

/**
 * What a miner has proven to store.
 *
 * @param rawBytes bytes of its sectors
 * @param qualityAdjusted the same with verified bytes counted tenfold: its weight in the consensus
 */
public record MinerPower(BigInteger rawBytes, BigInteger qualityAdjusted) {
  /** More than all disks there are, and less than any column of ours holds. */
  private static final int MAX_BITS = 128;

  public MinerPower {
    requirePlausible(rawBytes);
    requirePlausible(qualityAdjusted);
  }

  /** Whether it stores nothing, or has faulted with all of it. */
  public boolean isNone() {
    return rawBytes.signum() == 0 && qualityAdjusted.signum() == 0;
  }

  private static void requirePlausible(BigInteger power) {
    if (power.signum() < 0 || power.bitLength() > MAX_BITS) {
      throw new IllegalArgumentException(
          "a power of %d bits with the sign %d".formatted(power.bitLength(), power.signum()));
    }
  }
}
