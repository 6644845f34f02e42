package io.filstore.filecoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.multiformats.FormatException;
import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttoFilTest {

  private static final HexFormat HEX = HexFormat.of();

  @ParameterizedTest
  @CsvSource({
    "0,''",
    "1,0001",
    "255,00ff",
    "256,000100",
    "-1,0101",
    "1000000000000000000,000de0b6b3a7640000",
    "340282366920938463463374607431768211456,000100000000000000000000000000000000"
  })
  void chainBytesAreSignAndMagnitude(String decimal, String hex) {
    AttoFil amount = AttoFil.parse(decimal);
    assertThat(HEX.formatHex(amount.cborBytes())).isEqualTo(hex);
    assertThat(AttoFil.fromCborBytes(HEX.parseHex(hex))).isEqualTo(amount).hasToString(decimal);
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "01", "0000", "000001", "0100", "0201", "ff"})
  void bytesThatAreNotCanonicalAreRefused(String hex) {
    assertThatThrownBy(() -> AttoFil.fromCborBytes(HEX.parseHex(hex)))
        .isInstanceOf(FormatException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "+1", "1.0", "0x10", "1e18", " 1", "1_000", "--1", "\u0661"})
  void textThatIsNoDecimalIsRefused(String text) {
    assertThatThrownBy(() -> AttoFil.parse(text)).isInstanceOf(FormatException.class);
  }

  @Test
  void amountsHaveTheBoundOfTheChain() {
    BigInteger largest = BigInteger.ONE.shiftLeft(1016).subtract(BigInteger.ONE);
    AttoFil amount = AttoFil.parse(largest.toString());
    assertThat(amount.cborBytes()).hasSize(128);
    assertThat(AttoFil.fromCborBytes(amount.cborBytes())).isEqualTo(amount);
    assertThatThrownBy(() -> AttoFil.parse(largest.add(BigInteger.ONE).toString()))
        .isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> AttoFil.parse("9".repeat(1_000_000)))
        .isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> AttoFil.fromCborBytes(new byte[129]))
        .isInstanceOf(FormatException.class);
  }

  @Test
  void calculates() {
    assertThat(AttoFil.ofFil(2)).hasToString("2000000000000000000");
    assertThat(AttoFil.of(7).times(3).plus(AttoFil.of(1)).minus(AttoFil.of(2)))
        .isEqualTo(AttoFil.of(20));
    assertThat(AttoFil.ZERO.signum()).isZero();
    assertThat(AttoFil.of(1)).isGreaterThan(AttoFil.ZERO);
  }
}
