package io.filstore.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.client.deal.FakeCurio;
import io.filstore.db.chain.ProviderChoices;
import io.filstore.db.chain.Standings;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

/** The rules of placement in the whole scheduler: what they refuse is said, and nothing is lost. */
class PlacementRulesTest {
  private World world = new World("--filstore.deals.replicas=1");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aDeniedProviderGetsNothing() {
    with("--filstore.deals.replicas=2", "--filstore.placement.denied=f01000");

    String piece = world.piece();
    world.run(60);

    assertThat(world.deals(piece))
        .filteredOn(deal -> deal.state() == DealState.ACCEPTED)
        .extracting(Deal::provider)
        .containsExactly("f01001");
    assertThat(world.deals(piece))
        .filteredOn(deal -> deal.state() == DealState.BLOCKED)
        .singleElement()
        .extracting(Deal::causeText)
        .asString()
        .contains("f01000 is denied by the policy");
  }

  @Test
  void whatAnOperatorSaysLaterGoesBeforeTheSettings() {
    with("--filstore.deals.replicas=1", "--filstore.deals.providers=f01000");
    ProviderChoices choices = world.bean(ProviderChoices.class);
    choices.set("f01001", true, "new here", "acc_operator");
    choices.set("f01000", false, null, "acc_operator");

    String piece = world.piece();
    world.run(60);
    assertThat(world.deals(piece)).extracting(Deal::provider).containsExactly("f01001");

    choices.clear("f01000");
    choices.clear("f01001");
    String next = world.piece();
    world.run(60);
    assertThat(world.deals(next)).extracting(Deal::provider).containsExactly("f01000");
  }

  @Test
  void aProviderWithEnoughUnderWayIsPassedOver() {
    with("--filstore.deals.replicas=1", "--filstore.placement.max-pending=1");

    String first = world.piece();
    world.run(60);
    String second = world.piece();
    world.run(60);

    assertThat(world.deals(first)).extracting(Deal::provider).containsExactly("f01000");
    assertThat(world.deals(second)).extracting(Deal::provider).containsExactly("f01001");
  }

  @Test
  void aPieceOutsideTheSizesSaysSo() {
    with("--filstore.placement.min-piece-size=4096");

    String piece = world.piece();
    world.run(10);

    assertThat(world.deals(piece)).isEmpty();
    assertThat(shortfall(piece)).contains("from 4096 bytes").contains("2048");
  }

  @Test
  void whoFailsAgainAndAgainIsLeftAloneForADayAndSaidSo() {
    with(
        "--filstore.placement.quarantine-after=2",
        "--filstore.deals.attempts-per-provider=1",
        "--filstore.deals.replicas=1");
    refuseAtFirst();
    world.piece();
    world.run(60);
    refuseAtFirst();
    world.piece();
    world.run(60);

    String third = world.piece();
    world.run(60);

    assertThat(world.deals(third)).extracting(Deal::provider).containsExactly("f01001");
    Instant now = Instant.now();
    assertThat(world.bean(Standings.class).of(List.of("f01000"), now).get("f01000"))
        .satisfies(standing -> {
          assertThat(standing.quarantined(now)).isTrue();
          assertThat(standing.quarantineReason()).startsWith("2 deals in a row");
          assertThat(standing.record().refused()).isEqualTo(2);
        });
    assertThat(
            world
                .jdbc
                .sql("select count(*) from event where type = 'provider.quarantined'")
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void whereDataCapIsMissingAPlainDealIsMadeIfThatIsPreferred() {
    with("--filstore.deals.verified-preferred=true");
    world.fund(1000, 0);

    String piece = world.piece();
    world.run(80);

    assertThat(world.deals(piece))
        .hasSize(2)
        .allSatisfy(deal -> {
          assertThat(deal.verified()).isFalse();
          assertThat(deal.product()).isEqualTo("mk12");
          assertThat(deal.state()).isEqualTo(DealState.ACCEPTED);
        });
  }

  @Test
  void theLoadOfAProviderFollowsItsDeals() {
    world.fund(1000, 1L << 30);
    String piece = world.piece();
    world.run(60);
    assertThat(load("f01000")).isEqualTo(World.PADDED + " 1");

    Deal deal = world.deals(piece).getFirst();
    deal = move(deal, DealMove.to(DealState.ACTIVE).finality("head"));
    assertThat(load("f01000")).isEqualTo(World.PADDED + " 0");
    deal = move(deal, DealMove.undoneTo(DealState.SEALING).cause("reorg", "undone"));
    assertThat(load("f01000")).isEqualTo(World.PADDED + " 1");
    move(deal, DealMove.to(DealState.LAPSED).cause("late", "too late"));
    assertThat(load("f01000")).isEqualTo("0 0");
  }

  private Deal move(Deal deal, DealMove move) {
    return Objects.requireNonNull(
        world
            .bean(TransactionTemplate.class)
            .execute(_ -> world.bean(Deals.class).apply(deal, move)));
  }

  private void with(String... properties) {
    world.close();
    world = new World(properties);
    if (!List.of(properties).contains("--filstore.deals.verified-preferred=true")) {
      world.fund(1000, 1L << 30);
    }
  }

  private void refuseAtFirst() {
    world.first.next(new FakeCurio.Fault.Refuse(400, "no room for this"));
  }

  private String shortfall(String piece) {
    return String.valueOf(
        world
            .jdbc
            .sql("select shortfall from piece where piece_cid = ?")
            .param(piece)
            .query(String.class)
            .single());
  }

  private String load(String provider) {
    return world
        .jdbc
        .sql("select open_bytes || ' ' || pending from provider_load where provider = ?")
        .param(provider)
        .query(String.class)
        .single();
  }
}
