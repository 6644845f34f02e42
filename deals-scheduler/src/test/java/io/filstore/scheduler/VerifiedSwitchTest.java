package io.filstore.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.client.chain.Allocation;
import io.filstore.db.deal.DatacapLedger;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.scheduler.datacap.Allocations;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Verified deals switched off, and about to end. */
class VerifiedSwitchTest {

  private static World world(String... properties) {
    List<String> all = new ArrayList<>(List.of(properties));
    all.add("--filstore.deals.replicas=1");
    all.add("--filstore.deals.start-margin-epochs=2880");
    World world = new World(all.toArray(String[]::new));
    world.fund(100, 1 << 20);
    return world;
  }

  private static Deal planned(World world, String product) {
    String piece = world.piece();
    world.run(1);
    world.jdbc.sql("update deal set product = ?").param(product).update();
    world.run(60);
    return world.deals(piece).getFirst();
  }

  /** The devnet is at network version 28. */
  @ParameterizedTest
  @CsvSource({
    "--filstore.verified.enabled=false, switched off (VERIFIED_DEALS=false)",
    "--filstore.verified.end-network-version=28, ended with network version 28",
    "--filstore.verified.end-epoch=3, ended at epoch 3"
  })
  void nothingIsSpentOnceTheyAreOff(String property, String why) {
    try (World world = world(property)) {
      Deal deal = planned(world, "ddo");

      assertThat(deal.state()).isEqualTo(DealState.BLOCKED);
      assertThat(deal.causeCode()).isEqualTo("verified_deals_unavailable");
      assertThat(deal.causeText()).contains(why);
      assertThat(world.messages()).isZero();
      assertThat(world.bean(DatacapLedger.class).reserved(deal.wallet())).isZero();
    }
  }

  @Test
  void aLaterNetworkVersionChangesNothingYet() {
    try (World world = world("--filstore.verified.end-network-version=29")) {
      assertThat(planned(world, "ddo").state()).isEqualTo(DealState.ACCEPTED);
    }
  }

  @Test
  void anAllocationExpiresBeforeTheEndLessTheTimeForSealing() {
    try (World world = world("--filstore.verified.end-epoch=30000")) {
      Deal deal = planned(world, "ddo");

      assertThat(deal.state()).as(deal.causeText()).isEqualTo(DealState.ACCEPTED);
      assertThat(world.chain.allocations(world.wallet()).values())
          .extracting(Allocation::expiration)
          .extracting(epoch -> epoch.value())
          .containsExactly(30000L - 2880);
      assertThat(world.bean(Allocations.class).unclaimed(deal.wallet())).hasSize(1);
    }
  }

  @Test
  void nothingIsAllocatedThatNoProviderCouldClaimInTime() {
    try (World world = world("--filstore.verified.end-epoch=17000")) {
      Deal deal = planned(world, "ddo");

      assertThat(deal.causeCode()).isEqualTo("verified_deals_unavailable");
      assertThat(deal.causeText()).contains("end at epoch 17000", "providers need at least 14400");
      assertThat(world.messages()).isZero();
    }
  }

  @Test
  void aVerifiedDealOfTheMarketDoesNotStartAfterTheEnd() {
    try (World world = world("--filstore.verified.end-epoch=5700")) {
      String piece = planned(world, "mk12").pieceCid();
      for (int i = 0; i < 3 && world.deals(piece).getFirst().causeCode() == null; i++) {
        world.run(1);
      }

      Deal deal = world.deals(piece).getFirst();
      assertThat(deal.causeCode()).isEqualTo("verified_deals_unavailable");
      assertThat(deal.causeText()).contains("end at epoch 5700", "until epoch 2820");
      assertThat(deal.proposalBytes()).isNull();
    }
  }
}
