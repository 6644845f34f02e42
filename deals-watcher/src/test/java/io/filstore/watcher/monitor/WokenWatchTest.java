package io.filstore.watcher.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.client.chain.ChainSubscription;
import io.filstore.db.chain.Network;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.devnet.DevnetOptions;
import io.filstore.devnet.chain.Drop;
import io.filstore.devnet.rpc.NodeFault;
import io.filstore.watcher.WatcherService;
import io.filstore.watcher.chain.ChainNews;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The watcher as a service on a devnet whose node tells it when to look. */
class WokenWatchTest {
  private static final Duration PATIENT = Duration.ofSeconds(60);

  private final DevnetDeals deals =
      new DevnetDeals(DevnetOptions.manualTicks().with("devnet.finality", "20"));

  @AfterEach
  void stop() {
    deals.close();
  }

  private WatcherService watcher(String... settings) {
    List<String> all =
        Stream.concat(
                Stream.of(
                    "LOTUS_RPC=" + deals.devnet.lotusUrl(),
                    "CHAIN_STALE_AFTER=1h",
                    "PROVIDER_STATUS_INTERVAL=1h"),
                Stream.of(settings))
            .toList();
    return WatcherService.start(deals.bench.database, all.toArray(String[]::new));
  }

  private static void until(BooleanSupplier fact) {
    await().atMost(PATIENT).pollInterval(Duration.ofMillis(20)).until(fact::getAsBoolean);
  }

  private void tickUntil(BooleanSupplier fact) {
    until(() -> {
      deals.devnet.tick();
      return fact.getAsBoolean();
    });
  }

  /** One epoch at a time: each is looked at before the next. */
  private void tickWhenSeenUntil(BooleanSupplier fact) {
    until(() -> {
      boolean now = fact.getAsBoolean();
      if (!now && headSeen()) {
        deals.devnet.tick();
      }
      return now;
    });
  }

  private boolean is(Deal deal, DealState state, String finality) {
    Deal now = deals.bench.read(deal);
    return now.state() == state && finality.equals(now.finality());
  }

  private boolean headSeen() {
    long seen = deals.bench.networks.current().map(Network::headEpoch).orElse(-1L);
    return seen == deals.devnet.height();
  }

  private static ChainSubscription.State heads(WatcherService watcher) {
    return watcher.bean(ChainNews.class).states().getFirst();
  }

  /** With an hour between polls nothing else could have woken it. */
  @Test
  void looksAsSoonAsTheNodeTellsANewHead() {
    try (WatcherService watcher = watcher("DEAL_MONITOR_INTERVAL=1h")) {
      until(() -> heads(watcher).told());
      Deal deal = deals.proposeDirect();

      tickUntil(() -> is(deal, DealState.ACTIVE, "finalized"));

      until(this::headSeen);
    }
  }

  /** The connection is gone while the chain is replaced; nobody tells of it, and no poll comes. */
  @Test
  void losesNothingOfAReorgThatHappensWhileItIsCutOff() {
    try (WatcherService watcher = watcher("DEAL_MONITOR_INTERVAL=1h")) {
      until(() -> heads(watcher).told());
      Deal deal = deals.proposeDirect();
      tickWhenSeenUntil(() -> is(deal, DealState.ACTIVE, "head"));

      deals.devnet.fault(NodeFault.of(NodeFault.Kind.DISCONNECT, 1));
      deals.devnet.reorganise(5, Drop.ACTIVATION);
      until(() -> deals.bench.read(deal).state() == DealState.SEALING);

      assertThat(deals.bench.story(deal)).endsWith("active", "sealing");
      assertThat(deals.bench.read(deal).causeCode()).isEqualTo("reorg");
      tickUntil(() -> is(deal, DealState.ACTIVE, "finalized"));
      assertThat(heads(watcher).told()).isTrue();
    }
  }

  /** Final is 20 epochs below the devnet's head here. */
  @Test
  void recordsWhatIsSafeBeforeItIsFinal() {
    try (WatcherService watcher = watcher("DEAL_MONITOR_INTERVAL=1h", "CHAIN_SAFE_EPOCHS=3")) {
      until(() -> heads(watcher).told());
      Deal deal = deals.proposeDirect();
      tickWhenSeenUntil(() -> is(deal, DealState.ACTIVE, "safe"));

      assertThat(deals.bench.story(deal)).endsWith("active", "active safe");
      tickUntil(() -> is(deal, DealState.ACTIVE, "finalized"));
      assertThat(deals.bench.story(deal)).endsWith("active safe", "active final");
    }
  }

  @Test
  void pollsANodeThatTellsNothing() {
    deals.devnet.fault(NodeFault.of(NodeFault.Kind.UNKNOWN_METHOD, 1_000).ofMethod("ChainNotify"));
    try (WatcherService watcher = watcher("DEAL_MONITOR_INTERVAL=200ms")) {
      until(() -> String.valueOf(heads(watcher).problem()).contains("no heads"));
      Deal deal = deals.proposeDirect();

      tickUntil(() -> is(deal, DealState.ACTIVE, "finalized"));

      assertThat(heads(watcher).told()).isFalse();
    }
  }

  @Test
  void asksForNothingWhenToldNotTo() {
    try (WatcherService watcher = watcher("DEAL_MONITOR_INTERVAL=200ms", "LOTUS_SUBSCRIBE=false")) {
      until(this::headSeen);

      assertThat(watcher.bean(ChainNews.class).states()).isEmpty();
    }
  }
}
