package io.filstore.piece;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.fixtures.Fixtures;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Fr32Test {

  @Test
  void expandsAsPublished() {
    Fixtures.rows("formats/fr32.json", "vectors")
        .forEach(row -> {
          byte[] in = HexFormat.of().parseHex(row.path("inputHex").asString());
          assertThat(HexFormat.of().formatHex(expand(in)))
              .isEqualTo(row.path("fr32Hex").asString());
        });
  }

  @Test
  void putsTheBorderBitsIntoTheNextLeaf() {
    byte[] in = new byte[127];
    in[31] = (byte) 0xff;
    byte[] out = expand(in);
    assertThat(out[31]).isEqualTo((byte) 0x3f);
    assertThat(out[32]).isEqualTo((byte) 0x03);
  }

  @Test
  void leavesAreTheBitStringCutIntoGroupsOf254() {
    Random random = new Random(127);
    byte[] in = new byte[127];
    for (int round = 0; round < 100; round++) {
      random.nextBytes(in);
      byte[] out = expand(in);
      for (int leaf = 0; leaf < 4; leaf++) {
        BigInteger group =
            number(in, 0, 127).shiftRight(254 * leaf).mod(BigInteger.ONE.shiftLeft(254));
        assertThat(number(out, 32 * leaf, 32)).isEqualTo(group);
      }
    }
  }

  @Test
  void contractingUndoesExpanding() {
    Random random = new Random(128);
    byte[] in = new byte[127 * 5];
    byte[] padded = new byte[128 * 5];
    byte[] out = new byte[127 * 5];
    for (int round = 0; round < 100; round++) {
      random.nextBytes(in);
      Fr32.expand(in, 0, padded, 0, 5);
      Fr32.contract(padded, 0, out, 0, 5);
      assertThat(out).isEqualTo(in);
    }
  }

  private static byte[] expand(byte[] in) {
    byte[] out = new byte[128];
    Fr32.expand(in, 0, out, 0, 1);
    return out;
  }

  private static BigInteger number(byte[] littleEndian, int offset, int length) {
    byte[] bigEndian = new byte[length];
    for (int i = 0; i < length; i++) {
      bigEndian[i] = littleEndian[offset + length - 1 - i];
    }
    return new BigInteger(1, bigEndian);
  }
}
