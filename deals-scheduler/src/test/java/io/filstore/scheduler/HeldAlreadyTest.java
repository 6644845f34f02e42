package io.filstore.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

/** Providers that failed a deal and sealed it all the same are not offered the piece again. */
class HeldAlreadyTest {
  private final World world =
      new World("--filstore.deals.replicas=1", "--filstore.deals.verified-default=false");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void whoHoldsThePieceAlreadyIsNotChosenAgainAndAgain() {
    world.fund(1000, 0);
    String piece = world.piece();
    world.run(60);
    fail(world.deals(piece).getFirst());
    plan(piece);
    fail(world.deals(piece).getLast());
    world.devnet.tick(6_000);
    world.before((method, arguments) -> method.equals("proposalPending") ? true : null);

    plan(piece);
    plan(piece);

    List<Deal> deals = world.deals(piece);
    assertThat(deals).as("one that waits, and says why").hasSize(3);
    assertThat(deals.getLast().state()).isEqualTo(DealState.BLOCKED);
    assertThat(deals.getLast().provider()).isEqualTo("f01000");
    assertThat(deals.getLast().causeText())
        .contains("f01000 holds the piece on chain under the deal " + deals.getFirst().id());
  }

  private void fail(Deal deal) {
    assertThat(deal.state()).as(deal.causeText()).isEqualTo(DealState.ACCEPTED);
    world
        .bean(TransactionTemplate.class)
        .executeWithoutResult(_ ->
            world
                .bean(Deals.class)
                .apply(deal, DealMove.to(DealState.FAILED).cause("commp_mismatch", "said no")));
  }

  private void plan(String piece) {
    world
        .bean(TransactionTemplate.class)
        .executeWithoutResult(_ -> world.bean(Jobs.class).enqueue(JobName.PLAN, piece));
    world.run(30);
  }
}
