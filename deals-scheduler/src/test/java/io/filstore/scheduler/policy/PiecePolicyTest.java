package io.filstore.scheduler.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.policy.PolicyTerms;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** A policy narrows what the operator allows, and never widens it. */
class PiecePolicyTest {
  private static final PolicyProperties SETTINGS =
      new PolicyProperties(
          2,
          true,
          false,
          "",
          518_400,
          2_880,
          86_400,
          BigInteger.valueOf(500),
          List.of("f01000", "f01001", "f01002"),
          URI.create("http://127.0.0.1:1"),
          2,
          Duration.ofHours(6),
          false,
          "redeal",
          true,
          Duration.ofDays(2));
  private static final PlacementRules RULES =
      new PlacementRules(
          List.of("f01002"), List.of("owner"), List.of(), 40, 1, 3, 4, "", 2048, 1 << 20, 5);

  private static PiecePolicy policy(String terms) {
    PolicyTerms read =
        JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build()
            .readValue(terms, PolicyTerms.class);
    return PiecePolicy.of(
        SETTINGS, new Pool(SETTINGS.providers(), RULES), "pol_1", read.check(), Instant.EPOCH);
  }

  @Test
  void withoutTermsItIsAsTheSettingsSay() {
    PiecePolicy policy = policy("{}");

    assertThat(policy.replicas()).isEqualTo(2);
    assertThat(policy.product()).isEqualTo("ddo");
    assertThat(policy.plainProduct()).isEqualTo("mk12");
    assertThat(policy.providers()).containsExactly("f01000", "f01001", "f01002");
    assertThat(policy.rules()).isEqualTo(RULES);
    assertThat(policy.renews()).isTrue();
  }

  @Test
  void whatItSaysIsWhatIsWanted() {
    PiecePolicy policy =
        policy(
            """
            {"replicas":5,"verified":"never","duration_epochs":600000,"renewal":"let_lapse","repair":false,
             "window_utc":"22:00-06:00","datacap_budget_bytes":4096,"fil_budget_attofil":"12"}\
            """);

    assertThat(policy.replicas()).isEqualTo(5);
    assertThat(policy.verified()).isFalse();
    assertThat(policy.product()).isEqualTo("mk12");
    assertThat(policy.durationEpochs()).isEqualTo(600_000);
    assertThat(policy.renews()).isFalse();
    assertThat(policy.repairs()).isFalse();
    assertThat(policy.rules().windowUtc()).isEqualTo("22:00-06:00");
    assertThat(policy.datacapBudget()).isEqualTo(4096);
    assertThat(policy.filBudget()).isEqualTo(12);
    assertThat(policy("{\"verified\":\"preferred\"}").verifiedPreferred()).isTrue();
  }

  @Test
  void theOperatorsBoundsHold() {
    PiecePolicy policy =
        policy(
            """
            {"max_price_attofil_per_gib_epoch":"9000","providers":["f01001","f09999","f01000"],"denied":["f01000"],
             "distinct":["region"],"max_share_percent":90,"min_piece_size":1024,"max_piece_size":2097152}\
            """);

    assertThat(policy.maxPriceAttofilPerGibEpoch()).isEqualTo(500);
    assertThat(policy.providers()).containsExactly("f01001", "f01000");
    assertThat(policy.rules().denied()).containsExactly("f01002", "f01000");
    assertThat(policy.rules().distinct()).containsExactly("owner", "region");
    assertThat(policy.rules().maxSharePercent()).isEqualTo(40);
    assertThat(policy.rules().maxPending()).isEqualTo(3);
    assertThat(policy.rules().minPieceSize()).isEqualTo(2048);
    assertThat(policy.rules().maxPieceSize()).isEqualTo(1 << 20);
  }

  /** The same actor as nodes of a test network print it. */
  @Test
  void theLetterOfANetworkMakesNoOtherProvider() {
    PiecePolicy policy = policy("{\"providers\":[\"t01001\"],\"denied\":[\"t01002\"]}");

    assertThat(policy.providers()).containsExactly("f01001");
    assertThat(policy.rules().denied()).containsExactly("f01002");
  }

  @Test
  void aNarrowerBoundIsTaken() {
    PiecePolicy policy =
        policy(
            """
            {"max_price_attofil_per_gib_epoch":"3","max_share_percent":10,"min_piece_size":4096,"max_piece_size":8192}\
            """);

    assertThat(policy.maxPriceAttofilPerGibEpoch()).isEqualTo(3);
    assertThat(policy.rules().maxSharePercent()).isEqualTo(10);
    assertThat(policy.rules().minPieceSize()).isEqualTo(4096);
    assertThat(policy.rules().maxPieceSize()).isEqualTo(8192);
  }
}
