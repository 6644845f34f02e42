package io.filstore.db.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.Rows;
import io.filstore.db.TestDatabase;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.event.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records are kept between readings; each test reads once before what must be seen. */
class StandingsTest {
  private static final Instant NOW = Instant.now();

  private final TestDatabase database = TestDatabase.fresh();
  private final Deals deals =
      new Deals(database.jdbc(), new EventLog(database.jdbc()), new Networks(database.jdbc()));
  private final Standings standings = new Standings(database.jdbc());

  @BeforeEach
  void rows() {
    Rows.piece(database.jdbc());
    Rows.wallet(database.jdbc());
    Rows.provider(database.jdbc(), "f01000", "f01001");
  }

  @Test
  void whatComesOfADealIsSeenAtOnceAndCountsForItsProviderOnly() {
    Deal deal = offered("f01000");
    offered("f01001");
    assertThat(record().offered()).isEqualTo(1);
    assertThat(record().refused()).isZero();

    refused(deal);

    assertThat(record().refused()).isEqualTo(1);
    assertThat(record().consecutiveFailures()).isEqualTo(1);
    assertThat(of("f01001").record().refused()).isZero();
  }

  @Test
  void whatWasRolledBackIsForgottenAlsoByTheOneWhoReadIt() {
    Deal deal = offered("f01000");
    database
        .transactions()
        .executeWithoutResult(status -> {
          refused(deal);
          assertThat(record().refused()).isEqualTo(1);
          status.setRollbackOnly();
        });
    assertThat(record().refused()).isZero();

    deals.apply(deal, DealMove.to(DealState.FAILED).cause("commp_mismatch", "another commitment"));

    assertThat(record().refused()).isZero();
    assertThat(record().wrongCommitments()).isEqualTo(1);
  }

  @Test
  void afterItsQuarantineTheCountInARowBeginsAnew() {
    refused(offered("f01000"));
    assertThat(record().consecutiveFailures()).isEqualTo(1);

    standings.quarantine("f01000", NOW.plus(Duration.ofDays(1)), "too often", NOW);

    assertThat(record().consecutiveFailures()).isZero();
    assertThat(record().refused()).isEqualTo(1);
    standings.release("f01000");
    assertThat(record().consecutiveFailures()).isEqualTo(1);
  }

  @Test
  void dealsAreForgottenAfterNinetyDaysWithoutAnyChange() {
    refused(offered("f01000"));
    assertThat(record().refused()).isEqualTo(1);

    Instant later = NOW.plus(Duration.ofDays(91));

    assertThat(Objects.requireNonNull(standings.of(List.of("f01000"), later).get("f01000")))
        .extracting(standing -> standing.record().refused())
        .isEqualTo(0L);
  }

  @Test
  void aProviderWithoutARowHasNoStanding() {
    assertThat(standings.of(List.of("f01000", "f09999"), NOW)).containsOnlyKeys("f01000");
    assertThat(record()).isEqualTo(TrackRecord.NONE);
  }

  private TrackRecord record() {
    return of("f01000").record();
  }

  private Standing of(String provider) {
    return Objects.requireNonNull(standings.of(List.of(provider), NOW).get(provider));
  }

  private Deal offered(String provider) {
    Deal deal =
        deals.insert(new Deals.Plan(Rows.PIECE, provider, Rows.WALLET, "ddo", true, 1, 518400));
    return deals.apply(
        deal,
        DealMove.to(DealState.PROPOSING)
            .set("proposal_key", "key of " + provider)
            .set("proposed_at", NOW)
            .set("offered_at", NOW));
  }

  private void refused(Deal deal) {
    deals.apply(deal, DealMove.to(DealState.REJECTED).cause("provider_refused", "no"));
  }
}
