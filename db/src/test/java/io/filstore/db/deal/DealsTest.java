package io.filstore.db.deal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.db.Rows;
import io.filstore.db.TestDatabase;
import io.filstore.db.chain.Network;
import io.filstore.db.chain.Networks;
import io.filstore.db.chain.Wallets;
import io.filstore.db.event.Event;
import io.filstore.db.event.EventLog;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;

class DealsTest {
  private final TestDatabase database = TestDatabase.fresh();
  private final EventLog events = new EventLog(database.jdbc());
  private final Networks networks = new Networks(database.jdbc());
  private final Deals deals = new Deals(database.jdbc(), events, networks);

  @BeforeEach
  void rows() {
    Rows.piece(database.jdbc());
    Rows.wallet(database.jdbc());
    Rows.provider(database.jdbc(), "f01000", "f01001");
  }

  @Test
  void aSecondOpenDealOfPieceAndProviderIsRefusedUntilTheFirstIsClosed() {
    Deal first = plan("f01000");
    assertThatThrownBy(() -> plan("f01000")).isInstanceOf(DuplicateKeyException.class);
    deals.apply(first, DealMove.to(DealState.REJECTED).cause("provider_rejected", "no"));
    assertThat(plan("f01000").state()).isEqualTo(DealState.PLANNED);
  }

  @Test
  void aChangeOfAStaleRowIsRefusedAndWritesNoEvent() {
    Deal read = plan("f01000");
    deals.apply(read, DealMove.to(DealState.ALLOCATING));
    long seq = events.lastSeq();
    assertThatThrownBy(() -> deals.apply(read, DealMove.to(DealState.PROPOSING)))
        .isInstanceOf(StaleDealException.class);
    assertThat(events.lastSeq()).isEqualTo(seq);
  }

