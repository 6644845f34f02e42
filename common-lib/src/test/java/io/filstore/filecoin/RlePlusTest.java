package io.filstore.filecoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.multiformats.FormatException;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RlePlusTest {

  private static final HexFormat HEX = HexFormat.of();

  @ParameterizedTest
  @CsvSource({
    "'',''",
    "0,0c",
    "1,18",
    "0 1,54",
    "0 1 2,74",
    "0 2,3c",
    "1 2 3 7,e83801",
    "0 1 2 3 4 5 6 7,1401",
    "100,802c"
  })
  void bitfieldsHaveTheBytesOfTheReference(String set, String hex) {
    BitSet bits = new BitSet();
    Stream.of(set.split(" ")).filter(s -> !s.isEmpty()).map(Integer::valueOf).forEach(bits::set);
    assertThat(HEX.formatHex(RlePlus.encode(bits))).isEqualTo(hex);
    assertThat(RlePlus.decode(HEX.parseHex(hex), 1000)).isEqualTo(bits);
  }

  @Test
  void whatIsWrittenIsRead() {
    Random random = new Random(42);
    for (int round = 0; round < 500; round++) {
      BitSet bits = new BitSet();
      int position = 0;
      for (int run = 0; run < random.nextInt(12); run++) {
        position += random.nextInt(1 << random.nextInt(1, 12));
        bits.set(position, position + 1 + random.nextInt(40));
        position = bits.length();
      }
      assertThat(RlePlus.decode(RlePlus.encode(bits), 1 << 16)).isEqualTo(bits);
    }
  }

  /** Empty last byte, other version, run of 0 (short), run of 0 (long), endless varint. */
  @ParameterizedTest
  @ValueSource(strings = {"0c00", "0d", "1002", "004002", "e0ffffffffffffffff1f"})
  void otherBytesAreRefused(String hex) {
    assertThatThrownBy(() -> RlePlus.decode(HEX.parseHex(hex), 1000))
        .isInstanceOf(FormatException.class);
  }

  @Test
  void aShortTextCannotAskForMuchMemory() {
    BitSet bits = new BitSet();
    bits.set(1 << 20);
    byte[] bytes = RlePlus.encode(bits);
    assertThat(bytes).hasSizeLessThan(8);
    assertThatThrownBy(() -> RlePlus.decode(bytes, 1 << 16)).isInstanceOf(FormatException.class);
  }
}
