package io.filstore.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MulticodecTest {
  @ParameterizedTest
  @CsvSource({
    "0x00, identity, HASH",
    "0x12, sha2-256, HASH",
    "0x55, raw, CODEC",
    "0x0129, dag-json, CODEC",
    "0x0202, car, CODEC",
    "0x0401, car-multihash-index-sorted, CODEC",
    "0x1011, fr32-sha256-trunc254-padbintree, HASH",
    "0xb220, blake2b-256, HASH",
    "0xf101, fil-commitment-unsealed, CODEC"
  })
  void namesCodes(String number, String name, Multicodec.Kind kind) {
    long code = Multicodec.code(number);
    assertThat(Multicodec.name(code)).isEqualTo(name);
    assertThat(Multicodec.code(name)).isEqualTo(code);
    assertThat(Multicodec.of(code).orElseThrow().kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @EnumSource(Multicodec.class)
  void everyCodeHasOneName(Multicodec codec) {
    assertThat(Multicodec.of(codec.code())).contains(codec);
    assertThat(Multicodec.code(codec.text())).isEqualTo(codec.code());
  }

  @Test
  void printsCodesWithoutANameAsNumbers() {
    assertThat(Multicodec.name(0x78)).isEqualTo("0x78");
    assertThat(Multicodec.code("0x78")).isEqualTo(0x78);
    assertThat(Multicodec.code("0x7fffffffffffffff")).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "dagpb", "0x", "0xzz", "0x-1", "0x8000000000000000", "85"})
  void refusesWhatIsNeitherNameNorNumber(String name) {
    assertThatThrownBy(() -> Multicodec.code(name)).isInstanceOf(FormatException.class);
  }
}
