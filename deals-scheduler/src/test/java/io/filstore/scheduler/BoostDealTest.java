package io.filstore.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.filstore.client.deal.FakeBoost;
import io.filstore.client.deal.FakeCurio.Fault;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The operator's own boostd takes the direct deals of f01000; f01001 is an ordinary provider. */
class BoostDealTest {
  private static final int RUNS = 80;

  private final FakeBoost boost = new FakeBoost("f01000");
  private World world = world(boost);

  private static World world(FakeBoost boost, String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "--filstore.deals.replicas=1",
                "--filstore.providers.boost=t01000=" + boost.url() + "+" + boost.url(),
                "--filstore.providers.car-folders=f01000=/mnt/cars"));
    settings.addAll(List.of(more));
    World world = new World(settings.toArray(String[]::new));
    world.fund(1000, 1L << 30);
    return world;
  }

  @AfterEach
  void close() {
    world.close();
    boost.close();
  }

  @Test
  void aPieceGetsItsDealThere() {
    String piece = world.piece();
    world.run(RUNS);

    Deal deal = accepted(piece);
    assertThat(deal.transport()).isEqualTo("boost");
    assertThat(deal.offline()).isFalse();
    JsonNode sent = Objects.requireNonNull(boost.direct().get(key(deal)));
    assertThat(sent.path("AllocationID").asLong()).isEqualTo(deal.allocationId());
    assertThat(world.allocations(piece)).isEqualTo(Map.of(1000L, 1L));
    assertThat(sent.at("/PieceCid/~1").asString()).isEqualTo(piece);
    assertThat(sent.path("ClientAddr").asString()).isEqualTo(world.wallet().toString());
    assertThat(sent.path("FilePath").asString()).isEqualTo("/mnt/cars/" + piece + ".car");
    assertThat(sent.path("DeleteAfterImport").asBoolean(true)).isFalse();
    long start = sent.path("StartEpoch").asLong();
    assertThat(start)
        .isEqualTo(deal.startEpoch())
        .isBetween(world.devnet.height() + 5_000, deal.allocationExpiration());
    assertThat(sent.path("EndEpoch").asLong()).isEqualTo(start + deal.durationEpochs());
    assertThat(boost.posts()).isEqualTo(1);
    assertThat(world.first.posts() + world.second.posts()).isZero();
  }

  @Test
  void anAnswerThatIsLostIsLookedUp() {
    boost.next(new Fault.LoseAnswer());
    String piece = world.piece();
    world.run(RUNS);

    accepted(piece);
    assertThat(boost.posts()).isEqualTo(1);
  }

  @Test
  void anOfferThatIsLostIsSentAgainUnderItsUuid() {
    boost.next(new Fault.LoseOffer());
    String piece = world.piece();
    world.run(RUNS);

    Deal deal = accepted(piece);
    assertThat(boost.posts()).isEqualTo(2);
    assertThat(boost.direct().keySet()).containsExactly(key(deal));
    assertThat(world.messages()).isEqualTo(1);
  }

  @Test
  void aRefusalEndsItAndAnotherProviderIsTaken() {
    boost.next(new Fault.Refuse(200, "allocation term min 9 is longer than the sector lifetime 8"));
    String piece = world.piece();
    world.run(RUNS);

    assertThat(world.deals(piece))
        .extracting(Deal::provider, Deal::transport, Deal::state, Deal::causeCode)
        .containsExactly(
            tuple("f01000", "boost", DealState.REJECTED, "duration_out_of_range"),
            tuple("f01001", "curio", DealState.ACCEPTED, null));
  }

  /** Its node does not see the allocation yet: boost trips over that instead of refusing. */
  @Test
  void aBoostdWhoseNodeLagsIsAskedLater() {
    boost.next(
        new Fault.Refuse(200, "panic in rpc method 'Filecoin.BoostDirectDeal': nil pointer"));
    String piece = world.piece();
    world.run(RUNS);

    accepted(piece);
    assertThat(boost.posts()).isEqualTo(2);
    assertThat(world.messages()).isEqualTo(1);
  }

  @Test
  void dyingAnywhereMakesOneDealAndOneAllocation() {
    boolean reached = true;
    int pieces = 0;
    for (int place = 1; reached; place++) {
      String piece = world.piece();
      pieces++;
      world.crashes.dieAt(place);
      world.run(RUNS);
      reached = !world.crashes.pending();
      world.crashes.never();
      world.run(RUNS);

      assertThat(accepted(piece).transport()).as("place %d", place).isEqualTo("boost");
      assertThat(boost.kept()).as("place %d", place).isEqualTo(pieces);
      assertThat(world.messages()).as("place %d", place).isEqualTo(pieces);
      assertThat(world.allocations(piece)).as("place %d", place).isEqualTo(Map.of(1000L, 1L));
    }
    assertThat(pieces).isGreaterThan(30);
  }

  @Test
  void aLostDealIsHandedOverAgainWithTheSameBytes() {
    String piece = world.piece();
    world.run(RUNS);
    Deal deal = accepted(piece);
    boost.forget();
    world.bean(Deals.class).apply(deal, DealMove.lost(Instant.now(), "it is not known there"));
    world.bean(Jobs.class).enqueue(JobName.DEAL, deal.id());
    world.run(RUNS);

    assertThat(boost.direct().keySet()).containsExactly(key(deal));
    assertThat(accepted(piece).resends()).isEqualTo(1);
    assertThat(world.messages()).isEqualTo(1);
  }

  /** Its row says so, whatever the settings have come to say since. */
  @Test
  void aDealThatBeganOnAnotherWayKeepsIt() {
    String piece = world.piece();
    world.run(2);
    Deal begun = world.deals(piece).getFirst();
    assertThat(begun.state()).isEqualTo(DealState.ALLOCATING);
    assertThat(begun.transport()).isEqualTo("boost");
    world.jdbc.sql("update deal set transport = 'curio'").update();
    world.run(RUNS);

    Deal deal = accepted(piece);
    assertThat(world.first.offers().keySet()).containsExactly(key(deal));
    assertThat(boost.posts()).isZero();
  }

  @Test
  void aDealWhoseNodeTheSettingsNoLongerNameWaitsForIt() {
    String piece = world.piece();
    world.run(2);
    world
        .jdbc
        .sql("update deal set transport = 'lotus', proposal_bytes = '{}', proposal_key = 'k'")
        .update();
    world.jdbc.sql("update deal set state = 'proposing'").update();
    world.run(3);

    Deal deal = world.deals(piece).getFirst();
    assertThat(deal.state()).isEqualTo(DealState.BLOCKED);
    assertThat(deal.causeCode()).isEqualTo("provider_unreachable");
    assertThat(deal.causeText())
        .isEqualTo("the deal goes by way of lotus, and the settings name no such node for f01000");
    assertThat(boost.posts() + world.first.posts()).isZero();
  }

  @Test
  void aBoostdOfAnotherMinerGetsNothing() {
    world.close();
    try (FakeBoost others = new FakeBoost("f01007")) {
      world = world(others, "--filstore.deals.providers=f01000");
      String piece = world.piece();
      world.run(5);

      Deal deal = world.deals(piece).getFirst();
      assertThat(deal.causeCode()).isEqualTo("no_eligible_provider");
      assertThat(deal.causeText()).contains("is of the miner 'f01007'");
      assertThat(others.posts()).isZero();
      assertThat(world.messages()).isZero();
    }
  }

  @Test
  void aDirectDealWithoutAnAllocationIsNotForIt() {
    world.close();
    world =
        world(
            boost,
            "--filstore.deals.providers=f01000",
            "--filstore.deals.product=ddo",
            "--filstore.deals.verified-default=false");
    String piece = world.piece();
    world.run(5);

    assertThat(world.deals(piece).getFirst().causeText())
        .contains("takes direct deals with an allocation only");
    assertThat(boost.posts()).isZero();
  }

  private Deal accepted(String piece) {
    List<Deal> deals = world.deals(piece);
    assertThat(deals).hasSize(1);
    Deal deal = deals.getFirst();
    assertThat(deal.state()).as(deal.causeText()).isEqualTo(DealState.ACCEPTED);
    return deal;
  }

  private static String key(Deal deal) {
    return Objects.requireNonNull(deal.proposalKey());
  }
}
