package io.filstore.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.client.deal.FakeCurio;
import io.filstore.db.deal.DatacapLedger;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.piece.Pieces;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DdoDealTest {

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aPieceGoesToTwoProvidersOverOneAllocationEach() {
    world.fund(100, 1 << 20);
    String piece = world.piece();

    world.run(60);

    List<Deal> deals = world.deals(piece);
    assertThat(deals)
        .extracting(Deal::state)
        .containsExactly(DealState.ACCEPTED, DealState.ACCEPTED);
    assertThat(deals).extracting(Deal::provider).containsExactlyInAnyOrder("f01000", "f01001");
    assertThat(world.allocations(piece)).isEqualTo(Map.of(1000L, 1L, 1001L, 1L));
    assertThat(world.first.offers()).hasSize(1);
    JsonNode offer = JsonMapper.shared().readTree(world.first.offers().values().iterator().next());
    assertThat(offer.at("/data/source_http/urls/0/url").asString())
        .isEqualTo("http://127.0.0.1:17404/piece/" + piece);
    assertThat(offer.at("/data/source_http/urls/0/headers/Authorization/0").asString())
        .startsWith("Bearer f01000.");
    assertThat(world.bean(DatacapLedger.class).spent(world.wallet().toString()))
        .isEqualTo(2 * World.PADDED);
    assertThat(world.chain.verifiedClientStatus(world.wallet()))
        .contains(BigInteger.valueOf((1 << 20) - 2 * World.PADDED));
  }

  @Test
  void tooLittleDataCapBlocksWithNumbersUntilThereIsMore() {
    world.fund(100, World.PADDED + 100);
    String piece = world.piece();

    world.run(40);

    Deal blocked = only(piece, DealState.BLOCKED);
    assertThat(blocked.causeCode()).isEqualTo("datacap");
    assertThat(blocked.causeText()).contains("needs 2048 bytes", "100 are spendable");
    only(piece, DealState.ACCEPTED);

    world.fund(0, World.PADDED);
    world.run(40);
    assertThat(world.deals(piece)).extracting(Deal::state).containsOnly(DealState.ACCEPTED);
    assertThat(world.allocations(piece)).hasSize(2);
  }

  @Test
  void aWalletWithoutMoneyBlocksWithNumbers() {
    world.fund(0, 1 << 20);
    String piece = world.piece();

    world.run(20);

    assertThat(world.deals(piece))
        .hasSize(2)
        .allSatisfy(deal -> {
          assertThat(deal.state()).isEqualTo(DealState.BLOCKED);
          assertThat(deal.causeCode()).isEqualTo("funds");
          assertThat(deal.causeText()).containsPattern("needs [0-9]+ attoFIL.*has 0");
        });
    assertThat(world.messages()).isZero();

    world.fund(10, 0);
    world.run(60);
    assertThat(world.deals(piece)).extracting(Deal::state).containsOnly(DealState.ACCEPTED);
    assertThat(world.messages()).isEqualTo(2);
  }

  @Test
  void aRefusalKeepsItsTextAndTheNextDealThereTakesItsAllocationOver() {
    world.fund(100, 1 << 20);
    world.first.next(new FakeCurio.Fault.Refuse(400, "we are full of art"));
    String piece = world.piece();

    world.run(80);

    Deal rejected = only(piece, DealState.REJECTED);
    assertThat(rejected.causeCode()).isEqualTo("provider_refused");
    assertThat(rejected.causeText()).isEqualTo("Reason: we are full of art");
    assertThat(world.deals(piece))
        .filteredOn(deal -> deal.state() == DealState.ACCEPTED)
        .hasSize(2)
        .anySatisfy(deal -> {
          assertThat(deal.provider()).isEqualTo("f01000");
          assertThat(deal.allocationId()).isEqualTo(rejected.allocationId());
        });
    spentOncePerProvider(piece);
  }

  @Test
  void anAllocationWithTooLittleTimeLeftIsWaitedFor() {
    world.fund(100, 1 << 20);
    String piece = world.piece();
    world.run(60);
    Deal failed = at(piece, "f01000");
    fail(failed);
    world
        .jdbc
        .sql("update deal set allocation_expiration = ? where id = ?")
        .params(world.chain.head().height().value() + 7_000, failed.id())
        .update();

    world.run(30);

    assertThat(only(piece, DealState.BLOCKED).causeText())
        .contains("still holds the unclaimed allocation", "of its failed deal " + failed.id());
    spentOncePerProvider(piece);
  }

  @Test
  void anAbsentProviderIsSaidSo() {
    world.fund(100, 1 << 20);
    world.second.close();
    String piece = world.piece();

    world.run(40);

    Deal blocked = only(piece, DealState.BLOCKED);
    assertThat(blocked.causeCode()).isEqualTo("no_eligible_provider");
    assertThat(blocked.causeText()).contains("2 copies wanted", "f01001 is not reachable");
    only(piece, DealState.ACCEPTED);
    assertThat(world.allocations(piece)).isEqualTo(Map.of(1000L, 1L));
  }

  @Test
  void aBusyProviderIsAskedAgainWithTheSameOffer() {
    world.fund(100, 1 << 20);
    world.first.next(new FakeCurio.Fault.Refuse(429, "MK20 ingestion backpressure is active"));
    world.first.next(new FakeCurio.Fault.LoseOffer());
    world.first.next(new FakeCurio.Fault.LoseAnswer());
    String piece = world.piece();

    world.run(80);

    assertThat(world.deals(piece)).extracting(Deal::state).containsOnly(DealState.ACCEPTED);
    assertThat(world.first.offers()).hasSize(1);
    assertThat(world.messages()).isEqualTo(2);
  }

  @Test
  void aDealThatFailedAtItsProviderLeavesItsAllocationToTheNext() {
    world.fund(100, 1 << 20);
    String piece = world.piece();
    world.run(60);
    Deal failed = at(piece, "f01000");

    fail(failed);
    world.run(30);

    assertThat(world.deals(piece))
        .filteredOn(deal -> deal.state() == DealState.ACCEPTED)
        .hasSize(2)
        .anySatisfy(deal -> assertThat(deal.allocationId()).isEqualTo(failed.allocationId()));
    spentOncePerProvider(piece);
  }

  /** As the watcher does it. */
  private void fail(Deal deal) {
    world
        .bean(Deals.class)
        .apply(deal, DealMove.to(DealState.FAILED).cause("provider_failed", "disk full"));
    world.bean(Jobs.class).enqueue(JobName.PLAN, deal.pieceCid());
  }

  private void spentOncePerProvider(String piece) {
    assertThat(world.allocations(piece)).isEqualTo(Map.of(1000L, 1L, 1001L, 1L));
    assertThat(world.messages()).isEqualTo(2);
    assertThat(world.bean(DatacapLedger.class).spent(world.wallet().toString()))
        .isEqualTo(2 * World.PADDED);
  }

  /** The provider may have kept it, and the chain may hold it by now. */
  @Test
  void anOfferInDoubtDoesNotLapseBeforeItIsKnownWhatBecameOfIt() {
    world.fund(100, 1 << 20);
    world.first.next(new FakeCurio.Fault.LoseAnswer());
    String piece = world.piece();
    for (int i = 0; i < 60 && world.first.posts() == 0; i++) {
      world.run(1);
    }
    Deal first = at(piece, "f01000");
    world
        .jdbc
        .sql(
            "update deal set state = 'proposing', provider_status = null, allocation_expiration = 1 where id = ?")
        .param(first.id())
        .update();
    world.first.refuseSignatures(1000);
    world.bean(Jobs.class).enqueue(JobName.DEAL, first.id());

    world.run(12);
    assertThat(at(piece, "f01000").state()).isEqualTo(DealState.BLOCKED);
    assertThat(at(piece, "f01000").causeCode()).isEqualTo("provider_unreachable");

    world.first.refuseSignatures(0);
    world.run(40);
    assertThat(world.deals(piece)).extracting(Deal::state).containsOnly(DealState.ACCEPTED);
  }

  @Test
  void patienceWithAProviderCountsFromTheOffer() {
    String piece = world.piece();
    world.run(10);
    world.jdbc.sql("update deal set created_at = created_at - interval '7 hours'").update();
    world.first.next(new FakeCurio.Fault.Refuse(429, "busy"));
    world.second.next(new FakeCurio.Fault.Refuse(503, "request timeout"));

    world.fund(100, 1 << 20);
    world.run(80);

    assertThat(world.deals(piece))
        .hasSize(2)
        .extracting(Deal::state)
        .containsOnly(DealState.ACCEPTED);
  }

  @Test
  void aPieceWithTooFewProvidersSaysSo() {
    try (World lonely = new World("--filstore.deals.providers=f01000")) {
      lonely.fund(100, 1 << 20);
      String piece = lonely.piece();

      lonely.run(40);

      assertThat(lonely.deals(piece)).extracting(Deal::state).containsOnly(DealState.ACCEPTED);
      assertThat(lonely.bean(Pieces.class).find(piece).orElseThrow().shortfall())
          .isEqualTo(
              "2 copies wanted, no provider for 1 of them: the installation allows [f01000]");
    }
  }

  private Deal at(String piece, String provider) {
    return world.deals(piece).stream()
        .filter(d -> d.provider().equals(provider))
        .findFirst()
        .orElseThrow();
  }

  private Deal only(String piece, DealState state) {
    List<Deal> found = world.deals(piece).stream().filter(d -> d.state() == state).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }
}
