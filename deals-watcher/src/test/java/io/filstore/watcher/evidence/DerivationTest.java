package io.filstore.watcher.evidence;

import static io.filstore.db.deal.DealState.ACCEPTED;
import static io.filstore.db.deal.DealState.ACTIVE;
import static io.filstore.db.deal.DealState.COMMITTING;
import static io.filstore.db.deal.DealState.COMPLETED;
import static io.filstore.db.deal.DealState.EXPIRING;
import static io.filstore.db.deal.DealState.LAPSED;
import static io.filstore.db.deal.DealState.SEALING;
import static io.filstore.db.deal.DealState.TERMINATED;
import static io.filstore.db.deal.DealState.TRANSFERRING;
import static io.filstore.watcher.evidence.Finality.FINALIZED;
import static io.filstore.watcher.evidence.Finality.HEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.deal.DealState;
import io.filstore.watcher.evidence.Evidence.Allocation;
import io.filstore.watcher.evidence.Evidence.Claim;
import io.filstore.watcher.evidence.Evidence.MarketDeal;
import io.filstore.watcher.evidence.Evidence.NoAllocation;
import io.filstore.watcher.evidence.Evidence.NoMarketDeal;
import io.filstore.watcher.evidence.Evidence.NotListed;
import io.filstore.watcher.evidence.Next.AskFinalized;
import io.filstore.watcher.evidence.Next.Confirm;
import io.filstore.watcher.evidence.Next.Contradiction;
import io.filstore.watcher.evidence.Next.Missing;
import io.filstore.watcher.evidence.Next.Move;
import io.filstore.watcher.evidence.Next.Stay;
import io.filstore.watcher.evidence.Next.Undo;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every row of deals-and-chain.md section 6, and the transitions of section 7 that evidence drives.
 */
class DerivationTest {
  private static final long START = 1_000;
  private static final long END = 9_000;
  private static final long WINDOW = 500;

  private static final Evidence PUBLISHED = new MarketDeal(7, START, END, 0, -1, -1);
  private static final Evidence PROVEN = new MarketDeal(7, START, END, 0, 900, -1);
  private static final Evidence SLASHED = new MarketDeal(7, START, END, 12, 900, 1_200);
  private static final Evidence GONE = new NoMarketDeal(7);
  private static final Evidence ALLOCATION = new Allocation(77, START);
  private static final Evidence CLAIM = new Claim(77, 771, 900, 5_000, 8_100);
  private static final Evidence NOTHING = new NoAllocation(77);

  private final Derivation derivation = new Derivation(WINDOW);

