package io.filstore.watcher.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.devnet.DevnetOptions;
import io.filstore.devnet.rpc.NodeFault;
import io.filstore.watcher.WatcherService;
import io.filstore.watcher.faults.LookForFaults;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Deals whose sectors fail and recover, with the watcher as a service on a devnet. */
class SectorFaultsTest {
  private static final int FINALITY = 5;

  private final DevnetDeals deals = new DevnetDeals(DevnetOptions.manualTicks());
  private WatcherService watcher;

  @BeforeEach
  void start() {
    start("100ms");
  }

  private void start(String interval, String... more) {
    watcher = WatcherService.start(deals.bench.database, settings(interval, more));
  }

  private String[] settings(String interval, String... more) {
    return Stream.concat(
            Stream.of(
                "LOTUS_RPC=" + deals.devnet.lotusUrl(),
                "CHAIN_STALE_AFTER=1h",
                "DEAL_MONITOR_INTERVAL=200ms",
                "PROVIDER_STATUS_INTERVAL=1h",
                "SECTOR_FAULTS_INTERVAL=" + interval,
                "SECTOR_SEEN_FOR=0s"),
            Stream.of(more))
        .toArray(String[]::new);
  }

  @AfterEach
  void stop() {
    watcher.close();
    deals.close();
  }

  private Deal active() {
    Deal deal = deals.proposeDirect();
    tickUntil(deal, DealState.ACTIVE);
    return deals.bench.read(deal);
  }

  private void tickUntil(Deal deal, DealState state) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> {
          deals.devnet.tick();
          Deal now = deals.bench.read(deal);
          return now.state() == state && "finalized".equals(now.finality());
        });
  }

  private JsonNode lastChange(Deal deal) {
    return deals.bench.log.last(deal.id(), "deal.state_changed").orElseThrow().data();
  }

  @Test
  void aDealIsFaultedWhileItsSectorIsAndActiveAgainAfterwards() {
    Deal deal = active();
    long sector = Objects.requireNonNull(deal.sector());
    long before = deals.devnet.height();
    deals.devnet.faultSector(DevnetDeals.PROVIDER, sector);
    tickUntil(deal, DealState.FAULTED);

    Deal faulted = deals.bench.read(deal);
    assertThat(faulted.causeCode()).isEqualTo("sector_faulty");
    assertThat(faulted.causeText()).contains("sector " + sector + " is missing at epoch");
    assertThat(faulted.faultedSince()).isNotNull();
    assertThat(deals.bench.planJobs()).isEqualTo(1);
    JsonNode change = lastChange(deal);
    assertThat(change.at("/from").asString()).isEqualTo("active");
    assertThat(change.at("/actor").asString()).isEqualTo("chain");
    JsonNode evidence = change.at("/evidence/0");
    assertThat(evidence.at("/kind").asString()).isEqualTo("sector_faulty");
    assertThat(evidence.at("/sector").asLong()).isEqualTo(sector);
    assertThat(evidence.at("/height").asLong()).isGreaterThanOrEqualTo(before);
    assertThat(evidence.at("/tipset").asString()).startsWith("bafy");

    deals.devnet.recoverSector(DevnetDeals.PROVIDER, sector);
    tickUntil(deal, DealState.ACTIVE);
    assertThat(deals.bench.read(deal).faultedSince()).isNull();
    assertThat(deals.bench.read(deal).causeCode()).isNull();
    assertThat(lastChange(deal).at("/evidence/0/kind").asString()).isEqualTo("sector_proven");
    assertThat(deals.bench.story(deal)).endsWith("faulted", "active");
  }

  @Test
  void aDealThatWasAboutToExpireDoesSoAgain() {
    watcher.close();
    start("100ms", "DEAL_EXPIRING_WINDOW_EPOCHS=1000000");
    Deal deal = deals.proposeDirect();
    tickUntil(deal, DealState.EXPIRING);
    long sector = Objects.requireNonNull(deals.bench.read(deal).sector());
    deals.devnet.faultSector(DevnetDeals.PROVIDER, sector);
    tickUntil(deal, DealState.FAULTED);
    deals.devnet.recoverSector(DevnetDeals.PROVIDER, sector);
    tickUntil(deal, DealState.EXPIRING);

    assertThat(deals.bench.story(deal)).endsWith("expiring", "faulted", "expiring");
  }

  @Test
  void aFaultySectorThatIsGivenUpTerminatesTheDeal() {
    Deal deal = active();
    long sector = Objects.requireNonNull(deal.sector());
    deals.devnet.faultSector(DevnetDeals.PROVIDER, sector);
    tickUntil(deal, DealState.FAULTED);
    deals.devnet.terminate(DevnetDeals.PROVIDER, sector);
    tickUntil(deal, DealState.TERMINATED);

    assertThat(deals.bench.story(deal)).endsWith("faulted", "terminated");
    theClaimIsStillThere(deal);
  }

  @Test
  void aSectorThatIsGivenUpOutOfTheBlueTerminatesItsDirectDealAtTheSecondLook() {
    Deal deal = active();
    long sector = Objects.requireNonNull(deal.sector());
    deals.devnet.terminate(DevnetDeals.PROVIDER, sector);
    tickUntil(deal, DealState.TERMINATED);

    Deal ended = deals.bench.read(deal);
    assertThat(ended.causeCode()).isEqualTo("terminated");
    assertThat(ended.causeText()).contains("sector " + sector + " is gone by epoch");
    assertThat(lastChange(deal).at("/evidence/0/kind").asString()).isEqualTo("sector_gone");
    assertThat(deals.bench.story(deal)).endsWith("active final", "terminated");
    assertThat(deals.bench.planJobs()).isEqualTo(1);
    theClaimIsStillThere(deal);
  }

  /** An answer may be wrong once: it is asked again at another height before it counts. */
  @Test
  void oneLookIsNotEnough() {
    Deal deal = active();
    watcher.close();
    start("0s");
    LookForFaults look = watcher.bean(LookForFaults.class);
    deals.devnet.terminate(DevnetDeals.PROVIDER, Objects.requireNonNull(deal.sector()));
    deals.devnet.tick(FINALITY + 1);
    look.run();
    look.run();
    assertThat(deals.bench.read(deal).state()).isEqualTo(DealState.ACTIVE);

    deals.devnet.tick();
    look.run();
    assertThat(deals.bench.read(deal).state()).isEqualTo(DealState.TERMINATED);
  }

  /** Why the watch of claims cannot see it. */
  private void theClaimIsStillThere(Deal deal) {
    assertThat(deals.chain.claim(DevnetDeals.PROVIDER, Objects.requireNonNull(deal.allocationId())))
        .isPresent();
  }

  /** A node that does not know the method leaves everything as it is. */
  @Test
  void whereFaultsAreNotToldNothingIsConcluded() {
    Deal deal = active();
    deals.devnet.faultSector(DevnetDeals.PROVIDER, Objects.requireNonNull(deal.sector()));
    deals.devnet.fault(
        NodeFault.of(NodeFault.Kind.UNKNOWN_METHOD, 100_000).ofMethod("StateMinerFaults"));
    deals.devnet.tick(10);
    watcher.bean(LookForFaults.class).run();
    assertThat(deals.bench.read(deal).state()).isEqualTo(DealState.ACTIVE);

    deals.devnet.clearNodeFaults();
    tickUntil(deal, DealState.FAULTED);
  }
}
