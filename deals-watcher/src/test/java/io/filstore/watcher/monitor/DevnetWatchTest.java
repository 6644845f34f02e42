package io.filstore.watcher.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.client.chain.MarketDealsSnapshot;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.devnet.DevnetOptions;
import io.filstore.devnet.provider.Fault;
import java.time.Duration;
import java.util.Objects;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real deals with the simulated providers of the devnet, watched over its JSON-RPC. */
class DevnetWatchTest {
  private final DevnetDeals deals = new DevnetDeals(DevnetOptions.manualTicks());

  @AfterEach
  void stop() {
    deals.close();
  }

  @Test
  void aDirectDealBecomesActiveAndFinal() {
    Deal deal = deals.proposeDirect();
    Watch watch = deals.bench.watch(deals.chain, deals::now);
    tickUntil(watch, deal, DealState.ACTIVE, "finalized");

    Deal active = deals.bench.read(deal);
    assertThat(active.endEpoch())
        .isEqualTo(Objects.requireNonNull(active.activeEpoch()) + DevnetDeals.DURATION);
    assertThat(deals.bench.story(deal)).startsWith("planned", "accepted", "active");
  }

  /** Handed to the operator's own boostd, which seals it with the allocation like any other. */
  @Test
  void aDirectDealOfOnesOwnBoostdIsFollowedByItsClaim() {
    Deal deal = deals.proposeDirect();
    deals.bench.database.jdbc().sql("update deal set transport = 'boost'").update();
    Watch watch = deals.bench.watch(deals.chain, deals::now);

    tickUntil(watch, deal, DealState.ACTIVE, "finalized");
  }

  @Test
  void aClassicDealIsFoundAmongAllDealsAndFollowedToItsEnd() {
    Deal deal = deals.proposeClassic();
    Watch watch = deals.bench.watch(deals.chain, deals::now);
    tickUntil(watch, deal, DealState.ACTIVE, "finalized");

    Deal active = deals.bench.read(deal);
    assertThat(active.chainDealId()).isNotNull();
    assertThat(deals.bench.story(deal))
        .containsSubsequence("planned", "accepted", "active")
        .containsAnyOf("committing", "sealing");

    deals.devnet.terminate(DevnetDeals.PROVIDER, Objects.requireNonNull(active.sector()));
    tickUntil(watch, deal, DealState.TERMINATED, "finalized");
    assertThat(deals.bench.planJobs()).isEqualTo(1);
  }

  @Test
  void theSnapshotIsAnotherSourceOfDealIds() {
    Deal deal = deals.proposeClassic();
    MarketDealsSnapshot snapshot =
        new MarketDealsSnapshot(deals.devnet.snapshotUrl().toString(), new OkHttpClient());
    Watch watch = deals.bench.watch(deals.chain, snapshot, deals::now);

    tickUntil(watch, deal, DealState.ACTIVE, "finalized");
  }

  @Test
  void aDealThatIsNeverActivatedStaysOpenBeforeItsDeadline() {
    deals.devnet.fault(DevnetDeals.PROVIDER, Fault.of(Fault.Kind.NEVER_ACTIVATE, 1));
    Deal deal = deals.proposeClassic();
    Watch watch = deals.bench.watch(deals.chain, deals::now);
    tickUntil(watch, deal, DealState.SEALING, "finalized");
    for (int i = 0; i < 10; i++) {
      deals.devnet.tick();
      watch.poll();
    }

    assertThat(deals.bench.read(deal).state()).isEqualTo(DealState.SEALING);
  }

  private void tickUntil(Watch watch, Deal deal, DealState state, String finality) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> {
          deals.devnet.tick();
          watch.poll();
          Deal now = deals.bench.read(deal);
          return now.state() == state && finality.equals(now.finality());
        });
  }
}
