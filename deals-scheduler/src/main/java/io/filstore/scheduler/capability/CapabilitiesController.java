package io.filstore.scheduler.capability;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.Tipset;
import io.filstore.db.chain.Wallet;
import io.filstore.db.chain.Wallets;
import io.filstore.filecoin.Epoch;
import io.filstore.scheduler.datacap.AllocationView;
import io.filstore.scheduler.datacap.Allocations;
import io.filstore.scheduler.network.FilecoinNetwork;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /internal/capabilities}. */
@RestController
class CapabilitiesController {

  private static final int SHOWN = 100;

  private final Chain chain;
  private final FilecoinNetwork network;
  private final VerifiedDeals verified;
  private final Wallets wallets;
  private final Allocations allocations;
  private final Clock clock;

  CapabilitiesController(
      Chain chain,
      FilecoinNetwork network,
      VerifiedDeals verified,
      Wallets wallets,
      Allocations allocations,
      Clock clock) {
    this.chain = chain;
    this.network = network;
    this.verified = verified;
    this.wallets = wallets;
    this.allocations = allocations;
    this.clock = clock;
  }

  @GetMapping("/internal/capabilities")
  Capabilities capabilities() {
    Tipset head = chain.head();
    Optional<String> off = verified.off(head.height());
    return new Capabilities(
        network.name().toLowerCase(Locale.ROOT),
        chain.networkVersion(),
        List.of("ddo", "mk12"),
        new Capabilities.Verified(
            off.isEmpty(),
            off.orElse(null),
            moment(verified.endEpoch()),
            moment(verified.lastExpiration()),
            verified.endVersion().orElse(null),
            wallets.all().stream()
                .flatMap(this::pending)
                .sorted(Comparator.comparingLong(one -> one.claimableUntil().epoch()))
                .limit(SHOWN)
                .toList()));
  }

  private Stream<Capabilities.Countdown> pending(Wallet wallet) {
    return allocations.unclaimed(wallet.address()).stream()
        .filter(one -> one.state().equals("pending"))
        .map(one ->
            new Capabilities.Countdown(
                one.id(), wallet.address(), one.provider(), one.size(), until(one)));
  }

  private Capabilities.Moment until(AllocationView one) {
    AllocationView.At at = one.expiration();
    long expiration = at == null ? Long.MAX_VALUE : at.epoch();
    return moment(Math.min(expiration, verified.endEpoch().orElse(Long.MAX_VALUE)));
  }

  private Capabilities.@Nullable Moment moment(OptionalLong epoch) {
    return epoch.isEmpty() ? null : moment(epoch.getAsLong());
  }

  private Capabilities.Moment moment(long epoch) {
    Instant time = chain.clock().timeOf(new Epoch(epoch));
    long left = Duration.between(clock.instant(), time).toSeconds();
    return new Capabilities.Moment(epoch, time, Math.max(0, left));
  }
}
