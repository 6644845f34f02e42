package io.filstore.scheduler.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.chain.Standing;
import io.filstore.db.chain.TrackRecord;
import io.filstore.scheduler.policy.Placement.Choice;
import io.filstore.scheduler.policy.Placement.Need;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final long GIB = 1L << 30;

  @Test
  void takesTheOperatorsOrderAmongEquals() {
    Choice choice =
        choose(PlacementRules.NONE, 2, List.of(), fresh("f01"), fresh("f02"), fresh("f03"));

    assertThat(ids(choice.chosen())).containsExactly("f01", "f02");
    assertThat(ids(choice.spare())).containsExactly("f03");
    assertThat(choice.refused()).isEmpty();
  }

  @Test
  void whoFailedThisPieceOrHasABadRecordComesLast() {
    Candidate failed = new Candidate(Standing.unknown("f01"), null, 1, Optional.empty());
    Candidate bad = candidate("f02", null, null, 0, new TrackRecord(9, 6, 1, 2, 0, null, null, 2));
    Candidate few = candidate("f03", null, null, 0, new TrackRecord(2, 2, 0, 0, 0, null, null, 2));

    Choice choice = choose(PlacementRules.NONE, 3, List.of(), failed, bad, few);

    assertThat(ids(choice.chosen())).containsExactly("f03", "f02", "f01");
  }

  @Test
  void copiesHaveDifferentOwners() {
    PlacementRules rules = rules(List.of("owner"), List.of(), 100, 0, 0);
    Candidate holder = candidate("f01", "f0100", null, 0, TrackRecord.NONE);

    Choice choice =
        choose(
            rules,
            2,
            List.of(holder),
            candidate("f02", "f0100", null, 0, TrackRecord.NONE),
            candidate("f03", null, null, 0, TrackRecord.NONE),
            candidate("f04", "f0200", null, 0, TrackRecord.NONE),
            candidate("f05", "f0200", null, 0, TrackRecord.NONE));

    assertThat(ids(choice.chosen())).containsExactly("f04");
    assertThat(choice.refused().get("f02")).contains("f0100");
    assertThat(choice.refused().get("f03")).contains("no known owner");
    assertThat(choice.refused().get("f05")).contains("f0200");
  }

  @Test
  void copiesAreInDifferentRegions() {
    PlacementRules rules = rules(List.of("region"), List.of(), 100, 0, 0);

    Choice choice =
        choose(
            rules,
            2,
            List.of(),
            candidate("f01", null, "EU", 0, TrackRecord.NONE),
            candidate("f02", null, "EU", 0, TrackRecord.NONE),
            fresh("f03"),
            candidate("f04", null, "US", 0, TrackRecord.NONE));

    assertThat(ids(choice.chosen())).containsExactly("f01", "f04");
    assertThat(choice.refused().get("f02")).contains("EU");
    assertThat(choice.refused().get("f03")).contains("no region");
  }

  @Test
  void noOneHoldsMoreThanHisShareOnceThereIsEnough() {
    PlacementRules rules = rules(List.of(), List.of(), 25, 100 * GIB, 0);
    Candidate large = candidate("f01", null, null, 30 * GIB, TrackRecord.NONE);
    Candidate small = candidate("f02", null, null, 10 * GIB, TrackRecord.NONE);

    Choice early =
        new Placement(rules).choose(new Need(GIB, 1, 40 * GIB), List.of(), List.of(large), NOW);
    Choice later =
        new Placement(rules)
            .choose(new Need(GIB, 2, 119 * GIB), List.of(), List.of(large, small), NOW);

    assertThat(ids(early.chosen())).containsExactly("f01");
    assertThat(ids(later.chosen())).containsExactly("f02");
    assertThat(later.refused().get("f01")).contains("25.8 %").contains("25 %");
  }

  @Test
  void theDeniedTheBusyAndTheQuarantinedAreLeftAlone() {
    PlacementRules rules = rules(List.of(), List.of("f01"), 100, 0, 3);
    Candidate busy = new Candidate(standing("f02", 3, 0, null), null, 0, Optional.empty());
    Candidate asked = new Candidate(standing("f03", 0, 4, null), null, 0, Optional.empty());
    Candidate bad =
        new Candidate(standing("f04", 0, 0, NOW.plusSeconds(1)), null, 0, Optional.empty());
    Candidate back =
        new Candidate(standing("f05", 2, 3, NOW.minusSeconds(1)), null, 0, Optional.empty());

    Choice choice = choose(rules, 5, List.of(), fresh("f01"), busy, asked, bad, back);

    assertThat(ids(choice.chosen())).containsExactly("f05");
    assertThat(choice.refused().get("f01")).contains("denied");
    assertThat(choice.refused().get("f02")).contains("3 deals that are not active");
    assertThat(choice.refused().get("f03")).contains("4 deals in the last hour");
    assertThat(choice.refused().get("f04")).contains("quarantine").contains("silent");
  }

  @Test
  void whatTheProviderItselfRefusesIsSaidInItsWords() {
    Candidate no =
        new Candidate(Standing.unknown("f01"), null, 0, Optional.of("f01 asks 7, the cap is 5"));

    assertThat(choose(PlacementRules.NONE, 1, List.of(), no).refused())
        .containsEntry("f01", "f01 asks 7, the cap is 5");
  }

  private static Choice choose(
      PlacementRules rules, int wanted, List<Candidate> holding, Candidate... candidates) {
    return new Placement(rules).choose(new Need(GIB, wanted, 0), holding, List.of(candidates), NOW);
  }

  private static List<String> ids(List<Candidate> candidates) {
    return candidates.stream().map(Candidate::provider).toList();
  }

  private static Candidate fresh(String id) {
    return new Candidate(Standing.unknown(id), null, 0, Optional.empty());
  }

  private static Candidate candidate(
      String id,
      @Nullable String owner,
      @Nullable String region,
      long openBytes,
      TrackRecord record) {
    Standing standing = new Standing(id, owner, openBytes, 0, 0, record, null, null);
    return new Candidate(standing, region, 0, Optional.empty());
  }

  private static Standing standing(
      String id, long pending, long lastHour, @Nullable Instant quarantinedUntil) {
    String reason = quarantinedUntil == null ? null : "silent";
    return new Standing(id, null, 0, pending, lastHour, TrackRecord.NONE, quarantinedUntil, reason);
  }

  /** At most three under way, at most four offers an hour. */
  private static PlacementRules rules(
      List<String> distinct, List<String> denied, int share, long shareFrom, int pending) {
    return new PlacementRules(
        denied, distinct, List.of(), share, shareFrom, pending, pending == 0 ? 0 : 4, "", 0, 0, 0);
  }
}
