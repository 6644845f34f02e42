package io.filstore.filecoin;

import io.filstore.filecoin.FilAddress.Protocol;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of key that an account may have, by the words of Lotus' keystore. */
public enum KeyType {
  SECP256K1,
  BLS,
  /** An Ethereum account, f410. */
  DELEGATED;

  /** {@code secp256k1}, {@code bls} or {@code delegated}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type of that word; empty for another word. */
  public static Optional<KeyType> of(String word) {
    return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
  }

  /** The type of the key behind an address; empty for f0 and f2, and for f4 of other actors. */
  public static Optional<KeyType> of(FilAddress address) {
    if (address.protocol() == Protocol.SECP256K1) {
      return Optional.of(SECP256K1);
    }
    if (address.protocol() == Protocol.BLS) {
      return Optional.of(BLS);
    }
    boolean ethereum = address.toString().startsWith("f410f");
    return ethereum ? Optional.of(DELEGATED) : Optional.empty();
  }
}
