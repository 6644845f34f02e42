package io.filstore.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.client.deal.FakeCurio;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.DealProposal;
import io.filstore.filecoin.Signatures;
import io.filstore.filecoin.mk12.DealParams;
import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Mk12DealTest {

  private static final BigInteger NEEDED_EACH = BigInteger.valueOf(500L * 518_400L);

  private final World world =
      new World(
          "--filstore.deals.verified-default=false",
          "--filstore.deals.product=mk12",
          "--filstore.deals.max-price-attofil-per-gib-epoch=300000000");

  @AfterEach
  void close() {
    world.close();
  }

  /** 2 KiB at 262144000 attoFIL per GiB and epoch are 500 attoFIL per epoch. */
  private void price(long attoPerGib) {
    world.first.ask(AttoFil.of(attoPerGib));
    world.second.ask(AttoFil.of(attoPerGib));
  }

  @Test
  void signsAProposalThatTheEscrowCovers() {
    price(262_144_000);
    world.fund(100, 0);
    String piece = world.piece();

    world.run(80);

    List<Deal> deals = world.deals(piece);
    assertThat(deals)
        .extracting(Deal::state)
        .containsExactly(DealState.ACCEPTED, DealState.ACCEPTED);
    assertThat(deals).extracting(Deal::pricePerEpoch).containsOnly(BigInteger.valueOf(500));
    assertThat(world.chain.marketBalance(world.wallet()).available().atto())
        .isEqualTo(NEEDED_EACH.multiply(BigInteger.TWO));
    assertThat(world.messages()).isEqualTo(2);
    DealParams sent = DealParams.decode(world.first.offers().values().iterator().next());
    DealProposal proposal = sent.proposal().proposal();
    assertThat(Signatures.verify(world.wallet(), proposal.cbor(), sent.proposal().signature()))
        .isTrue();
    assertThat(proposal.client()).isEqualTo(world.chain.lookupId(world.wallet()).orElseThrow());
    assertThat(proposal.providerCollateral())
        .isGreaterThan(world.chain.collateralBounds(proposal.pieceSize(), false).min());
    assertThat(proposal.endEpoch().value() - proposal.startEpoch().value()).isEqualTo(518_400);
    Deal first =
        deals.stream().filter(d -> d.provider().equals("f01000")).findFirst().orElseThrow();
    assertThat(first.proposalCid()).isEqualTo(proposal.cid().toString());
  }

  @Test
  void aFreeDealNeedsNoEscrow() {
    price(0);
    world.fund(1, 0);
    String piece = world.piece();

    world.run(40);

    assertThat(world.deals(piece)).extracting(Deal::state).containsOnly(DealState.ACCEPTED);
    assertThat(world.messages()).isZero();
  }

  @Test
  void anAskAboveTheCapBlocksWithBothNumbers() {
    price(300_000_001);
    world.fund(100, 0);
    String piece = world.piece();

    world.run(20);

    assertThat(world.deals(piece))
        .hasSize(2)
        .allSatisfy(
            d -> assertThat(d.causeText()).contains("asks 300000001", "the cap is 300000000"));
  }

  @Test
  void anAskThatRisesAboveTheCapAfterTheChoiceIsNotSigned() {
    price(0);
    world.fund(1, 0);
    String piece = world.piece();
    world.run(3);
    assertThat(world.deals(piece)).extracting(Deal::state).containsOnly(DealState.ALLOCATING);

    price(300_000_001);
    world.jdbc.sql("update provider set checked_at = null").update();
    world.run(6);

    assertThat(world.deals(piece))
        .allSatisfy(d -> {
          assertThat(d.state()).isEqualTo(DealState.BLOCKED);
          assertThat(d.causeText()).contains("asks 300000001", "the cap is 300000000");
        });
    assertThat(world.first.posts()).isZero();
  }

  /** While one deal reads the balance, another one relies on it. */
  @Test
  void noTwoDealsRelyOnTheSameEscrow() {
    price(262_144_000);
    world.fund(100, 0);
    String before = world.piece();
    world.run(80);
    world.jdbc.sql("update deal set state = 'failed' where piece_cid = ?").param(before).update();
    world.jdbc.sql("update deal set start_epoch = 1").update();
    String piece = world.piece();
    AtomicBoolean once = new AtomicBoolean();
    world.before((method, arguments) -> {
      if (method.equals("marketBalance") && once.compareAndSet(false, true)) {
        world.run(12);
      }
      return null;
    });

    world.run(120);

    assertThat(world.deals(piece)).extracting(Deal::state).containsOnly(DealState.ACCEPTED);
    assertThat(world.messages()).isEqualTo(2);
    assertThat(world.chain.marketBalance(world.wallet()).available().atto())
        .isEqualTo(NEEDED_EACH.multiply(BigInteger.TWO));
  }

  @Test
  void anEmptyWalletBlocksWithNumbers() {
    price(262_144_000);
    world.fund(0, 0);
    String piece = world.piece();

    world.run(20);

    assertThat(world.deals(piece))
        .allSatisfy(d -> {
          assertThat(d.causeCode()).isEqualTo("funds");
          assertThat(d.causeText()).contains("259200000 attoFIL more in escrow", "has 0");
        });
  }

  @Test
  void aRefusedProposalIsOfferedAnewToTheSameProvider() {
    price(0);
    world.fund(1, 0);
    world.first.next(new FakeCurio.Fault.Refuse(200, "failed validation: start epoch too soon"));
    String piece = world.piece();

    world.run(60);

    assertThat(world.deals(piece))
        .extracting(Deal::state)
        .containsExactlyInAnyOrder(DealState.REJECTED, DealState.ACCEPTED, DealState.ACCEPTED);
  }

  @Test
  void dyingAnywhereTopsUpOnce() {
    price(262_144_000);
    world.fund(100, 0);
    boolean reached = true;
    int pieces = 0;
    for (int place = 1; reached; place += 11) {
      String piece = world.piece();
      world.crashes.dieAt(place);
      world.run(200);
      reached = !world.crashes.pending();
      world.crashes.never();
      world.run(200);
      pieces++;
      assertThat(world.deals(piece))
          .as("place " + place)
          .extracting(Deal::state)
          .containsExactly(DealState.ACCEPTED, DealState.ACCEPTED);
      assertThat(world.chain.marketBalance(world.wallet()).escrow().atto())
          .as("place " + place)
          .isEqualTo(NEEDED_EACH.multiply(BigInteger.valueOf(2L * pieces)));
      assertThat(world.first.offers()).hasSize(pieces);
    }
    assertThat(pieces).isGreaterThan(5);
  }
}
