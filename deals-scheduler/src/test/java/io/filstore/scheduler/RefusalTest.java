package io.filstore.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.client.deal.FakeCurio;
import io.filstore.client.deal.FakeCurio.Fault;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.DealProposal;
import io.filstore.filecoin.mk12.DealParams;
import io.filstore.scheduler.progress.Backoff;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What follows from a refusal depends on what the provider says. */
class RefusalTest {

  private static final long MARGIN = 2880;

  private final World world =
      new World(
          "--filstore.deals.verified-default=false",
          "--filstore.deals.product=mk12",
          "--filstore.deals.replicas=1",
          "--filstore.deals.providers=f01000,f01001",
          "--filstore.deals.max-price-attofil-per-gib-epoch=300000000");

  RefusalTest() {
    price(0);
    world.fund(100, 0);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void price(long attoPerGib) {
    world.first.ask(AttoFil.of(attoPerGib));
    world.second.ask(AttoFil.of(attoPerGib));
  }

  private String refused(String... texts) {
    for (String text : texts) {
      world.first.next(new Fault.Refuse(200, "failed validation: " + text));
    }
    String piece = world.piece();
    world.run(50);
    return piece;
  }

  private static Deal only(List<Deal> deals, DealState state) {
    List<Deal> found = deals.stream().filter(deal -> deal.state() == state).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private DealProposal offered(FakeCurio provider) {
    assertThat(provider.offers()).hasSize(1);
    return DealParams.decode(provider.offers().values().iterator().next()).proposal().proposal();
  }

  @Test
  void aPriceWithinOurCapIsPaidAtTheSameProvider() {
    String piece = refused("storage price per epoch less than asking price: 0 < 500");

    Deal no = only(world.deals(piece), DealState.REJECTED);
    assertThat(no.causeCode()).isEqualTo("price_below_ask");
    Deal yes = only(world.deals(piece), DealState.ACCEPTED);
    assertThat(yes.provider()).isEqualTo("f01000");
    assertThat(yes.attempt()).isEqualTo(2);
    assertThat(yes.pricePerEpoch()).isEqualTo(500);
    assertThat(offered(world.first).storagePricePerEpoch()).isEqualTo(AttoFil.of(500));
    assertThat(world.chain.marketBalance(world.wallet()).available().atto())
        .isEqualTo(BigInteger.valueOf(500L * 518_400));
  }

  /** 2 KiB at 300000000 attoFIL per GiB and epoch are 572 attoFIL per epoch. */
  @Test
  void aPriceAboveOurCapIsNotPaid() {
    String piece = refused("storage price per epoch less than asking price: 0 < 573");

    Deal yes = only(world.deals(piece), DealState.ACCEPTED);
    assertThat(yes.provider()).isEqualTo("f01001");
    assertThat(world.first.offers()).isEmpty();
    assertThat(world.first.posts()).isEqualTo(1);
  }

  @Test
  void aStartThatIsTooSoonIsMovedBehindTheEpochThatTheProviderNames() {
    String piece = refused("start epoch 2900 is too soon, the earliest is 5000");

    Deal yes = only(world.deals(piece), DealState.ACCEPTED);
    assertThat(yes.provider()).isEqualTo("f01000");
    assertThat(offered(world.first).startEpoch().value()).isEqualTo(5000 + MARGIN);
    assertThat(offered(world.first).endEpoch().value()).isEqualTo(5000 + MARGIN + 518_400);
  }

  @Test
  void aStartThatIsTooSoonWithoutAnEpochIsMovedByOneMoreMargin() {
    String piece = refused("deal start epoch has already elapsed");

    Deal no = only(world.deals(piece), DealState.REJECTED);
    Deal yes = only(world.deals(piece), DealState.ACCEPTED);
    long first = Objects.requireNonNull(no.startEpoch());
    assertThat(yes.startEpoch()).isBetween(first + MARGIN, first + MARGIN + 100);
  }

  @Test
  void anEpochBeyondReasonIsNotFollowed() {
    String piece = refused("start epoch 2900 is too soon, the earliest is " + "9".repeat(40));

    assertThat(only(world.deals(piece), DealState.ACCEPTED).provider()).isEqualTo("f01001");
    assertThat(world.first.posts()).isEqualTo(1);
  }

  @Test
  void collateralIsBroughtWithinTheProvidersBounds() {
    refused("proposed provider collateral 9 above maximum 7");

    assertThat(offered(world.first).providerCollateral()).isEqualTo(AttoFil.of(7));
  }

  @Test
  void severalCorrectionsAreKeptTogetherAndComeToAnEnd() {
    String piece =
        refused(
            "storage price per epoch less than asking price: 0 < 500",
            "start epoch 2900 is too soon, the earliest is 5000",
            "storage price per epoch less than asking price: 500 < 501",
            "storage price per epoch less than asking price: 501 < 502",
            "storage price per epoch less than asking price: 502 < 503");

    assertThat(world.first.posts()).isEqualTo(4);
    assertThat(world.deals(piece))
        .filteredOn(deal -> deal.provider().equals("f01000") && deal.attempt() == 4)
        .first()
        .satisfies(last -> {
          assertThat(last.pricePerEpoch()).isEqualTo(501);
          assertThat(last.startEpoch()).isEqualTo(5000 + MARGIN);
        });
    assertThat(only(world.deals(piece), DealState.ACCEPTED).provider()).isEqualTo("f01001");
  }

  @Test
  void noSecondOfferIsMadeWhileTheProviderHoldsTheFirst() {
    world.first.next(
        new Fault.RefuseAndKeep(
            "failed validation: storage price per epoch less than asking price: 0 < 500"));
    String piece = world.piece();

    world.run(80);

    assertThat(world.deals(piece)).hasSize(1);
    assertThat(only(world.deals(piece), DealState.ACCEPTED).pricePerEpoch()).isEqualTo(0);
    assertThat(world.first.posts()).isEqualTo(1);
  }

  @Test
  void aPieceThatIsTooSmallForAProviderIsNotOfferedThereAgain() {
    world.second.close();
    String piece = refused("piece size less than minimum required size: 2048 < 268435456");

    Deal no = only(world.deals(piece), DealState.REJECTED);
    assertThat(no.causeCode()).isEqualTo("piece_too_small");
    assertThat(world.first.posts()).isEqualTo(1);
    assertThat(told(only(world.deals(piece), DealState.BLOCKED)))
        .contains("f01000 does not take the piece (piece_too_small)", "2048 < 268435456");
  }

  @Test
  void anOfferThatIsWrongInItselfIsMadeToNobodyElse() {
    String piece = refused("invalid signature");

    assertThat(only(world.deals(piece), DealState.REJECTED).causeCode())
        .isEqualTo("signature_invalid");
    assertThat(world.first.posts() + world.second.posts()).isEqualTo(1);
    assertThat(only(world.deals(piece), DealState.BLOCKED).causeText())
        .contains("f01000 found the offer itself wrong (signature_invalid)");
  }

  @Test
  void missingFundsAreWaitedForWithTheSameOffer() {
    String piece = refused("clientMarketBalance.Available too small: 0 < 2592000");

    assertThat(world.deals(piece)).hasSize(1);
    only(world.deals(piece), DealState.ACCEPTED);
    assertThat(world.first.posts()).isEqualTo(2);
  }

  @Test
  void anOverloadedProviderIsAskedAgainAfterAWaitThatItsSubjectDecides() {
    world.first.next(
        new Fault.Refuse(200, "deal rejected due to backpressure. Please retry in some time."));
    String piece = world.piece();
    Instant before = Instant.now();
    while (world.first.posts() == 0) {
      world.run(1);
    }
    Instant after = Instant.now();

    Deal waiting = only(world.deals(piece), DealState.BLOCKED);
    assertThat(waiting.causeCode()).isEqualTo("overloaded");
    assertThat(waiting.proposedAt()).isNull();
    String subject = piece + "/" + waiting.provider() + "/" + waiting.attempt();
    Duration wait =
        Duration.ofNanos(Math.round(epoch().multipliedBy(10).toNanos() * Backoff.factor(subject)));
    assertThat(due(waiting)).isBetween(before.plus(wait), after.plus(wait).plusMillis(1));
  }

  /** Everything that was ever said of the deal. */
  private String told(Deal deal) {
    return world
        .jdbc
        .sql("select string_agg(data::text, ' ') from event where subject = ?")
        .param(deal.id())
        .query(String.class)
        .single();
  }

  private Duration epoch() {
    return world.chain.clock().blockDelay();
  }

  private Instant due(Deal deal) {
    return world
        .jdbc
        .sql("select execution_time from scheduled_tasks where task_instance like ?")
        .param(deal.id().replace("_", "\\_") + "%")
        .query(java.sql.Timestamp.class)
        .single()
        .toInstant();
  }
}
