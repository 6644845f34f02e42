package io.filstore.watcher.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RetryScheduleTest {
  private final RetrySchedule schedule =
      new Binder(new MapConfigurationPropertySource(Map.of("watcher.webhook.network", "devnet")))
          .bind("watcher.webhook", WebhookProperties.class)
          .get()
          .schedule();

  @Test
  void followsTheScheduleAndThenGivesUp() {
    assertThat(IntStream.rangeClosed(1, 7).mapToObj(n -> schedule.after(n, 0).orElseThrow()))
        .extracting(Duration::toSeconds)
        .containsExactly(5L, 30L, 120L, 600L, 3_600L, 21_600L, 86_400L);
    assertThat(schedule.after(8, 0)).isEmpty();
  }

  @Test
  void addsAtMostATenthAsJitter() {
    assertThat(schedule.after(1, 0.999).orElseThrow())
        .isBetween(Duration.ofMillis(5_400), Duration.ofMillis(5_500));
  }
}
