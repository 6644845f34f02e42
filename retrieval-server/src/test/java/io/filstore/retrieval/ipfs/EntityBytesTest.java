package io.filstore.retrieval.ipfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.retrieval.problem.ProblemException;
import io.filstore.unixfs.EntityReader.Extent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityBytesTest {

  /** Of a file of 1026 bytes; the second number is the one behind the last byte. */
  @ParameterizedTest
  @CsvSource({
    "0:*, 0, 1026",
    "0:0, 0, 1",
    "512:1023, 512, 1024",
    "512:-256, 512, 771",
    "-5:*, 1021, 1026",
    "-5:-3, 1021, 1024",
    "-1:-1, 1025, 1026",
    "-9999:*, 0, 1026",
    "-9999:-3, 0, 1024",
    "-9223372036854775808:9223372036854775807, 0, 1026",
    "1000:99999, 1000, 1026"
  })
  void meansTheseBytes(String text, long from, long end) {
    assertThat(EntityBytes.parse(text).of(1026)).isEqualTo(new Extent(from, end));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5:4", "-3:-5", "2000:*", "2000:3000", "-1:0", "0:-2000", "1026:*"})
  void isEmptyWhereNoByteIsMeant(String text) {
    Extent extent = EntityBytes.parse(text).of(1026);
    assertThat(extent.from()).isGreaterThanOrEqualTo(Math.min(1026, extent.end()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "0",
        "0:",
        ":5",
        "*:5",
        "*",
        "0:**",
        "a:b",
        "0-5",
        " 0:5",
        "+0:5",
        "0:5:9",
        "0x0:5",
        "0:99999999999999999999",
        "--1:5",
        "0:1.5",
        "\u0663:5"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> EntityBytes.parse(text))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem().status()).isEqualTo(400));
  }
}
