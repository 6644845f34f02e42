package io.filstore.devnet.actors.runtime;

import java.math.BigInteger;

/**
 * Policy of the simulated network, fixed at its genesis. Durations are epochs, sizes padded bytes.
 * Defaults are mainnet's (builtin-actors runtime/src/runtime/policy.rs, market/src/policy.rs) but
 * for the verified minimum (256 bytes as in test builds, mainnet 1 MiB) and the clean-up delay (20
 * epochs, mainnet up to 30 days).
 *
 * @param minVerifiedPiece smallest padded piece of an allocation
 * @param minDealDuration shortest f05 deal, mainnet 180 days
 * @param maxDealDuration longest f05 deal, mainnet 1278 days
 * @param minAllocationTerm least term_min of an allocation, mainnet 180 days
 * @param cleanupDelay epochs after its start at which a deal that was never activated is removed
 */
public record Limits(
    long minVerifiedPiece,
    long minDealDuration,
    long maxDealDuration,
    long minAllocationTerm,
    long cleanupDelay) {

  public static final long EPOCHS_PER_DAY = 2880;
  public static final long MAX_ALLOCATION_TERM = 5 * 365 * EPOCHS_PER_DAY;
  public static final long MAX_ALLOCATION_EXPIRATION = 60 * EPOCHS_PER_DAY;
  public static final long MARKET_TERM_GRACE = 90 * EPOCHS_PER_DAY;

  /** Ceiling for price and collateral: all FIL there can ever be. */
  public static final BigInteger TOTAL_FIL =
      BigInteger.valueOf(2_000_000_000).multiply(BigInteger.TEN.pow(18));

  private static final BigInteger CIRCULATING_FIL =
      BigInteger.valueOf(700_000_000).multiply(BigInteger.TEN.pow(18));
  private static final BigInteger BASELINE_POWER = BigInteger.valueOf(200).shiftLeft(60);

  /** Laptop defaults as described above. */
  public static Limits defaults() {
    return new Limits(256, 180 * EPOCHS_PER_DAY, 1278 * EPOCHS_PER_DAY, 180 * EPOCHS_PER_DAY, 20);
  }

  public static BigInteger circulatingSupply() {
    return CIRCULATING_FIL;
  }

  /** Bytes; stands in for the network's raw power as well, which is far below it here. */
  public static BigInteger baselinePower() {
    return BASELINE_POWER;
  }

  /** One percent of the supply, shared by the piece's part of the network (market/policy.rs). */
  public static BigInteger minProviderCollateral(long paddedSize) {
    BigInteger size = BigInteger.valueOf(paddedSize);
    return CIRCULATING_FIL
        .multiply(size)
        .divide(BigInteger.valueOf(100).multiply(BASELINE_POWER.max(size)));
  }
}
