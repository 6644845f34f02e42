package io.filstore.scheduler.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.chain.Network;
import io.filstore.db.chain.TrackRecord;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StartMarginsTest {
  private static final Optional<Network> MAINNET =
      Optional.of(
          new Network(
              "mainnet",
              Instant.parse("2020-08-24T22:00:00Z"),
              new BigDecimal("30"),
              1,
              "",
              1,
              Instant.parse("2026-01-01T00:00:00Z")));

  private static TrackRecord took(long active, @Nullable Duration slow) {
    return new TrackRecord(active, 0, active, 0, 0, slow, slow, 0);
  }

  @Test
  void aSlowProviderGetsMoreTimeThanTheSettingsSay() {
    assertThat(StartMargins.margin(took(5, Duration.ofDays(2)), MAINNET, 2880))
        .isEqualTo(5760 * 5 / 4);
  }

  @Test
  void aFastOneGetsWhatTheSettingsSay() {
    assertThat(StartMargins.margin(took(50, Duration.ofHours(3)), MAINNET, 2880)).isEqualTo(2880);
  }

  @Test
  void fewDealsSayNothing() {
    assertThat(StartMargins.margin(took(4, Duration.ofDays(9)), MAINNET, 2880)).isEqualTo(2880);
    assertThat(StartMargins.margin(took(9, null), MAINNET, 2880)).isEqualTo(2880);
    assertThat(StartMargins.margin(took(9, Duration.ofDays(9)), Optional.empty(), 2880))
        .isEqualTo(2880);
  }

  @Test
  void thereIsAnEndToPatience() {
    assertThat(StartMargins.margin(took(5, Duration.ofDays(200)), MAINNET, 2880))
        .isEqualTo(StartMargins.MOST_EPOCHS);
  }
}
