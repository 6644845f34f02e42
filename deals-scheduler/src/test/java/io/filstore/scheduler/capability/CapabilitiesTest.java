package io.filstore.scheduler.capability;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.scheduler.World;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the public may know of the end of verified deals, while it comes nearer. */
class CapabilitiesTest {

  @Test
  void pendingAllocationsCountDownToTheirEndOrThatOfVerifiedDeals() {
    try (World world =
        new World("--filstore.deals.replicas=1", "--filstore.verified.end-epoch=30000")) {
      world.fund(100, 1 << 20);
      world.piece();
      world.run(60);

      Capabilities.Verified verified = of(world).verifiedDeals();

      assertThat(verified.available()).isTrue();
      assertThat(Objects.requireNonNull(verified.end()).epoch()).isEqualTo(30_000);
      assertThat(Objects.requireNonNull(verified.lastExpiration()).epoch()).isLessThan(30_000);
      Capabilities.Countdown pending = verified.pending().getFirst();
      assertThat(verified.pending()).hasSize(1);
      assertThat(pending.provider()).isEqualTo("f01000");
      assertThat(pending.size()).isEqualTo(World.PADDED);
      assertThat(pending.claimableUntil().epoch()).isEqualTo(verified.lastExpiration().epoch());
      long before = pending.claimableUntil().inS();
      assertThat(before).isPositive();

      world.devnet.tick(29_000);
      assertThat(of(world).verifiedDeals().pending()).isEmpty();
    }
  }

  @Test
  void whatIsSwitchedOffSaysWhy() {
    try (World world = new World("--filstore.verified.enabled=false")) {
      Capabilities.Verified verified = of(world).verifiedDeals();

      assertThat(verified.available()).isFalse();
      assertThat(verified.reason()).contains("VERIFIED_DEALS=false");
      assertThat(verified.pending()).isEmpty();
      assertThat(verified.end()).isNull();
    }
  }

  private static Capabilities of(World world) {
    return world.bean(CapabilitiesController.class).capabilities();
  }
}
