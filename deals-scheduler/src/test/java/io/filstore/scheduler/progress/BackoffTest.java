package io.filstore.scheduler.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration SHORTEST = Duration.ofMinutes(5);
  private static final Duration LONGEST = Duration.ofHours(6);

  private static Duration after(Duration age) {
    return Backoff.between(SINCE, SINCE.plus(age), SHORTEST, LONGEST);
  }

  @Test
  void growsWithTheAgeWithinItsBounds() {
    assertThat(after(Duration.ZERO)).isEqualTo(SHORTEST);
    assertThat(after(Duration.ofHours(4))).isEqualTo(Duration.ofHours(1));
    assertThat(after(Duration.ofDays(30))).isEqualTo(LONGEST);
  }

  @Test
  void theIdDecidesByHowMuchAWaitIsLongerOrShorter() {
    Instant now = SINCE.plus(Duration.ofHours(4));
    Duration wait = Backoff.of("dl_1", SINCE, now, SHORTEST, LONGEST);

    assertThat(Backoff.of("dl_1", SINCE, now, SHORTEST, LONGEST)).isEqualTo(wait);
    assertThat(wait.toNanos())
        .isEqualTo(Math.round(Duration.ofHours(1).toNanos() * Backoff.factor("dl_1")));
  }

  @Test
  void dealsThatWereRefusedTogetherComeBackApart() {
    double[] factors =
        IntStream.range(0, 1000).mapToDouble(i -> Backoff.factor("dl_" + i)).sorted().toArray();

    assertThat(factors[0]).isBetween(0.75, 0.76);
    assertThat(factors[500]).isBetween(0.95, 1.05);
    assertThat(factors[999]).isBetween(1.24, 1.25);
  }
}
