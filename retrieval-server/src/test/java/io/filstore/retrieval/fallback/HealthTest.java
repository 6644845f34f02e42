package io.filstore.retrieval.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.retrieval.outside.Fault;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How a server's past decides whether and when it is asked. */
class HealthTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration TOOK = Duration.ofMillis(80);

  private final Health health = new Health();
  private Instant now = T0;

  @Test
  void theCircuitOpensAtTheFifthFailureInARow() {
    failTimes(4);
    assertThat(health.admits(now)).isTrue();
    failTimes(1);
    assertThat(health.admits(now)).isFalse();
  }

  @Test
  void aSuccessInBetweenBeginsTheCountAnew() {
    failTimes(4);
    health.answered(now, TOOK);
    failTimes(4);
    assertThat(health.admits(now)).isTrue();
  }

  @Test
  void notHavingItIsNoFailure() {
    for (int i = 0; i < 100; i++) {
      health.failed(now, Got.nothing(Fault.NOT_THERE));
    }
    assertThat(health.admits(now)).isTrue();
    assertThat(health.score(now)).isEqualTo(1);
  }

  @Test
  void afterThePauseOneQuestionIsLetThroughAndClosesTheCircuit() {
    failTimes(5);
    pass(Health.FIRST_PAUSE);
    assertThat(health.admits(now)).isTrue();
    assertThat(health.admits(now)).as("only one").isFalse();

    health.answered(now, TOOK);

    assertThat(health.admits(now)).isTrue();
    assertThat(health.admits(now)).isTrue();
  }

  @Test
  void aTrialThatFailsDoublesThePauseUpToFiveMinutes() {
    failTimes(5);
    Duration pause = Health.FIRST_PAUSE;
    for (int i = 0; i < 10; i++) {
      pass(pause.minusMillis(1));
      assertThat(health.admits(now)).as("before " + pause).isFalse();
      pass(Duration.ofMillis(1));
      assertThat(health.admits(now)).as("after " + pause).isTrue();
      health.failed(now, Got.nothing(Fault.TOO_SLOW));
      pause = pause.multipliedBy(2);
      if (pause.compareTo(Health.LONGEST_PAUSE) > 0) {
        pause = Health.LONGEST_PAUSE;
      }
    }
    assertThat(pause).isEqualTo(Health.LONGEST_PAUSE);
  }

  @Test
  void aTrialThatIsGivenUpLetsTheNextOneThrough() {
    failTimes(5);
    pass(Health.FIRST_PAUSE);
    assertThat(health.admits(now)).isTrue();
    health.left();
    assertThat(health.admits(now)).isTrue();
  }

  @Test
  void wrongBytesOpenItAtOnceForTheLongestTime() {
    health.failed(now, Got.nothing(Fault.WRONG_BYTES));
    pass(Health.LONGEST_PAUSE.minusMillis(1));
    assertThat(health.admits(now)).isFalse();
    pass(Duration.ofMillis(1));
    assertThat(health.admits(now)).isTrue();
  }

  @Test
  void whoLiedIsNotAskedBeforeAnOperatorSaysSo() {
    failTimes(5);
    assertThat(health.block()).isTrue();
    assertThat(health.block()).isFalse();
    pass(Duration.ofDays(1000));
    assertThat(health.admits(now)).isFalse();
    health.answered(now, TOOK);
    assertThat(health.admits(now)).as("after an answer that was on its way").isFalse();

    health.reset();

    assertThat(health.admits(now)).isTrue();
    assertThat(health.admits(now)).as("no trial").isTrue();
    assertThat(health.score(now)).isEqualTo(1);
    SourceHealth told = health.told("a:1", "found", now);
    assertThat(told.state()).isEqualTo("asked");
    assertThat(told.failures()).isEqualTo(5);
    assertThat(told.lastFault()).isEqualTo(Fault.UNREACHABLE.text());
  }

  @Test
  void anAnswerToAnEarlierQuestionDoesNotCloseIt() {
    health.failed(now, Got.nothing(Fault.WRONG_BYTES));
    health.answered(now, TOOK);
    health.failed(now, Got.nothing(Fault.NOT_THERE));
    assertThat(health.admits(now)).isFalse();
  }

  @Test
  void retryAfterIsHonouredWithinTheLongestPause() {
    health.failed(now, new Got.Nothing(Fault.REFUSED, Duration.ofSeconds(90)));
    pass(Duration.ofSeconds(89));
    assertThat(health.admits(now)).isFalse();
    pass(Duration.ofSeconds(1));
    assertThat(health.admits(now)).isTrue();

    health.failed(now, new Got.Nothing(Fault.REFUSED, Duration.ofDays(1)));
    pass(Health.LONGEST_PAUSE);
    assertThat(health.admits(now)).isTrue();
  }

  @Test
  void theScoreFallsWithFailuresAndComesBackWithTime() {
    failTimes(3);
    double low = health.score(now);
    assertThat(low).isEqualTo(0.125);
    pass(Duration.ofMinutes(10));
    assertThat(health.score(now)).isEqualTo((1 + low) / 2);
    pass(Duration.ofDays(10));
    assertThat(health.score(now)).isGreaterThan(0.99);
  }

  @Test
  void theUsualTimeIsWhatNinetyFiveOfAHundredKeep() {
    Duration unknown = Duration.ofSeconds(3);
    for (int i = 0; i < 4; i++) {
      health.answered(now, TOOK);
    }
    assertThat(health.usualTime(unknown)).as("of four answers").isEqualTo(unknown);
    for (int ms = 1; ms <= 64; ms++) {
      health.answered(now, Duration.ofMillis(ms));
    }
    assertThat(health.usualTime(unknown)).isEqualTo(Duration.ofMillis(61));
  }

  @Test
  void theTimeBeforeAnotherIsAskedHasBounds() {
    Hedging hedging =
        new Hedging(Duration.ofMillis(300), Duration.ofSeconds(3), 2, Duration.ofSeconds(30));
    assertThat(hedging.after(health)).as("unknown").isEqualTo(Duration.ofSeconds(3));
    for (int i = 0; i < 64; i++) {
      health.answered(now, Duration.ofMillis(2));
    }
    assertThat(hedging.after(health)).isEqualTo(Duration.ofMillis(300));
    for (int i = 0; i < 64; i++) {
      health.answered(now, Duration.ofSeconds(1));
    }
    assertThat(hedging.after(health)).isEqualTo(Duration.ofSeconds(1));
    for (int i = 0; i < 64; i++) {
      health.answered(now, Duration.ofSeconds(20));
    }
    assertThat(hedging.after(health)).isEqualTo(Duration.ofSeconds(3));
  }

  private void failTimes(int times) {
    for (int i = 0; i < times; i++) {
      health.failed(now, Got.nothing(Fault.UNREACHABLE));
    }
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }
}
