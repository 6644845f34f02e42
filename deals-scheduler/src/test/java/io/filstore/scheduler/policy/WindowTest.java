package io.filstore.scheduler.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {

  @ParameterizedTest
  @CsvSource({
    "'', 12:00:00, 2026-05-01T12:00:00Z",
    "08:00-18:00, 12:00:00, 2026-05-01T12:00:00Z",
    "08:00-18:00, 07:59:59, 2026-05-01T08:00:00Z",
    "08:00-18:00, 18:00:00, 2026-05-02T08:00:00Z",
    "22:00-06:00, 23:00:00, 2026-05-01T23:00:00Z",
    "22:00-06:00, 05:59:59, 2026-05-01T05:59:59Z",
    "22:00-06:00, 06:00:00, 2026-05-01T22:00:00Z",
  })
  void theNextMomentInside(String window, String time, Instant expected) {
    Instant now = Instant.parse("2026-05-01T" + time + "Z");

    assertThat(Window.parse(window).next(now)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"22-6", "22:00", "25:00-06:00", "a-b", "1:00-2:00-3:00"})
  void whatIsNoWindowIsToldWithWhatWouldBe(String text) {
    assertThatThrownBy(() -> Window.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text)
        .hasMessageContaining("22:00-06:00");
  }

  @Test
  void equalEndsMeanTheWholeDay() {
    Instant now = Instant.parse("2026-05-01T03:00:00Z");

    assertThat(Window.parse("05:00-05:00").next(now)).isEqualTo(now);
  }
}
