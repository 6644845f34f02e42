package io.filstore.filecoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.fixtures.Fixtures;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChainClockTest {

  @Test
  void publishedEpochs() {
    Fixtures.rows("chain/vectors/epochs.json", "cases")
        .forEach(row -> {
          boolean mainnet = row.path("network").asString().equals("mainnet");
          ChainClock clock = mainnet ? ChainClock.MAINNET : ChainClock.CALIBRATION;
          Epoch epoch = new Epoch(row.path("epoch").asLong());
          Instant time = Instant.ofEpochSecond(row.path("unix").asLong());
          assertThat(clock.at(time)).isEqualTo(epoch);
          assertThat(clock.timeOf(epoch)).isEqualTo(time);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "2020-08-24T22:00:00Z,0",
    "2020-08-24T22:00:29.999Z,0",
    "2020-08-24T22:00:30Z,1",
    "2020-08-24T21:59:59.999Z,-1",
    "2020-08-24T21:59:30Z,-1",
    "2020-08-24T21:59:29Z,-2",
    "2026-05-27T14:00:00Z,6052800"
  })
  void anEpochLastsUntilTheNext(Instant time, long epoch) {
    assertThat(ChainClock.MAINNET.at(time)).isEqualTo(new Epoch(epoch));
  }

  @Test
  void devnetsHaveEpochsOfTheirOwnLength() {
    ChainClock devnet = new ChainClock(Instant.parse("2026-01-01T00:00:00Z"), Duration.ofMillis(4));
    assertThat(devnet.at(Instant.parse("2026-01-01T00:00:01Z"))).isEqualTo(new Epoch(250));
    assertThat(devnet.epochsIn(Duration.ofMillis(9))).isEqualTo(3);
    assertThat(devnet.epochsIn(Duration.ofMillis(8))).isEqualTo(2);
    assertThatThrownBy(() -> new ChainClock(Instant.EPOCH, Duration.ZERO))
        .hasMessageContaining("must be positive");
  }

  @Test
  void epochsCompareAndAdd() {
    assertThat(new Epoch(5).plus(3).minus(1)).isEqualTo(new Epoch(7));
    assertThat(new Epoch(5).isBefore(new Epoch(6))).isTrue();
    assertThat(new Epoch(5).isAfter(Epoch.NEVER)).isTrue();
  }
}
