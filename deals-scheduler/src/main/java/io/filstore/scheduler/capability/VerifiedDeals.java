package io.filstore.scheduler.capability;

import io.filstore.client.chain.Chain;
import io.filstore.filecoin.Epoch;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Whether and until when deals may spend DataCap. What is allocated and not claimed when the
 * network ends verified deals is lost, so nothing is allocated that could be claimed later than
 * that, less the time that a provider needs for sealing.
 */
public final class VerifiedDeals {

  /** Curio refuses an allocation that ends before its own default start of two days or so. */
  static final long SHORTEST = 14_400;

  private final Chain chain;
  private final VerifiedProperties properties;
  private final long sealingEpochs;

  VerifiedDeals(Chain chain, VerifiedProperties properties, long sealingEpochs) {
    this.chain = chain;
    this.properties = properties;
    this.sealingEpochs = sealingEpochs;
  }

  /** Why there are none now; empty when there are. Asks the chain only when a version is set. */
  public Optional<String> off(Epoch head) {
    if (!properties.enabled()) {
      return Optional.of("verified deals are switched off (VERIFIED_DEALS=false)");
    }
    Long end = properties.endEpoch();
    if (end != null && head.value() >= end) {
      return Optional.of("verified deals ended at epoch " + end);
    }
    Integer version = properties.endNetworkVersion();
    if (version == null) {
      return Optional.empty();
    }
    int now = chain.networkVersion();
    return now < version
        ? Optional.empty()
        : Optional.of(
            "verified deals ended with network version %d, the network is at %d"
                .formatted(version, now));
  }

  /** The last epoch at which a new allocation may still be claimed; empty while no end is known. */
  public OptionalLong lastExpiration() {
    Long end = properties.endEpoch();
    return end == null ? OptionalLong.empty() : OptionalLong.of(end - sealingEpochs);
  }

  /** The epoch of the end, if it is known. */
  OptionalLong endEpoch() {
    Long end = properties.endEpoch();
    return end == null ? OptionalLong.empty() : OptionalLong.of(end);
  }

  /** The network version of the end, if there is one. */
  Optional<Integer> endVersion() {
    return Optional.ofNullable(properties.endNetworkVersion());
  }

  /** Why nothing may be allocated that expires at that epoch; empty when it may. */
  public Optional<String> refusal(Epoch head, long expiration) {
    OptionalLong last = lastExpiration();
    return off(head)
        .or(() ->
            last.isPresent() && expiration > last.getAsLong()
                ? Optional.of(
                    "verified deals end at epoch %d: DataCap may be set aside until epoch %d, not until %d"
                        .formatted(endEpoch().orElseThrow(), last.getAsLong(), expiration))
                : Optional.empty());
  }

  /** When a new allocation would expire. */
  public sealed interface Expiration {

    /** At this epoch. */
    record At(long epoch) implements Expiration {}

    /** It must not be made. */
    record Never(String why) implements Expiration {}
  }

  /**
   * When an allocation made now may expire.
   *
   * @param wanted epochs from now on
   */
  public Expiration expiration(Epoch head, long wanted) {
    Optional<String> off = off(head);
    if (off.isPresent()) {
      return new Expiration.Never(off.get());
    }
    long asked = head.plus(wanted).value();
    OptionalLong last = lastExpiration();
    if (last.isEmpty() || asked <= last.getAsLong()) {
      return new Expiration.At(asked);
    }
    long left = last.getAsLong() - head.value();
    return left < Math.min(SHORTEST, wanted)
        ? new Expiration.Never(
            "verified deals end at epoch %d: what is allocated now would have to be claimed within %d epochs, providers need at least %d"
                .formatted(endEpoch().orElseThrow(), Math.max(left, 0), Math.min(SHORTEST, wanted)))
        : new Expiration.At(last.getAsLong());
  }
}
