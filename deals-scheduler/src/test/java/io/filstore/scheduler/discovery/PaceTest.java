package io.filstore.scheduler.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  @Test
  void isWhatTheOperatorSet() {
    assertThat(Pace.of(600)).isEqualTo(new Pace(50, Duration.ofSeconds(5)));
    assertThat(Pace.of(1)).isEqualTo(new Pace(1, Duration.ofMinutes(1)));
    assertThat(Pace.of(12)).isEqualTo(new Pace(1, Duration.ofSeconds(5)));
    assertThat(Pace.of(30)).isEqualTo(new Pace(2, Duration.ofSeconds(4)));
    assertThat(Pace.of(60_000)).isEqualTo(new Pace(5000, Duration.ofSeconds(5)));
  }
}
