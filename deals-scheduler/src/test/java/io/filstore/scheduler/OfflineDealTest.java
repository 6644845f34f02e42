package io.filstore.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.mk12.DealParams;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** CARs that reach their providers by hand. */
class OfflineDealTest {

  @Test
  void anOfflineDirectDealWaitsForItsDelivery() {
    try (World world = new World("--filstore.deals.offline=true", "--filstore.deals.replicas=1")) {
      world.fund(100, 1 << 20);
      String piece = world.piece();

      world.run(40);

      awaitsDelivery(world, piece);
      byte[] offer = world.first.offers().values().iterator().next();
      JsonNode data = JsonMapper.shared().readTree(offer).path("data");
      assertThat(data.path("source_offline").isObject()).isTrue();
      assertThat(data.has("source_http")).isFalse();
    }
  }

  @Test
  void anOfflineClassicDealWaitsForItsDelivery() {
    try (World world =
        new World(
            "--filstore.deals.offline=true",
            "--filstore.deals.replicas=1",
            "--filstore.deals.verified-default=false")) {
      world.first.ask(AttoFil.ZERO);
      world.fund(1, 0);
      String piece = world.piece();

      world.run(40);

      awaitsDelivery(world, piece);
      byte[] offer = world.first.offers().values().iterator().next();
      assertThat(DealParams.decode(offer).offline()).isTrue();
    }
  }

  private static void awaitsDelivery(World world, String piece) {
    assertThat(world.deals(piece)).hasSize(1);
    Deal deal = world.deals(piece).getFirst();
    assertThat(deal.state()).isEqualTo(DealState.ACCEPTED);
    assertThat(deal.offline()).isTrue();
    assertThat(deal.causeCode()).isEqualTo("awaiting_delivery");
    assertThat(deal.causeText()).contains("f01000 waits for the CAR of " + piece);
  }
}
