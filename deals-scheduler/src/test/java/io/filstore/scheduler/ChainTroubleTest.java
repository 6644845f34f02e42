package io.filstore.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainUnavailable;
import io.filstore.client.chain.Tipset;
import io.filstore.client.chain.TipsetKey;
import io.filstore.db.TestDatabase;
import io.filstore.db.chain.Network;
import io.filstore.db.chain.Networks;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.filecoin.ChainClock;
import io.filstore.filecoin.Epoch;
import io.filstore.scheduler.network.FilecoinNetwork;
import io.filstore.scheduler.network.FreshChain;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ChainTroubleTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final TestDatabase database = TestDatabase.fresh();

  @Test
  void aHeadThatLagsBehindIsNotActedOn() {
    assertThat(freshAt(NOW.minusSeconds(149), "localnet").head().height()).isEqualTo(new Epoch(7));
    assertThatThrownBy(() -> freshAt(NOW.minusSeconds(151), "localnet").head())
        .isInstanceOf(ChainUnavailable.class)
        .hasMessage("the chain endpoint is behind: its head 7 is 151 s old");
  }

  @Test
  void anotherNetworkIsNotActedOn() {
    assertThatThrownBy(() -> freshAt(NOW, "testnetnet").head())
        .isInstanceOf(ChainUnavailable.class)
        .hasMessage(
            "the chain endpoint serves the network testnetnet, but FILECOIN_NETWORK is devnet");
    new Networks(database.jdbc())
        .observed(new Network("localnet", NOW, new BigDecimal("30"), 7, "bafy", 5, NOW));
    assertThat(freshAt(NOW, "localnet").head().height()).isEqualTo(new Epoch(7));
    assertThatThrownBy(() -> freshAt(NOW, "othernet").head())
        .isInstanceOf(ChainUnavailable.class)
        .hasMessageContaining("serves the network othernet", "follows localnet");
  }

  @Test
  void whileTheChainIsAwayJobsFailAndNothingIsLost() {
    try (World world = new World()) {
      world.fund(100, 1 << 20);
      String piece = world.piece();
      world.run(4);
      int deals = world.deals(piece).size();
      world.cutChain(true);

      for (World.Job job : world.jobs()) {
        assertThatThrownBy(() -> world.run(job)).isInstanceOf(ChainUnavailable.class);
      }
      assertThat(world.deals(piece))
          .allSatisfy(deal -> {
            assertThat(deal.causeCode()).isEqualTo("chain_unavailable");
            assertThat(deal.causeText()).isEqualTo("the line is cut");
          });
      assertThat(world.deals(piece)).hasSize(deals);

      world.cutChain(false);
      world.run(60);
      assertThat(world.deals(piece))
          .hasSize(2)
          .extracting(Deal::state)
          .containsOnly(DealState.ACCEPTED);
      assertThat(world.deals(piece)).extracting(Deal::causeCode).containsOnlyNulls();
      assertThat(world.messages()).isEqualTo(2);
    }
  }

  private FreshChain freshAt(Instant headTime, String name) {
    Tipset head = new Tipset(TipsetKey.HEAD, new Epoch(7), headTime);
    ChainClock thirty = new ChainClock(Instant.EPOCH, Duration.ofSeconds(30));
    Object chain =
        Proxy.newProxyInstance(
            Chain.class.getClassLoader(),
            new Class<?>[] {Chain.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "head" -> head;
                  case "networkName" -> name;
                  default -> thirty;
                });
    return new FreshChain(
        (Chain) chain,
        FilecoinNetwork.DEVNET,
        new Networks(database.jdbc()),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }
}
