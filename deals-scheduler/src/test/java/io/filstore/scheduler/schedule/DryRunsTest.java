package io.filstore.scheduler.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.db.chain.Provider;
import io.filstore.db.chain.Standing;
import io.filstore.db.policy.PolicyTerms;
import io.filstore.scheduler.policy.PiecePolicy;
import io.filstore.scheduler.policy.PlacementRules;
import io.filstore.scheduler.policy.PolicyProperties;
import io.filstore.scheduler.policy.Pool;
import io.filstore.scheduler.schedule.DryRun.Pieces;
import io.filstore.scheduler.schedule.Outlook.Share;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class DryRunsTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final long GIB = 1L << 30;

  @Test
  void saysWhoGetsWhatAndWhatItCosts() {
    Outlook outlook = answer(new PlacementRulesOf().rules(), run(32 * GIB, 10, 2, null), 3);

    assertThat(outlook.pieces()).isEqualTo(10);
    assertThat(outlook.copies()).isEqualTo(20);
    assertThat(outlook.placed()).isEqualTo(20);
    assertThat(outlook.providers())
        .extracting(Share::provider, Share::copies)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("f01000", 10L),
            org.assertj.core.groups.Tuple.tuple("f01001", 10L));
    assertThat(outlook.cost().datacapBytes()).isEqualTo(BigInteger.valueOf(20 * 32 * GIB));
    assertThat(outlook.cost().priceAttofil()).isZero();
    assertThat(outlook.violations()).isEmpty();
  }

  @Test
  void aShareCapSpreadsThePieces() {
    PlacementRulesOf rules = new PlacementRulesOf();
    rules.share = 30;

    Outlook outlook = answer(rules.rules(), run(32 * GIB, 100, 2, null), 8);

    assertThat(outlook.placed()).isEqualTo(200);
    assertThat(outlook.providers()).hasSizeGreaterThan(3);
    assertThat(outlook.providers()).allMatch(share -> share.sharePercent() <= 30.5);
  }

  @Test
  void whatCannotBePlacedHasAReasonWithTheNumberOfPieces() {
    PlacementRulesOf rules = new PlacementRulesOf();
    rules.distinct = List.of("region");
    rules.regions = List.of("f01000=EU", "f01001=EU");

    Outlook outlook = answer(rules.rules(), run(32 * GIB, 5, 2, null), 3);

    assertThat(outlook.placed()).isEqualTo(5);
    assertThat(outlook.violations())
        .anySatisfy(violation -> {
          assertThat(violation.provider()).isEqualTo("f01001");
          assertThat(violation.text()).contains("same region EU");
          assertThat(violation.pieces()).isEqualTo(5);
        })
        .anySatisfy(violation -> assertThat(violation.text()).contains("f01002 has no region"));
  }

  @Test
  void plainDealsCostWhatProvidersAsk() {
    Outlook outlook = answer(new PlacementRulesOf().rules(), run(32 * GIB, 1, 1, false), 1);

    BigInteger perEpoch = BigInteger.valueOf(7 * 32);
    assertThat(outlook.cost().priceAttofil())
        .isEqualTo(perEpoch.multiply(BigInteger.valueOf(518_400)));
    assertThat(outlook.cost().datacapBytes()).isZero();
  }

  @Test
  void aLimitOnOffersMakesItTakeLonger() {
    PlacementRulesOf rules = new PlacementRulesOf();
    rules.perHour = 4;

    assertThat(answer(rules.rules(), run(32 * GIB, 10, 1, null), 1).hours()).isEqualTo(3);
  }

  @Test
  void aProviderThatWasNeverAskedIsNotChosen() {
    PiecePolicy policy =
        PiecePolicy.of(
            settings(List.of()),
            new Pool(List.of("f09999"), new PlacementRulesOf().rules()),
            null,
            PolicyTerms.NONE,
            NOW);

    Outlook outlook =
        new DryRuns(policy).answer(List.of(new Pieces(GIB, 1)), Map.of(), Map.of(), 0, NOW);

    assertThat(outlook.placed()).isZero();
    assertThat(outlook.violations().getFirst().text()).contains("never asked");
  }

  @Test
  void wrongQuestionsAreToldWithTheNumbers() {
    assertThatThrownBy(() -> pieces(1000, 1)).hasMessageContaining("1000");
    assertThatThrownBy(() -> pieces(GIB, 2_000_000)).hasMessageContaining("1000000");
    assertThatThrownBy(() -> json("{}").checked()).hasMessageContaining("pieces must name");
    assertThatThrownBy(() ->
            json("""
            {"pieces":[{"padded_size":2048,"count":1}],"policy_id":"pol_1","terms":{}}\
            """)
                .checked())
        .hasMessageContaining("not both");
    assertThat(
            json(
                """
                {"pieces":[{"padded_size":2048,"count":3}],"terms":{"max_share_percent":25}}\
                """))
        .satisfies(
            run -> assertThat(Objects.requireNonNull(run.terms()).maxSharePercent()).isEqualTo(25));
  }

  private static DryRun json(String text) {
    return JsonMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .build()
        .readValue(text, DryRun.class);
  }

  private static List<Pieces> pieces(long size, long count) {
    return new DryRun(List.of(new Pieces(size, count)), null, null).checked();
  }

  private record Run(List<Pieces> pieces, int replicas, @Nullable Boolean verified) {}

  private static Run run(long size, long count, int replicas, @Nullable Boolean verified) {
    return new Run(pieces(size, count), replicas, verified);
  }

  private static Outlook answer(PlacementRules rules, Run run, int providers) {
    Map<String, Provider> known = new LinkedHashMap<>();
    Map<String, Standing> standings = new LinkedHashMap<>();
    List<String> ids = IntStream.range(0, providers).mapToObj(i -> "f0" + (1000 + i)).toList();
    ids.forEach(id -> {
      known.put(id, provider(id));
      standings.put(id, Standing.unknown(id));
    });
    PolicyTerms terms =
        new PolicyTerms(
            run.replicas(),
            run.verified() == null ? null : run.verified() ? "required" : "never",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    return new DryRuns(PiecePolicy.of(settings(List.of()), new Pool(ids, rules), null, terms, NOW))
        .answer(run.pieces(), known, standings, 0, NOW);
  }

  private static Provider provider(String id) {
    return new Provider(
        id,
        "https://provider.example",
        null,
        64 * GIB,
        List.of("ddo", "mk12"),
        "curio",
        BigInteger.valueOf(7),
        BigInteger.ZERO,
        GIB,
        64 * GIB,
        true,
        null,
        NOW);
  }

  private static PolicyProperties settings(List<String> providers) {
    return new PolicyProperties(
        2,
        true,
        false,
        "",
        518_400,
        2_880,
        86_400,
        BigInteger.valueOf(500),
        providers,
        URI.create("http://127.0.0.1:1"),
        2,
        Duration.ofHours(6),
        false,
        "redeal",
        true,
        Duration.ofDays(2));
  }

  private static final class PlacementRulesOf {
    private List<String> distinct = List.of();
    private List<String> regions = List.of();
    private int share = 100;
    private int perHour;

    PlacementRules rules() {
      return new PlacementRules(
          List.of(), distinct, regions, share, 1L << 40, 0, perHour, "", 0, 0, 0);
    }
  }
}
