package io.filstore.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.client.deal.FakeCurio;
import io.filstore.client.deal.FakeCurio.Fault;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.event.Event;
import io.filstore.db.event.EventLog;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider accepts an offer and loses it: it gets the very same bytes again. */
class LostOfferTest {
  private static final int RUNS = 60;

  private World world = world("ddo");

  private static World world(String product) {
    World world =
        new World(
            "--filstore.deals.replicas=1",
            "--filstore.deals.product=" + product,
            "--filstore.deals.verified-default=" + product.equals("ddo"));
    world.fund(1000, product.equals("ddo") ? 1L << 30 : 0);
    return world;
  }

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ddo", "mk12"})
  void theSameBytesAreSentAgainUnderTheSameKey(String product) {
    world.close();
    world = world(product);
    Deal deal = accepted();
    Map<String, byte[]> before = world.first.offers();
    long messages = world.messages();
    lost(deal);
    world.run(RUNS);

    Deal again = read(deal);
    assertThat(again.state()).isEqualTo(DealState.ACCEPTED);
    assertThat(again.resends()).isEqualTo(1);
    assertThat(again.lostAt()).isNull();
    assertThat(again.causeCode()).isNull();
    assertThat(world.first.offers().keySet()).isEqualTo(before.keySet());
    assertThat(world.first.offers().get(key(deal))).isEqualTo(before.get(key(deal)));
    assertThat(world.first.posts()).isEqualTo(2);
    assertThat(world.messages()).isEqualTo(messages);
    assertThat(world.deals(deal.pieceCid())).hasSize(1);
    Event told = told(deal).getFirst();
    assertThat(told.data().at("/actor").asString()).isEqualTo("scheduler");
    assertThat(told.data().at("/cause/code").asString()).isEqualTo("provider_forgot");
    assertThat(told.data().at("/evidence/0/status").asString()).isEqualTo("not stored");
    assertThat(told.data().at("/evidence/0/offer").asString()).isEqualTo(key(deal));
  }

  @Test
  void aProviderThatHasItAfterAllIsSentNothing() {
    Deal deal = accepted();
    mark(deal);
    world.run(RUNS);

    assertThat(world.first.posts()).isEqualTo(1);
    assertThat(read(deal).lostAt()).isNull();
    assertThat(told(deal)).isEmpty();
  }

  @Test
  void anOfferThatIsAlwaysLostIsSentThreeTimesAtMost() {
    Deal deal = accepted();
    for (int round = 0; round < 5; round++) {
      world.first.next(new Fault.LoseOffer());
    }
    lost(deal);
    world.run(RUNS);

    assertThat(world.first.posts()).isEqualTo(4);
    assertThat(read(deal).resends()).isEqualTo(Deal.MOST_RESENDS);
    assertThat(told(deal)).hasSize(Deal.MOST_RESENDS);
    assertThat(world.jobs()).isEmpty();
    assertThat(read(deal).state()).isEqualTo(DealState.ACCEPTED);
  }

  @Test
  void aProviderThatIsBusyIsAskedLaterAndThatDoesNotCount() {
    Deal deal = accepted();
    world.first.next(new Fault.Refuse(429, "overloaded"));
    lost(deal);
    world.run(RUNS);

    assertThat(world.first.posts()).isEqualTo(3);
    assertThat(read(deal).resends()).isEqualTo(1);
    assertThat(read(deal).lostAt()).isNull();
  }

  @Test
  void aProviderThatDoesNotTakeItAnyMoreIsReplaced() {
    Deal deal = accepted();
    world.first.next(new Fault.Refuse(400, "client not allowed by provider"));
    lost(deal);
    world.run(RUNS);

    Deal failed = read(deal);
    assertThat(failed.state()).isEqualTo(DealState.FAILED);
    assertThat(failed.causeCode()).isEqualTo("client_not_allowed");
    assertThat(world.deals(deal.pieceCid()))
        .filteredOn(other -> other.state() == DealState.ACCEPTED)
        .extracting(Deal::provider)
        .containsExactly("f01001");
    assertThat(world.allocations(deal.pieceCid())).isEqualTo(Map.of(1000L, 1L, 1001L, 1L));
  }

  /** Dies once before and after every commit and every touch of the chain. */
  @Test
  void dyingAnywhereSendsNothingElse() {
    boolean reached = true;
    int deals = 0;
    for (int place = 1; reached; place++) {
      Deal deal = accepted();
      deals++;
      lost(deal);
      world.crashes.dieAt(place);
      world.run(RUNS);
      reached = !world.crashes.pending();
      world.crashes.never();
      world.run(RUNS);

      Deal again = read(deal);
      assertThat(again.lostAt()).as("place %d", place).isNull();
      assertThat(again.resends()).as("place %d", place).isBetween(1, 2);
      assertThat(world.first.offers().get(key(deal))).isEqualTo(deal.proposalBytes());
      assertThat(world.messages()).isEqualTo(deals);
      assertThat(world.deals(deal.pieceCid())).hasSize(1);
    }
    assertThat(deals).isGreaterThan(4);
  }

  private Deal accepted() {
    String piece = world.piece();
    world.run(RUNS);
    Deal deal = world.deals(piece).getFirst();
    assertThat(deal.state()).isEqualTo(DealState.ACCEPTED);
    assertThat(deal.provider()).isEqualTo("f01000");
    return deal;
  }

  private void lost(Deal deal) {
    FakeCurio provider = world.first;
    provider.lose(key(deal));
    mark(deal);
  }

  /** As the watcher does when the provider has said twice that it does not know the offer. */
  private void mark(Deal deal) {
    world.bean(Deals.class).apply(deal, DealMove.lost(Instant.now(), "it is not known there"));
    world.bean(Jobs.class).enqueue(JobName.DEAL, deal.id());
  }

  private List<Event> told(Deal deal) {
    return world.bean(EventLog.class).of(deal.id(), 0, 100).stream()
        .filter(event -> event.type().equals("deal.offered_again"))
        .toList();
  }

  private Deal read(Deal deal) {
    return world.bean(Deals.class).find(deal.id()).orElseThrow();
  }

  private static String key(Deal deal) {
    return Objects.requireNonNull(deal.proposalKey());
  }
}
