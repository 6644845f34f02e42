package io.filstore.filecoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.multiformats.FormatException;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes written by hand from the tuples of verifreg types.rs. */
class RemoveExpiredAllocationsTest {

  private static final HexFormat HEX = HexFormat.of();

  @Test
  void namesClientAndAllocations() {
    assertThat(HEX.formatHex(RemoveExpiredAllocations.params(1101, List.of(7L, 300L))))
        .isEqualTo("82" + "19044d" + "82" + "07" + "19012c");
  }

  @Test
  void readsTheBytesThatCameBackBesideFailures() {
    String oneOfTwo = "83" + "8207" + "08" + "82" + "01" + "81" + "82" + "01" + "11" + "43000800";

    assertThat(RemoveExpiredAllocations.recovered(HEX.parseHex(oneOfTwo)))
        .isEqualTo(BigInteger.valueOf(2048));
    assertThat(RemoveExpiredAllocations.recovered(HEX.parseHex("83" + "80" + "820080" + "40")))
        .isZero();
    assertThatThrownBy(() -> RemoveExpiredAllocations.recovered(new byte[0]))
        .isInstanceOf(FormatException.class);
  }
}
