package io.filstore.watcher.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.Rows;
import io.filstore.db.TestDatabase;
import io.filstore.db.chain.Networks;
import io.filstore.db.deal.DatacapLedger;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.event.EventLog;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.piece.Pieces;
import io.filstore.db.transfer.Transfers;
import io.filstore.watcher.monitor.DealRecorder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slow or stuck, on a clock that the test moves. */
class WatchTransfersTest {
  private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
  private static final Duration PATIENCE = Duration.ofHours(24);

  private final TestDatabase database = TestDatabase.fresh();
  private final EventLog log = new EventLog(database.jdbc());
  private final Deals deals = new Deals(database.jdbc(), log, new Networks(database.jdbc()));
  private final Transfers transfers = new Transfers(database.jdbc());
  private Instant now = START;

  @SuppressWarnings("NullAway.Init")
  private Deal deal;

  @SuppressWarnings("NullAway.Init")
  private WatchTransfers task;

  @BeforeEach
  void accepted() {
    Rows.piece(database.jdbc());
    Rows.wallet(database.jdbc());
    Rows.provider(database.jdbc(), "f01000");
    Deal planned =
        deals.insert(new Deals.Plan(Rows.PIECE, "f01000", Rows.WALLET, "ddo", true, 1, 518_400));
    deal =
        deals.apply(
            planned,
            DealMove.to(DealState.ACCEPTED).set("proposal_key", "k").set("proposed_at", START));
    InstantSource moved = () -> now;
    Clock clock = moved.withZone(ZoneOffset.UTC);
    task =
        new WatchTransfers(
            deals,
            new Pieces(database.jdbc()),
            transfers,
            new DealRecorder(
                deals,
                new DatacapLedger(database.jdbc()),
                new Jobs(database.dataSource(), database.jdbc(), clock),
                database.transactions()),
            PATIENCE,
            clock);
  }

  private void lookAfter(Duration time) {
    now = now.plus(time);
    task.look();
  }

  private Deal read() {
    return deals.find(deal.id()).orElseThrow();
  }

  private List<String> types() {
    return log.of(deal.id(), 0, 100).stream().map(event -> event.type()).toList();
  }

  private long stalls() {
    return types().stream().filter("deal.stalled"::equals).count();
  }

  /** The operator's own boostd has the CAR on its disk: no byte is expected. */
  @Test
  void nothingStandsStillWhereNothingIsDownloaded() {
    database.jdbc().sql("update deal set transport = 'boost'").update();
    lookAfter(PATIENCE.multipliedBy(3));

    assertThat(stalls()).isZero();
  }

  @Test
  void noByteAtAllIsToldOnceAndClosesNothing() {
    lookAfter(PATIENCE);
    assertThat(read().causeCode()).isNull();

    lookAfter(Duration.ofSeconds(1));
    lookAfter(Duration.ofDays(30));

    assertThat(read().state()).isEqualTo(DealState.ACCEPTED);
    assertThat(read().causeCode()).isEqualTo("transfer_stalled");
    assertThat(read().causeText()).contains("no byte for PT24H: 0 of", "the last at never");
    assertThat(stalls()).isEqualTo(1);
    assertThat(read().state().open()).isTrue();
  }

  @Test
  void aDownloadThatCrawlsIsSlowAndNotStuck() {
    for (int day = 0; day < 20; day++) {
      transfers.sent(Rows.PIECE, "f01000", 10, now.plus(Duration.ofHours(23)));
      lookAfter(Duration.ofHours(23));
    }

    assertThat(read().state()).isEqualTo(DealState.TRANSFERRING);
    assertThat(read().causeCode()).isNull();
    assertThat(stalls()).isZero();
  }

  @Test
  void bytesThatOnlyTheProviderTellsCountToo() {
    transfers.received(Rows.PIECE, "f01000", 10, now.plus(Duration.ofHours(23)));
    lookAfter(Duration.ofHours(25));
    assertThat(read().causeCode()).isNull();

    transfers.received(Rows.PIECE, "f01000", 10, now.plus(Duration.ofHours(23)));
    lookAfter(Duration.ofHours(23));
    assertThat(read().causeCode()).isEqualTo("transfer_stalled");
    assertThat(read().causeText()).contains("10 of", "the last at 2026-11-02T09:00:00Z");
  }

  @Test
  void theNextByteTakesItBackAndALaterStallIsToldAgain() {
    transfers.sent(Rows.PIECE, "f01000", 10, START);
    lookAfter(Duration.ofHours(25));
    assertThat(read().causeCode()).isEqualTo("transfer_stalled");

    transfers.sent(Rows.PIECE, "f01000", 10, now);
    lookAfter(Duration.ofMinutes(1));
    assertThat(read().causeCode()).isNull();
    assertThat(read().state()).isEqualTo(DealState.TRANSFERRING);

    lookAfter(Duration.ofHours(25));
    assertThat(stalls()).isEqualTo(2);
    transfers.sent(Rows.PIECE, "f01000", 10, now);
    lookAfter(Duration.ofMinutes(1));
    assertThat(read().causeCode()).isNull();
  }

  @Test
  void aProviderThatHasEveryByteIsNotStuck() {
    transfers.sent(Rows.PIECE, "f01000", Long.MAX_VALUE / 2, START);

    lookAfter(Duration.ofDays(9));

    assertThat(read().causeCode()).isNull();
  }

  @Test
  void bytesFromBeforeTheOfferAreAnotherDeals() {
    transfers.sent(Rows.PIECE, "f01000", 10, START.minusSeconds(1));

    lookAfter(Duration.ofHours(25));

    assertThat(read().state()).isEqualTo(DealState.ACCEPTED);
    assertThat(read().causeText()).contains("0 of");
  }
}
