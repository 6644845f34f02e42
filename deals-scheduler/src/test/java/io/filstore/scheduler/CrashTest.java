package io.filstore.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.deal.DatacapLedger;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever dies wherever: one allocation message and one offer per deal, DataCap spent once. */
class CrashTest {

  private static final long DATACAP = 1L << 30;

  private World world = new World();
  private int replicas = 2;
  private int pieces;

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void dyingOnceAtAnyPlaceRepeatsNothing() {
    withOneReplica();
    world.fund(1000, DATACAP);
    boolean reached = true;
    for (int place = 1; reached; place++) {
      String piece = world.piece();
      world.crashes.dieAt(place);

      world.run(200);

      reached = !world.crashes.pending();
      world.crashes.never();
      world.run(200);
      holds(piece, "place " + place);
    }
    assertThat(pieces).isGreaterThan(50);
  }

  /** Every place once is enough for one deal: the second deal's places are the same. */
  private void withOneReplica() {
    world.close();
    world = new World("--filstore.deals.replicas=1");
    replicas = 1;
  }

  @Test
  void dyingAgainAndAgainRepeatsNothing() {
    world.fund(1000, DATACAP);
    Random random = new Random(20261121);
    for (int round = 0; round < 20; round++) {
      String piece = world.piece();
      for (int death = 0; death < 12; death++) {
        world.crashes.dieAt(1 + random.nextInt(12));
        world.run(6);
      }
      world.crashes.never();
      world.run(300);
      holds(piece, "round " + round);
    }
  }

  @Test
  void threeAtOnceDoTheWorkOfOne() throws InterruptedException {
    world.fund(1000, DATACAP);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 10; round++) {
        String piece = world.piece();
        for (int step = 0; step < 300 && !world.jobs().isEmpty(); step++) {
          runByThree(threads, world.nextJob().orElseThrow());
        }
        holds(piece, "round " + round);
      }
    }
  }

  /** A run that loses a race may fail; its job is then due again, as in the real clockwork. */
  private void runByThree(ExecutorService threads, World.Job job) throws InterruptedException {
    world.picked(job, true);
    Callable<Boolean> run =
        () -> {
          world.run(job);
          return true;
        };
    boolean allWell = true;
    for (Future<Boolean> result : threads.invokeAll(List.of(run, run, run))) {
      allWell &= succeeded(result);
    }
    if (allWell) {
      world.finished(job);
    } else {
      world.picked(job, false);
    }
    world.devnet.tick();
  }

  private static boolean succeeded(Future<Boolean> result) throws InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      return false;
    }
  }

  private void holds(String piece, String when) {
    pieces++;
    List<Deal> deals = world.deals(piece);
    assertThat(deals)
        .as(when)
        .hasSize(replicas)
        .extracting(Deal::state)
        .containsOnly(DealState.ACCEPTED);
    Map<Long, Long> wanted = replicas == 1 ? Map.of(1000L, 1L) : Map.of(1000L, 1L, 1001L, 1L);
    assertThat(world.allocations(piece)).as(when).isEqualTo(wanted);
    int kept = world.first.offers().size() + world.second.offers().size();
    assertThat(kept).as(when).isEqualTo(replicas * pieces);
    long messages = (long) replicas * pieces;
    long spent = messages * World.PADDED;
    assertThat(world.messages()).as(when).isEqualTo(messages);
    assertThat(world.chain.nonce(world.wallet())).as(when).isEqualTo(messages);
    assertThat(world.chain.verifiedClientStatus(world.wallet()))
        .as(when)
        .contains(BigInteger.valueOf(DATACAP - spent));
    DatacapLedger ledger = world.bean(DatacapLedger.class);
    assertThat(ledger.spent(world.wallet().toString())).as(when).isEqualTo(spent);
    assertThat(ledger.reserved(world.wallet().toString())).as(when).isZero();
  }
}
