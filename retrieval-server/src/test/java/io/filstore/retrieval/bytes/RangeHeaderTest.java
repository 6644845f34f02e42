package io.filstore.retrieval.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeHeaderTest {

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=0-99, 0, 100",
    "bytes=10-19, 10, 10",
    "bytes=99-99, 99, 1",
    "bytes=50-, 50, 50",
    "bytes=-1, 99, 1",
    "bytes=-100, 0, 100",
    "BYTES = 10-19, 10, 10",
    // one past the end as Boost sends it, and far beyond
    "bytes=80-100, 80, 20",
    "bytes=0-100, 0, 100",
    "bytes=0-99999999999999999999999999, 0, 100",
    "bytes=-101, 0, 100",
    "bytes=-99999999999999999999999999, 0, 100",
  })
  void oneRangeIsClampedToTheContent(String header, long offset, long length) {
    assertThat(RangeHeader.resolve(header, 100)).isEqualTo(new Slice.Part(offset, length, 100));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=100-",
        "bytes=100-100",
        "bytes=101-200",
        "bytes=99999999999999999999-",
        "bytes=20-10",
        "bytes=-0",
        "bytes=-",
        "bytes=",
        "bytes=a-b",
        "bytes=1",
        "bytes=1-2-3",
        "bytes=+1-2",
        "bytes=--1",
        "bytes=0x1-2",
        "bytes=1 - 2"
      })
  void aRangeWithoutAByteOfTheContentIsRefused(String header) {
    assertThatThrownBy(() -> RangeHeader.resolve(header, 100))
        .isInstanceOfSatisfying(
            RangeNotSatisfiable.class, refused -> assertThat(refused.size()).isEqualTo(100))
        .hasMessageContaining("100 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=0-", "bytes=0-0", "bytes=-1"})
  void emptyContentSatisfiesNoRange(String header) {
    assertThatThrownBy(() -> RangeHeader.resolve(header, 0))
        .isInstanceOf(RangeNotSatisfiable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"items=0-1", "bytes", ""})
  void otherUnitsGetTheWhole(String header) {
    assertThat(RangeHeader.resolve(header, 100)).isEqualTo(new Slice.Whole(100));
  }

  @Test
  void ofSeveralRangesTheFirstIsAnswered() {
    assertThat(RangeHeader.resolve("bytes=2-3, 5-6", 100)).isEqualTo(new Slice.Part(2, 2, 100));
  }

  @Test
  void contentRangeNamesTheLastByteIncluded() {
    assertThat(new Slice.Part(10, 20, 100).contentRange()).isEqualTo("bytes 10-29/100");
    assertThat(RangeHeader.resolve(null, 100)).isEqualTo(new Slice.Whole(100));
  }
}