  static Stream<Arguments> marketRows() {
    return Stream.of(
        row(
            "published, seen at head",
            at(ACCEPTED),
            PUBLISHED,
            800,
            GONE,
            700,
            move(COMMITTING, HEAD)),
        row(
            "published, final",
            at(ACCEPTED),
            PUBLISHED,
            800,
            PUBLISHED,
            700,
            move(SEALING, FINALIZED)),
        row(
            "published in the start epoch",
            at(ACCEPTED),
            PUBLISHED,
            START,
            PUBLISHED,
            990,
            move(SEALING, FINALIZED)),
        row("published, nothing new", at(SEALING), PUBLISHED, 800, PUBLISHED, 700, new Stay()),
        row("active, seen at head", at(SEALING), PROVEN, 950, PUBLISHED, 890, move(ACTIVE, HEAD)),
        row("active, final", at(SEALING), PROVEN, 950, PROVEN, 940, move(ACTIVE, FINALIZED)),
        row(
            "active before the provider answered",
            at(ACCEPTED),
            PROVEN,
            950,
            PROVEN,
            940,
            move(ACTIVE, FINALIZED)),
        row("active becomes final", at(ACTIVE), PROVEN, 960, PROVEN, 950, new Confirm()),
        row("active, not yet final", at(ACTIVE), PROVEN, 960, PUBLISHED, 890, new Stay()),
        row("active in the last epoch", at(ACTIVE), PROVEN, END - 1, PUBLISHED, 890, new Stay()),
        row(
            "expiring",
            isFinal(ACTIVE),
            PROVEN,
            END - WINDOW + 9,
            PROVEN,
            END - WINDOW,
            move(EXPIRING, FINALIZED)),
        row(
            "expiring not before it is final",
            isFinal(ACTIVE),
            PROVEN,
            END - WINDOW,
            PROVEN,
            END - WINDOW - 9,
            new Stay()),
        row(
            "ended unsettled, at head only",
            isFinal(EXPIRING),
            PROVEN,
            END,
            PROVEN,
            END - 5,
            new Stay()),
        row(
            "ended unsettled, final",
            isFinal(EXPIRING),
            PROVEN,
            END + 5,
            PROVEN,
            END,
            move(COMPLETED, FINALIZED)),
        row(
            "proposal expired, at head only",
            at(SEALING),
            PUBLISHED,
            START + 1,
            PUBLISHED,
            START,
            new Stay()),
        row("slashed, at head only", isFinal(ACTIVE), SLASHED, 1_300, PROVEN, 1_290, new Stay()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("marketRows")
  void marketDeal(String row, Known known, Look head, Look fin, Next expected) {
    assertThat(derivation.derive(known, head, fin)).as(row).isEqualTo(expected);
  }

  @Test
  void aProposalThatMissesItsStartEpochLapsesOnceFinal() {
    Next next = derive(at(SEALING), PUBLISHED, START + 6, PUBLISHED, START + 1);

    assertMove(next, LAPSED, "not_activated_in_time");
  }

  @Test
  void aSlashMarkThatIsFinalTerminates() {
    assertMove(derive(isFinal(ACTIVE), SLASHED, 1_300, SLASHED, 1_250), TERMINATED, "terminated");
  }

  @Test
  void oneLookThatFindsNothingChangesNothing() {
    assertThat(derive(isFinal(ACTIVE), GONE, 2_000, GONE, 1_990)).isEqualTo(new Missing());
  }

  @Test
  void twoLooksAtTheSameFinalizedHeightAreOne() {
    assertThat(derive(missed(ACTIVE, true, 1_990), GONE, 2_005, GONE, 1_990)).isEqualTo(new Stay());
  }

  @Test
  void aDealGoneForTwoLooksBeforeItsEndWasTerminated() {
    assertMove(
        derive(missed(ACTIVE, true, 1_990), GONE, 2_005, GONE, 1_995), TERMINATED, "terminated");
  }

  @Test
  void aDealGoneAtTheHeadButNotYetFinallyStays() {
    assertThat(derive(missed(ACTIVE, true, 1_990), GONE, 2_005, PROVEN, 1_995))
        .isEqualTo(new Stay());
  }

  @Test
  void aSettledDealGoneAfterItsEndCompleted() {
    assertThat(derive(missed(EXPIRING, true, END), GONE, END + 20, GONE, END + 10))
        .isEqualTo(move(COMPLETED, FINALIZED));
  }

  @Test
  void aPublishedDealGoneAfterItsStartLapsed() {
    assertMove(
        derive(missed(SEALING, true, START + 5), GONE, START + 20, GONE, START + 10),
        LAPSED,
        "not_activated_in_time");
  }

  @Test
  void aPublicationGoneBeforeItsStartWasUndone() {
    assertThat(derive(missed(COMMITTING, false, 700), GONE, 800, GONE, 710))
        .isEqualTo(undo(ACCEPTED, "the record was undone by a reorg"));
  }

  @Test
  void anActivationUndoneByAReorgGoesBack() {
    assertThat(derive(at(ACTIVE), PUBLISHED, 960, PUBLISHED, 890))
        .isEqualTo(undo(SEALING, "the activation was undone by a reorg"));
  }

  @Test
  void aFinalActivationIsNeverTakenBack() {
    assertThat(derive(isFinal(ACTIVE), PUBLISHED, 960, PUBLISHED, 940))
        .isInstanceOf(Contradiction.class);
  }

  static Stream<Arguments> claimRows() {
    return Stream.of(
        row("allocation waits", at(SEALING), ALLOCATION, 800, ALLOCATION, 790, new Stay()),
        row("allocation not there yet", at(ACCEPTED), NOTHING, 800, NOTHING, 790, new Stay()),
        row("claim at head", at(TRANSFERRING), CLAIM, 910, ALLOCATION, 890, move(ACTIVE, HEAD)),
        row("claim final", at(SEALING), CLAIM, 910, CLAIM, 905, move(ACTIVE, FINALIZED)),
        row("claim becomes final", at(ACTIVE), CLAIM, 920, CLAIM, 905, new Confirm()),
        row(
            "claim expiring",
            isFinal(ACTIVE),
            CLAIM,
            5_500,
            CLAIM,
            5_400,
            move(EXPIRING, FINALIZED)),
        row(
            "claim ended",
            isFinal(EXPIRING),
            CLAIM,
            END + 5,
            CLAIM,
            END,
            move(COMPLETED, FINALIZED)),
        row("claim ended at head only", isFinal(EXPIRING), CLAIM, END, CLAIM, END - 1, new Stay()),
        row(
            "allocation expired at head only",
            at(SEALING),
            ALLOCATION,
            START + 1,
            ALLOCATION,
            START,
            new Stay()),
        row(
            "both gone, first look",
            at(SEALING),
            NOTHING,
            START + 9,
            NOTHING,
            START + 1,
            new Missing()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("claimRows")
  void directDeal(String row, Known known, Look head, Look fin, Next expected) {
    assertThat(derivation.derive(known, head, fin)).as(row).isEqualTo(expected);
  }

  @Test
  void anUnclaimedAllocationLapsesOnceItsExpirationIsFinal() {
    assertMove(
        derive(at(SEALING), ALLOCATION, START + 9, ALLOCATION, START + 1),
        LAPSED,
        "not_activated_in_time");
  }

  @Test
  void aReclaimedAllocationLapsesAfterTwoLooks() {
    assertMove(
        derive(missed(SEALING, false, START + 1), NOTHING, START + 9, NOTHING, START + 2),
        LAPSED,
        "not_activated_in_time");
  }

  @Test
  void aClaimGoneForTwoLooksWasTerminated() {
    assertMove(
        derive(missed(ACTIVE, true, 2_000), NOTHING, 2_010, NOTHING, 2_005),
        TERMINATED,
        "terminated");
  }

  @Test
  void aClaimGoneAfterItsTermMinimumCompleted() {
    assertThat(derive(missed(EXPIRING, true, END), NOTHING, END + 10, NOTHING, END + 5))
        .isEqualTo(move(COMPLETED, FINALIZED));
  }

  @Test
  void aProposalThatNoListHasLapsesAfterTwoListsPastItsStart() {
    Evidence unlisted = new NotListed();

    assertThat(derive(at(ACCEPTED), unlisted, START, unlisted, START)).isEqualTo(new Stay());
    assertThat(derive(at(ACCEPTED), unlisted, START + 1, unlisted, START + 1))
        .isEqualTo(new Missing());
    assertMove(
        derive(missed(ACCEPTED, false, START + 1), unlisted, START + 2, unlisted, START + 2),
        LAPSED,
        "not_activated_in_time");
  }

  @Test
  void aClaimUndoneByAReorgGoesBackToSealing() {
    assertThat(derive(at(ACTIVE), ALLOCATION, 915, ALLOCATION, 905))
        .isEqualTo(undo(SEALING, "the claim was undone by a reorg"));
  }

  @Test
  void newsAtTheHeadAsksForTheFinalizedTipsetFirst() {
    assertThat(derivation.derive(at(SEALING), new Look(PROVEN, 950, "t")))
        .isEqualTo(new AskFinalized());
    assertThat(derivation.derive(isFinal(ACTIVE), new Look(GONE, 950, "t")))
        .isEqualTo(new AskFinalized());
    assertThat(derivation.derive(isFinal(ACTIVE), new Look(PROVEN, 950, "t")))
        .isEqualTo(new Stay());
    assertThat(derivation.derive(at(SEALING), new Look(PUBLISHED, 950, "t"))).isEqualTo(new Stay());
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPLETED", "LAPSED", "TERMINATED", "FAILED"})
  void nothingFollowsALastState(DealState last) {
    assertThat(derive(isFinal(last), PROVEN, 950, PROVEN, 940)).isEqualTo(new Stay());
  }

  private Next derive(Known known, Evidence head, long height, Evidence fin, long finalized) {
    return derivation.derive(known, new Look(head, height, "h"), new Look(fin, finalized, "f"));
  }

  private static void assertMove(Next next, DealState to, String cause) {
    assertThat(next).isInstanceOf(Move.class);
    Move move = (Move) next;
    assertThat(move.to()).isEqualTo(to);
    assertThat(move.cause()).hasValueSatisfying(c -> assertThat(c.code()).isEqualTo(cause));
  }

  private static Arguments row(
      String name,
      Known known,
      Evidence head,
      long height,
      Evidence fin,
      long finalized,
      Next next) {
    return Arguments.of(
        name, known, new Look(head, height, "h"), new Look(fin, finalized, "f"), next);
  }

  private static Next move(DealState to, Finality finality) {
    return new Move(to, finality, Optional.empty());
  }

  private static Next undo(DealState to, String text) {
    return new Undo(to, new Cause("reorg", text));
  }

  private static Known at(DealState state) {
    return new Known(state, false, START, END, 0, 0);
  }

  private static Known isFinal(DealState state) {
    return new Known(state, true, START, END, 0, 0);
  }

  private static Known missed(DealState state, boolean finalized, long lastFinalized) {
    return new Known(state, finalized, START, END, 1, lastFinalized);
  }
}
