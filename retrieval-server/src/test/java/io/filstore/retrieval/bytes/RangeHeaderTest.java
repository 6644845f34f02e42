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
    assertThat(RangeHeader.resolve(header, 100))
        .containsExactly(new Slice.Part(offset, length, 100));
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
    assertThat(RangeHeader.resolve(header, 100)).containsExactly(new Slice.Whole(100));
  }

  @Test
  void severalRangesStayInTheirOrder() {
    assertThat(RangeHeader.resolve("bytes=50-59, 2-3,, -1 ,200-", 100))
        .containsExactly(
            new Slice.Part(50, 10, 100), new Slice.Part(2, 2, 100), new Slice.Part(99, 1, 100));
  }

  @ParameterizedTest
  @CsvSource({
    "'bytes=0-9,5-14', 0, 15",
    "'bytes=0-4,5-9', 0, 10",
    "'bytes=0-0,2-2,1-1', 0, 3",
    "'bytes=90-,-20', 80, 20",
    "'bytes=5-5,0-99,7-7', 0, 100",
    "'bytes=1-2,100-200', 1, 2"
  })
  void rangesThatOverlapOrTouchAreOne(String header, long offset, long length) {
    assertThat(RangeHeader.resolve(header, 100))
        .containsExactly(new Slice.Part(offset, length, 100));
  }

  @Test
  void noByteIsSentTwiceWhateverIsAsked() {
    String same = "0-,".repeat(RangeHeader.MOST - 1) + "0-";
    assertThat(RangeHeader.resolve("bytes=" + same, 100))
        .containsExactly(new Slice.Part(0, 100, 100));
    assertThatThrownBy(() -> RangeHeader.resolve("bytes=" + same + ",0-", 100))
        .isInstanceOf(RangeNotSatisfiable.class);
    assertThatThrownBy(() -> RangeHeader.resolve("bytes=" + "0-0,2-2,".repeat(500), 100))
        .isInstanceOf(RangeNotSatisfiable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=0-1,x", "bytes=0-1,5-2", "bytes=100-,200-", "bytes=,,"})
  void aListIsRefusedForOneThatCannotBeReadOrWhenNoneFits(String header) {
    assertThatThrownBy(() -> RangeHeader.resolve(header, 100))
        .isInstanceOf(RangeNotSatisfiable.class);
  }

  @Test
  void contentRangeNamesTheLastByteIncluded() {
    assertThat(new Slice.Part(10, 20, 100).contentRange()).isEqualTo("bytes 10-29/100");
    assertThat(RangeHeader.resolve(null, 100)).containsExactly(new Slice.Whole(100));
  }
}