  @Test
  void onlyAReorgLeadsBackAndOnlyWhileTheDealIsOpen() {
    Deal active =
        deals.apply(
            plan("f01000"),
            DealMove.to(DealState.ACTIVE).set("proposal_key", "key").finality("head"));
    assertThatThrownBy(() -> deals.apply(active, DealMove.to(DealState.SEALING)))
        .isInstanceOf(IllegalStateException.class);

    Deal undone = deals.apply(active, DealMove.undoneTo(DealState.SEALING).cause("reorg", "r"));

    assertThat(undone.state()).isEqualTo(DealState.SEALING);
    assertThat(events.of(active.id(), 0, 10).getLast().data().at("/to").asString())
        .isEqualTo("sealing");
    Deal closed = deals.apply(undone, DealMove.to(DealState.LAPSED));
    assertThatThrownBy(() -> deals.apply(closed, DealMove.undoneTo(DealState.SEALING)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aStateThatBecomesFinalIsAnEventOfItsOwnType() {
    Deal active =
        deals.apply(
            plan("f01000"),
            DealMove.to(DealState.ACTIVE).set("proposal_key", "key").finality("head"));

    Deal safe = deals.apply(active, DealMove.safe().evidence(Map.of("height", 8)));
    assertThat(safe.finality()).isEqualTo("safe");
    assertThat(events.of(active.id(), 0, 10).getLast().type()).isEqualTo("deal.safe");

    Deal now = deals.apply(safe, DealMove.finalized().evidence(Map.of("height", 9)));

    assertThat(now.finality()).isEqualTo("finalized");
    Event last = events.of(active.id(), 0, 10).getLast();
    assertThat(last.type()).isEqualTo("deal.finalized");
    assertThat(last.data().at("/to").asString()).isEqualTo("active");
    assertThat(last.data().at("/deal/finality").asString()).isEqualTo("finalized");
  }

  @Test
  void aStateChangeIsAnEventWithEvidenceAndTimes() {
    networks.observed(
        new Network(
            "localnet",
            Instant.parse("2026-11-21T00:00:00Z"),
            new BigDecimal("1.5"),
            100,
            "bafy",
            95,
            Instant.now()));
    Deal deal = plan("f01000");
    Deal moved =
        deals.apply(
            deal,
            DealMove.to(DealState.PROPOSING)
                .set("proposal_key", "01ARZ3NDEKTSV4RRFFQ69G5FAV")
                .set("start_epoch", 1000L)
                .set("price_per_epoch", new BigInteger("12345678901234567890"))
                .evidence(Map.of("kind", "test", "height", 7)));
    assertThat(moved.pricePerEpoch()).isEqualTo(new BigInteger("12345678901234567890"));
    List<Event> history = events.of(deal.id(), 0, 10);
    assertThat(history).extracting(Event::type).containsOnly("deal.state_changed");
    var data = history.getLast().data();
    assertThat(data.at("/from").asString()).isEqualTo("planned");
    assertThat(data.at("/evidence/0/height").asInt()).isEqualTo(7);
    assertThat(data.at("/deal/start/time").asString()).startsWith("2026-11-21T00:25:00");
    assertThat(data.at("/deal/price_per_epoch/value").asString()).isEqualTo("12345678901234567890");
  }

  /**
   * Otherwise a planner that holds the event log and a reservation that wants it would deadlock.
   */
  @Test
  void aDealIsPlannedWhileItsWalletIsLocked() {
    Wallets wallets = new Wallets(database.jdbc());
    database
        .transactions()
        .executeWithoutResult(status -> {
          assertThat(wallets.lock(Rows.WALLET)).isPresent();
          CompletableFuture.runAsync(() -> plan("f01000")).orTimeout(10, TimeUnit.SECONDS).join();
        });
    assertThat(deals.ofPiece(Rows.PIECE)).hasSize(1);
  }

  @Test
  void nothingIsSentThatIsNotWritten() {
    Deal deal = plan("f01000");
    assertThatThrownBy(() -> deals.apply(deal, DealMove.stay().set("proposed_at", Instant.now())))
        .isInstanceOf(DataIntegrityViolationException.class);
  }

  @Test
  void oneChainDealIsOneDeal() {
    deals.apply(plan("f01000"), DealMove.stay().set("chain_deal_id", 7L));
    Deal other = plan("f01001");
    assertThatThrownBy(() -> deals.apply(other, DealMove.stay().set("chain_deal_id", 7L)))
        .isInstanceOf(DataIntegrityViolationException.class);
  }

  @Test
  void lateAnswersNeverMoveADealBack() {
    Stream.of(DealState.values())
        .filter(state -> !state.open())
        .forEach(
            closed -> assertThat(DealState.values()).noneMatch(next -> closed.canBecome(next)));
    assertThat(DealState.ACTIVE.canBecome(DealState.ACCEPTED)).isFalse();
    assertThat(DealState.PLANNED.canBecome(DealState.ACTIVE)).isTrue();
    assertThat(DealState.ACCEPTED.canBecome(DealState.PLANNED)).isFalse();
    assertThat(DealState.BLOCKED.canBecome(DealState.PLANNED)).isTrue();
    assertThat(DealState.FAULTED.canBecome(DealState.ACTIVE)).isTrue();
  }

  @Test
  void theDatabaseRefusesWhatMustNotBe() {
    Deal deal = plan("f01000");
    assertThatThrownBy(() -> database.jdbc().sql("update deal set state = 'lost'").update())
        .hasMessageContaining("check constraint");
    assertThatThrownBy(() -> deals.apply(deal, DealMove.to(DealState.ACTIVE)))
        .hasMessageContaining("check constraint");
    assertThatThrownBy(() -> plan("f09999")).hasMessageContaining("foreign key");
  }

  @Test
  void datacapIsSettledExactlyOnce() {
    DatacapLedger ledger = new DatacapLedger(database.jdbc());
    Deal deal = plan("f01000");
    assertThat(ledger.reserve(deal.id(), Rows.WALLET, 2048)).isTrue();
    assertThat(ledger.reserve(deal.id(), Rows.WALLET, 2048)).isFalse();
    assertThat(ledger.reserved(Rows.WALLET)).isEqualTo(2048);
    assertThat(ledger.spend(deal.id())).isTrue();
    assertThat(ledger.spend(deal.id())).isFalse();
    assertThat(ledger.release(deal.id())).isFalse();
    assertThat(ledger.reserved(Rows.WALLET)).isZero();
    assertThat(ledger.spent(Rows.WALLET)).isEqualTo(2048);
  }

  private Deal plan(String provider) {
    return deals.insert(new Deals.Plan(Rows.PIECE, provider, Rows.WALLET, "ddo", true, 1, 518400));
  }
}
