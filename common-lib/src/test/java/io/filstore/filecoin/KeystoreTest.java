package io.filstore.filecoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeystoreTest {
  private static final byte[] SECRET = {1, 2, 3, 4};

  private final Keystore keystore = new Keystore("a long password", new SecureRandom());

  @Test
  void opensWhatItSealed() {
    byte[] box = keystore.seal(SECRET, "f1a");

    assertThat(keystore.open(box, "f1a")).isEqualTo(SECRET);
    assertThat(keystore.seal(SECRET, "f1a")).isNotEqualTo(box);
  }

  @Test
  void opensNothingForAnotherPasswordAddressOrByte() {
    byte[] box = keystore.seal(SECRET, "f1a");
    Keystore other = new Keystore("another password", new SecureRandom());

    assertThatThrownBy(() -> other.open(box, "f1a"))
        .hasMessageContaining("FILSTORE_KEYSTORE_PASSWORD does not open the key of f1a");
    assertThatThrownBy(() -> keystore.open(box, "f1b")).isInstanceOf(IllegalStateException.class);
    box[box.length - 1] ^= 1;
    assertThatThrownBy(() -> keystore.open(box, "f1a")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> keystore.open(new byte[3], "f1a"))
        .hasMessageContaining("not in a known form");
  }

  /** Made by the release that derived keys by PBKDF2. */
  @Test
  void opensABoxOfTheFormerVersionAndCallsItOutdated() {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) 0x11);
    byte[] box =
        HexFormat.of()
            .parseHex(
                "01770c959186d1d081e385a3bb16789e0af6884aa9fa90b53ee37b610935aab7fcbb8a16824b0388d4"
                    + "43800c972e1406be4ef3e2cb2d949c1a34018f6bb958f5a4c430e2b909dce38e19c037e0");

    assertThat(keystore.open(box, "f1a")).isEqualTo(secret);
    assertThat(keystore.isOutdated(box)).isTrue();
    assertThat(keystore.isOutdated(keystore.seal(secret, "f1a"))).isFalse();
  }

  @Test
  void cheaperCostsAreOutdatedAndExcessiveOnesAreRefusedBeforeTheyAreSpent() {
    byte[] box = keystore.seal(SECRET, "f1a");
    box[1] = 14;
    assertThat(keystore.isOutdated(box)).isTrue();
    assertThatThrownBy(() -> keystore.open(box, "f1a")).hasMessageContaining("does not open");
    box[1] = 30;
    assertThatThrownBy(() -> keystore.open(box, "f1a"))
        .hasMessageContaining("more than is allowed");
  }

  @Test
  void aBoxThatIsCutShortIsRefused() {
    byte[] box = keystore.seal(SECRET, "f1a");
    for (int length : new int[] {0, 1, 3, 4, 19, 20, 31, 32, 40, 47}) {
      assertThatThrownBy(() -> keystore.open(Arrays.copyOf(box, length), "f1a"))
          .as("%d bytes", length)
          .hasMessageContaining("not in a known form");
    }
  }

  @Test
  void refusesAShortPassword() {
    assertThatThrownBy(() -> new Keystore("short", new SecureRandom()))
        .hasMessageContaining("FILSTORE_KEYSTORE_PASSWORD has 5 characters");
  }
}
