package io.filstore.scheduler.capability;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this deployment can do at present.
 *
 * @param network devnet, calibration or mainnet
 * @param products kinds of deals that it makes
 */
record Capabilities(
    String network, int networkVersion, List<String> products, Verified verifiedDeals) {

  /**
   * Deals that spend DataCap.
   *
   * @param reason why there are none
   * @param end when the network ends them, if that is known
   * @param lastExpiration no allocation is made that could be claimed later
   * @param endNetworkVersion the first version without them, if that is set
   * @param pending allocations that are lost if they are not claimed in time, first to end first
   */
  record Verified(
      boolean available,
      @Nullable String reason,
      @Nullable Moment end,
      @Nullable Moment lastExpiration,
      @Nullable Integer endNetworkVersion,
      List<Countdown> pending) {}

  /** A height of the chain, its time, and the seconds until then. */
  record Moment(long epoch, Instant time, long inS) {}

  /**
   * @param claimableUntil the allocation's expiration, or the end if that comes first
   */
  record Countdown(
      long allocationId, String wallet, String provider, long size, Moment claimableUntil) {}
}
