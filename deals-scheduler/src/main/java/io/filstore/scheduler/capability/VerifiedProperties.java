package io.filstore.scheduler.capability;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether deals may spend DataCap, and until when (draft FIP-0118 ends it with a network upgrade).
 *
 * @param enabled false switches verified deals off at once (VERIFIED_DEALS)
 * @param endNetworkVersion the first network version without them (VERIFIED_DEALS_END_VERSION)
 * @param endEpoch the epoch of that upgrade, as soon as it is known (VERIFIED_DEALS_END_EPOCH)
 */
@ConfigurationProperties("filstore.verified")
record VerifiedProperties(
    @DefaultValue("true") boolean enabled,
    @Nullable Integer endNetworkVersion,
    @Nullable Long endEpoch) {

  VerifiedProperties {
    if (endNetworkVersion != null && endNetworkVersion < 1) {
      throw new IllegalArgumentException(
          "VERIFIED_DEALS_END_VERSION is " + endNetworkVersion + ", it must be above 0");
    }
    if (endEpoch != null && endEpoch < 1) {
      throw new IllegalArgumentException(
          "VERIFIED_DEALS_END_EPOCH is " + endEpoch + ", it must be above 0");
    }
  }
}
