package io.filstore.watcher.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.devnet.DevnetOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deal that a Lotus node of old signed: it ends a little later than we asked for. */
class DevnetLotusWatchTest {
  @TempDir Path folder;
  private final DevnetDeals deals =
      new DevnetDeals(DevnetOptions.manualTicks().with("devnet.legacy-client", "true"));

  @AfterEach
  void stop() {
    deals.close();
  }

  @Test
  void itIsFoundAmongAllDealsAndItsEndIsTheChains() throws IOException {
    Deal deal = proposed();
    Watch watch = deals.bench.watch(deals.chain, deals::now);
    until(() -> {
      watch.poll();
      return isActive(deal);
    });

    assertThat(deals.bench.read(deal).endEpoch())
        .isEqualTo(chainsEnd(deal))
        .isGreaterThan(Objects.requireNonNull(deal.endEpoch()));
  }

  @Test
  void theIdThatTheNodeNamesIsTakenWhenTheChainAgrees() throws IOException {
    Deal deal = proposed();
    until(() -> deals.idByTheNode(deal) > 0);
    long id = deals.idByTheNode(deal);
    NamedDealId named = deals.bench.namedDealId(deals.chain);

    assertThat(named.take(deals.bench.read(deal), id + 1)).isFalse();
    assertThat(named.take(deals.bench.read(deal), id)).isTrue();

    assertThat(deals.bench.read(deal).chainDealId()).isEqualTo(id);
    Watch watch = deals.bench.watch(deals.chain, deals::now);
    until(() -> {
      watch.poll();
      return isActive(deal);
    });
  }

  /** Only a node's own deals may end otherwise than we asked. */
  @Test
  void anotherEndIsAnotherDealOnEveryOtherWay() throws IOException {
    Deal deal = proposed();
    until(() -> deals.idByTheNode(deal) > 0);
    deals.bench.database.jdbc().sql("update deal set transport = 'curio'").update();

    assertThat(
            deals
                .bench
                .namedDealId(deals.chain)
                .take(deals.bench.read(deal), deals.idByTheNode(deal)))
        .isFalse();
  }

  private Deal proposed() throws IOException {
    deals.devnet.tick(2);
    return deals.proposeByTheNode(folder);
  }

  private boolean isActive(Deal deal) {
    Deal now = deals.bench.read(deal);
    return now.state() == DealState.ACTIVE && "finalized".equals(now.finality());
  }

  private long chainsEnd(Deal deal) {
    long id = Objects.requireNonNull(deals.bench.read(deal).chainDealId());
    return deals.chain.storageDeal(id).orElseThrow().endEpoch().value();
  }

  private void until(java.util.concurrent.Callable<Boolean> reached) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> {
          deals.devnet.tick();
          return reached.call();
        });
  }
}
