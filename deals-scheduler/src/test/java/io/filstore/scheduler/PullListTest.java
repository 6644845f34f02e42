package io.filstore.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.filstore.db.chain.Standings;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.db.piece.Pieces;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.mk12.DealParams;
import io.filstore.scheduler.problem.RequestRefused;
import io.filstore.scheduler.pull.PullDoor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two copies are wanted, one provider is among those of the policy, another one pulls. */
class PullListTest {
  private static final String PULLS = "f01001";
  private static final int RUNS = 6;

  private World world = world("ddo", "f01000");

  private static World world(String product, String providers, String... more) {
    List<String> properties =
        new ArrayList<>(
            List.of(
                "--filstore.deals.replicas=2",
                "--filstore.deals.providers=" + providers,
                "--filstore.deals.product=" + product,
                "--filstore.deals.verified-default=" + product.equals("ddo")));
    properties.addAll(List.of(more));
    World world = new World(properties.toArray(String[]::new));
    world.fund(1000, product.equals("ddo") ? 1L << 30 : 0);
    return world;
  }

  private void another(World instead) {
    world.close();
    world = instead;
  }

  @AfterEach
  void close() {
    world.close();
  }

  private PullDoor door() {
    return new PullDoor(world::bean);
  }

  @Test
  void aPieceThatFoundNoTakerIsOfferedAndReservedOnce() {
    String piece = planned();
    assertThat(door().offers(PULLS)).containsExactly(piece);
    assertThat(door().offers("f01000")).isEmpty();

    Deal deal = door().reserve(piece, PULLS, null);
    assertThat(deal.state()).isEqualTo(DealState.PLANNED);
    assertThat(door().reserve(piece, PULLS, null).id()).isEqualTo(deal.id());
    assertThat(door().offers(PULLS)).isEmpty();

    world.run(60);
    assertThat(world.deals(piece))
        .extracting(Deal::provider, Deal::state)
        .containsExactlyInAnyOrder(
            tuple("f01000", DealState.ACCEPTED), tuple(PULLS, DealState.ACCEPTED));
    assertThat(world.bean(Pieces.class).find(piece).orElseThrow().shortfall()).isNull();
    assertThatThrownBy(() -> door().reserve(piece, "f01002", null))
        .isInstanceOf(RequestRefused.class)
        .hasMessage("The piece has the 2 copies that are wanted.");
  }

  @Test
  void theListHasSizesAndPages() {
    List<String> pieces = IntStream.range(0, 3).mapToObj(i -> planned()).sorted().toList();

    assertThat(door().offers(PULLS, World.PADDED + 1, Long.MAX_VALUE)).isEmpty();
    assertThat(door().offers(PULLS, 0, World.PADDED - 1)).isEmpty();
    assertThat(door().pages(PULLS, 1))
        .containsExactly(List.of(pieces.get(0)), List.of(pieces.get(1)), List.of(pieces.get(2)));
    assertThat(door().pages(PULLS, 2)).containsExactly(pieces.subList(0, 2), pieces.subList(2, 3));
  }

  @Test
  void askedByManyAtOnceItMakesOneDeal() throws Exception {
    String piece = planned();
    Callable<String> ask = () -> door().reserve(piece, PULLS, null).id();
    List<String> ids = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<String> id : threads.invokeAll(List.of(ask, ask, ask, ask, ask))) {
        ids.add(id.get());
      }
    }

    assertThat(ids).hasSize(5).containsOnly(ids.getFirst());
    assertThat(open(piece)).hasSize(2);
  }

  @Test
  void theRulesOfPlacementHoldHereToo() {
    String piece = planned();
    assertThat(door().offers(PULLS)).containsExactly(piece);
    Instant now = Instant.now();
    world
        .bean(Standings.class)
        .quarantine(PULLS, now.plus(Duration.ofDays(1)), "it lost a sector", now);

    assertThat(door().offers(PULLS)).isEmpty();
    assertThatThrownBy(() -> door().reserve(piece, PULLS, null))
        .isInstanceOf(RequestRefused.class)
        .hasMessageContaining(PULLS + " is in quarantine until")
        .hasMessageContaining("it lost a sector");
    assertThat(open(piece)).hasSize(1);
  }

  @Test
  void aDealThatWaitsForAProviderMakesRoomForIt() {
    another(
        world(
            "mk12", "f01000,f01001", "--filstore.deals.max-price-attofil-per-gib-epoch=300000000"));
    world.second.ask(AttoFil.of(400_000_000));
    String piece = planned();
    assertThat(open(piece))
        .filteredOn(deal -> deal.state() == DealState.BLOCKED)
        .extracting(Deal::provider)
        .containsExactly(PULLS);

    world.second.ask(AttoFil.of(100_000_000));
    Deal deal = door().reserve(piece, PULLS, null);
    assertThat(open(piece)).hasSize(2).extracting(Deal::id).contains(deal.id());
    world.run(60);
    assertThat(world.deals(piece))
        .filteredOn(other -> other.state() == DealState.ACCEPTED)
        .hasSize(2);
  }

  @Test
  void aDirectDealStartsNoSoonerThanItsProviderSeals() {
    String piece = planned();
    long head = world.devnet.height();
    Deal deal = door().reserve(piece, PULLS, 30_000L);
    world.run(60);

    Deal offered = read(piece, deal);
    long start = Objects.requireNonNull(offered.startEpoch());
    assertThat(start).isGreaterThanOrEqualTo(head + 30_000);
    assertThat(Objects.requireNonNull(offered.allocationExpiration())).isGreaterThan(start);
    byte[] body = Objects.requireNonNull(world.second.offers().get(offered.proposalKey()));
    JsonNode ddo = JsonMapper.shared().readTree(body).at("/products/ddo_v1");
    assertThat(ddo.path("start_epoch").asLong()).isEqualTo(start);
  }

  @Test
  void theLongestSealingStillFitsAnAllocation() {
    String piece = planned();
    Deal deal = door().reserve(piece, PULLS, 100_800L);
    world.run(60);

    Deal offered = read(piece, deal);
    assertThat(offered.state()).isEqualTo(DealState.ACCEPTED);
    assertThat(Objects.requireNonNull(offered.allocationExpiration()))
        .isGreaterThan(Objects.requireNonNull(offered.startEpoch()))
        .isGreaterThan(world.devnet.height() + 100_800);
  }

  @Test
  void aMarketDealStartsNoSoonerThanItsProviderSeals() {
    another(world("mk12", "f01000"));
    String piece = planned();
    long head = world.devnet.height();
    Deal deal = door().reserve(piece, PULLS, 30_000L);
    world.run(60);

    Deal offered = read(piece, deal);
    assertThat(offered.state()).isEqualTo(DealState.ACCEPTED);
    byte[] body = Objects.requireNonNull(world.second.offers().get(offered.proposalKey()));
    assertThat(DealParams.decode(body).proposal().proposal().startEpoch().value())
        .isGreaterThanOrEqualTo(head + 30_000 + 2880);
  }

  /** A piece whose plan has found no more takers. */
  private String planned() {
    String piece = world.piece();
    world.run(RUNS);
    return piece;
  }

  private List<Deal> open(String piece) {
    return world.deals(piece).stream().filter(deal -> deal.state().open()).toList();
  }

  private Deal read(String piece, Deal deal) {
    return world.deals(piece).stream()
        .filter(other -> other.id().equals(deal.id()))
        .findFirst()
        .orElseThrow();
  }
}
