package io.filstore.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.groups.Tuple.tuple;

import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

/** A copy whose deal ends soon has a successor before that, or none, as the policy says. */
class RenewalTest {
  private World world = new World("--filstore.deals.replicas=1");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aDealThatEndsSoonGetsASuccessorElsewhereOnce() {
    String piece = expiring();

    plan(piece);
    plan(piece);

    assertThat(world.deals(piece))
        .extracting(Deal::provider, Deal::state)
        .containsExactlyInAnyOrder(
            tuple("f01000", DealState.EXPIRING), tuple("f01001", DealState.ACCEPTED));
  }

  @Test
  void whoLetsThemLapseGetsNone() {
    world.close();
    world = new World("--filstore.deals.replicas=1", "--filstore.deals.renewal=let_lapse");
    String piece = expiring();

    plan(piece);
    move(world.deals(piece).getFirst(), DealMove.to(DealState.COMPLETED));
    plan(piece);

    assertThat(world.deals(piece)).extracting(Deal::state).containsExactly(DealState.COMPLETED);
  }

  @Test
  void whoIsAskedFirstGetsOneOnceItIsDecided() {
    world.close();
    world = new World("--filstore.deals.replicas=1", "--filstore.deals.renewal=ask");
    String piece = expiring();

    plan(piece);
    assertThat(world.deals(piece)).hasSize(1);

    decide(piece, "redeal");
    plan(piece);
    assertThat(world.deals(piece))
        .extracting(Deal::state)
        .containsExactly(DealState.EXPIRING, DealState.ACCEPTED);
  }

  @Test
  void aDecisionForOneCopyGoesBeforeThePolicy() {
    String piece = expiring();
    decide(piece, "let_lapse");

    plan(piece);

    assertThat(world.deals(piece)).hasSize(1);
  }

  private void decide(String piece, String decision) {
    move(world.deals(piece).getFirst(), DealMove.stay().set("renewal_decision", decision));
  }

  @Test
  void aDealThatHasEndedGetsASuccessorToo() {
    String piece = expiring();
    move(world.deals(piece).getFirst(), DealMove.to(DealState.COMPLETED));

    plan(piece);

    List<Deal> deals = world.deals(piece);
    assertThat(deals).hasSize(2);
    assertThat(deals.getLast().state()).isEqualTo(DealState.ACCEPTED);
  }

  @Test
  void aCopyThatIsNotGivenBackGetsASecondOneElsewhereOnce() {
    world.fund(1000, 1L << 30);
    String piece = world.piece();
    world.run(60);
    Deal deal =
        move(world.deals(piece).getFirst(), DealMove.to(DealState.ACTIVE).finality("finalized"));
    move(deal, DealMove.stay().set("unretrievable_since", Instant.now()));

    plan(piece);
    plan(piece);

    assertThat(world.deals(piece))
        .extracting(Deal::provider, Deal::state)
        .containsExactlyInAnyOrder(
            tuple("f01000", DealState.ACTIVE), tuple("f01001", DealState.ACCEPTED));
  }

  @Test
  void aCopyThatStaysFaultyGetsASecondOneElsewhereOnce() {
    String piece = faulted(Instant.now().minus(Duration.ofDays(3)));

    plan(piece);
    plan(piece);

    assertThat(world.deals(piece))
        .extracting(Deal::provider, Deal::state)
        .containsExactlyInAnyOrder(
            tuple("f01000", DealState.FAULTED), tuple("f01001", DealState.ACCEPTED));
  }

  @Test
  void aCopyThatIsFaultySinceNowIsLookedAtAgainWhenItHasBeenForTooLong() {
    Instant since = Instant.now();
    String piece = faulted(since);

    plan(piece);
    plan(piece);

    assertThat(world.deals(piece)).extracting(Deal::state).containsExactly(DealState.FAULTED);
    assertThat(
            world
                .jdbc
                .sql("select execution_time from scheduled_tasks where task_name = 'plan'")
                .query(Timestamp.class)
                .list())
        .singleElement()
        .satisfies(due ->
            assertThat(due.toInstant())
                .isCloseTo(since.plus(Duration.ofDays(2)), within(1, ChronoUnit.SECONDS)));
  }

  private String faulted(Instant since) {
    world.fund(1000, 1L << 30);
    String piece = world.piece();
    world.run(60);
    Deal deal =
        move(world.deals(piece).getFirst(), DealMove.to(DealState.ACTIVE).finality("finalized"));
    move(
        deal,
        DealMove.to(DealState.FAULTED).set("faulted_since", since).cause("sector_faulty", "x"));
    return piece;
  }

  @Test
  void withoutAnotherProviderThePieceSaysSo() {
    world.close();
    world = new World("--filstore.deals.replicas=1", "--filstore.deals.providers=f01000");
    String piece = expiring();

    plan(piece);

    assertThat(world.deals(piece)).hasSize(1);
    assertThat(
            world
                .jdbc
                .sql("select shortfall from piece where piece_cid = ?")
                .param(piece)
                .query(String.class)
                .single())
        .contains("no provider for 1 of them");
  }

  private String expiring() {
    world.fund(1000, 1L << 30);
    String piece = world.piece();
    world.run(60);
    Deal deal = world.deals(piece).getFirst();
    deal = move(deal, DealMove.to(DealState.ACTIVE).finality("finalized"));
    move(deal, DealMove.to(DealState.EXPIRING).finality("finalized"));
    return piece;
  }

  private void plan(String piece) {
    world
        .bean(TransactionTemplate.class)
        .executeWithoutResult(_ -> world.bean(Jobs.class).enqueue(JobName.PLAN, piece));
    world.run(60);
  }

  private Deal move(Deal deal, DealMove move) {
    return Objects.requireNonNull(
        world
            .bean(TransactionTemplate.class)
            .execute(_ -> world.bean(Deals.class).apply(deal, move)));
  }
}
