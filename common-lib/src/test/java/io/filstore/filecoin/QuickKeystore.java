package io.filstore.filecoin;

import java.security.SecureRandom;

/**
 * A keystore for tests of something else: the same boxes at a price that is not worth mentioning.
 */
public final class QuickKeystore {
  private QuickKeystore() {}

  public static Keystore under(String password) {
    return new Keystore(password, new SecureRandom(), new KeyDerivation.Scrypt(1, 8, 1));
  }
}
