package io.filstore.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.db.event.Event;
import io.filstore.db.event.EventLog;
import io.filstore.filecoin.FilAddress;
import io.filstore.scheduler.budget.Limits;
import io.filstore.scheduler.budget.SpendingLimits;
import io.filstore.scheduler.datacap.AllocationView;
import io.filstore.scheduler.datacap.DatacapOverview;
import io.filstore.scheduler.datacap.Reclaim;
import io.filstore.scheduler.datacap.ReclaimDatacap;
import io.filstore.scheduler.wallet.ImportWallet;
import io.filstore.scheduler.wallet.WalletCannot;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** DataCap of allocations that nobody claimed in time. */
class ReclaimTest {

  private static final long GRANTED = 1 << 20;

  private final World world =
      new World(
          "--filstore.deals.replicas=1", "--filstore.deals.allocation-expiration-epochs=14400");
  private final ReclaimDatacap reclaim = world.bean(ReclaimDatacap.class);

  @AfterEach
  void close() {
    world.close();
  }

  /** The fake provider accepts and never claims. */
  private void allocationThatNobodyClaims() {
    world.fund(100, GRANTED);
    world.piece();
    world.run(40);
    assertThat(overview().pending().bytes()).isEqualTo(World.PADDED);
  }

  private DatacapOverview.Overview overview() {
    return world.bean(DatacapOverview.class).of(world.wallet().toString());
  }

  private Optional<Reclaim> begin() {
    return reclaim.begin(world.wallet().toString());
  }

  @Test
  void expiredDatacapComesBackOnceHoweverOftenItIsAskedFor() throws Exception {
    allocationThatNobodyClaims();
    AllocationView pending = overview().pending().next().getFirst();
    assertThat(pending.dealId()).startsWith("dl_");
    assertThat(pending.expiresInS()).isNotNull();
    assertThat(begin()).as("nothing is expired yet").isEmpty();
    world.devnet.tick(14_500);

    DatacapOverview.Overview expired = overview();
    assertThat(expired.pending().count()).isZero();
    assertThat(expired.reclaimable()).isEqualTo(new DatacapOverview.Total(World.PADDED, 1));
    assertThat(expired.onChain()).isEqualTo(BigInteger.valueOf(GRANTED - World.PADDED));
    List<Reclaim> begun;
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      begun =
          threads
              .invokeAll(
                  IntStream.range(0, 4)
                      .mapToObj(i -> (Callable<Reclaim>) () -> begin().orElseThrow())
                      .toList())
              .stream()
              .map(future -> future.resultNow())
              .toList();
    }
    assertThat(begun).extracting(Reclaim::id).containsOnly(begun.getFirst().id());

    world.run(20);

    Reclaim done = reclaim.find(begun.getFirst().id()).orElseThrow();
    assertThat(done.state()).as(done.causeText()).isEqualTo("done");
    assertThat(done.recoveredBytes()).isEqualTo(World.PADDED);
    assertThat(overview().onChain()).isEqualTo(BigInteger.valueOf(GRANTED));
    assertThat(overview().reclaimable().count()).isZero();
    assertThat(messages()).isEqualTo(1);
    assertThat(world.bean(EventLog.class).of(world.wallet().toString(), 0, 10))
        .extracting(Event::type)
        .containsExactly("datacap.reclaimed");
    reclaim.run(done.id());
    assertThat(world.bean(EventLog.class).of(world.wallet().toString(), 0, 10)).hasSize(1);
    assertThat(begin()).isEmpty();
  }

  @Test
  void aKillAnywhereCostsNeitherASecondMessageNorTheDatacap() {
    allocationThatNobodyClaims();
    world.devnet.tick(14_500);
    String id = begin().orElseThrow().id();

    for (int place = 1; place <= 12; place++) {
      world.crashes.dieAt(place);
      world.run(2);
    }
    world.crashes.never();
    world.run(60);

    assertThat(reclaim.find(id).orElseThrow().state()).isEqualTo("done");
    assertThat(messages()).isEqualTo(1);
    assertThat(overview().onChain()).isEqualTo(BigInteger.valueOf(GRANTED));
  }

  @Test
  void aSpendingLimitHoldsItBackWithItsNumbers() {
    allocationThatNobodyClaims();
    world.devnet.tick(14_500);
    world
        .bean(SpendingLimits.class)
        .set(world.wallet().toString(), new Limits(BigInteger.ONE, null, null, null));
    String id = begin().orElseThrow().id();

    world.run(1);

    assertThat(reclaim.find(id).orElseThrow().causeText())
        .startsWith("limit fil_per_call of " + world.wallet())
        .contains("one message may cost 1 attoFIL, this needs ");
    assertThat(messages()).isZero();
  }

  @Test
  void aWatchedWalletIsToldAtOnce() {
    FilAddress watched = FilAddress.parse("f1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba");
    world.bean(ImportWallet.class).add(new ImportWallet.Source.Watched(watched), null, false);

    assertThatThrownBy(() -> reclaim.begin(watched.toString()))
        .isInstanceOf(WalletCannot.class)
        .hasMessageContaining("only watched");
    assertThatThrownBy(() -> reclaim.begin("f1unknown")).isInstanceOf(WalletCannot.class);
  }

  private long messages() {
    return world
        .jdbc
        .sql("select count(*) from chain_message where purpose = 'reclaim'")
        .query(Long.class)
        .single();
  }
}
