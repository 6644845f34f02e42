package io.filstore.retrieval.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidatorsTest {

  private final Validators validators = Validators.of("baga");

  @ParameterizedTest
  @ValueSource(strings = {"\"baga\"", "W/\"baga\"", "*", "\"x\", \"baga\"", "\"x\",W/\"baga\" "})
  void ownTagInAnyFormMeansNotModified(String ifNoneMatch) {
    assertThat(validators.notModified(ifNoneMatch, null)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"other\"", "baga", "", "\"bag\""})
  void otherTagsMeanModifiedWhateverTheDateSays(String ifNoneMatch) {
    assertThat(validators.notModified(ifNoneMatch, "Sat, 21 Nov 2026 00:00:00 GMT")).isFalse();
  }

  @Test
  void theDateCountsOnlyWithoutATag() {
    assertThat(validators.notModified(null, "Sat, 21 Nov 2026 00:00:00 GMT")).isTrue();
    assertThat(validators.notModified(null, "yesterday")).isFalse();
    assertThat(validators.notModified(null, null)).isFalse();
    assertThat(validators.lastModified()).isEqualTo("Thu, 01 Jan 1970 00:00:00 GMT");
  }

  @Test
  void aRangeNeedsTheStrongTagOrTheExactDate() {
    assertThat(validators.rangeAllowed(null)).isTrue();
    assertThat(validators.rangeAllowed("\"baga\"")).isTrue();
    assertThat(validators.rangeAllowed("Thu, 01 Jan 1970 00:00:00 GMT")).isTrue();
    assertThat(validators.rangeAllowed("W/\"baga\"")).isFalse();
    assertThat(validators.rangeAllowed("\"other\"")).isFalse();
    assertThat(validators.rangeAllowed("Sat, 21 Nov 2026 00:00:00 GMT")).isFalse();
  }

  @Test
  void ifMatchComparesStrongly() {
    assertThat(validators.preconditionFailed(null)).isFalse();
    assertThat(validators.preconditionFailed("*")).isFalse();
    assertThat(validators.preconditionFailed("\"x\", \"baga\"")).isFalse();
    assertThat(validators.preconditionFailed("W/\"baga\"")).isTrue();
    assertThat(validators.preconditionFailed("\"x\"")).isTrue();
  }
}
