package io.filstore.filecoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
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

  @Test
  void refusesAShortPassword() {
    assertThatThrownBy(() -> new Keystore("short", new SecureRandom()))
        .hasMessageContaining("FILSTORE_KEYSTORE_PASSWORD has 5 characters");
  }
}
