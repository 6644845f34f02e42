package io.filstore.filecoin;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.SCrypt;

/** From a password to an AES-256 key, slowly on purpose. */
sealed interface KeyDerivation {

  /** The key of a password under a salt. */
  SecretKey derive(char[] password, byte[] salt) throws GeneralSecurityException;

  /**
   * scrypt (RFC 7914).
   *
   * @param logN binary logarithm of the number of rounds; memory is 128 * r * 2^logN bytes
   */
  record Scrypt(int logN, int r, int p) implements KeyDerivation {

    /**
     * One of OWASP's equal choices (password storage cheat sheet, 2023): 32 MiB, a third of a
     * second.
     */
    static final Scrypt STANDARD = new Scrypt(15, 8, 3);

    /** Length of {@link #bytes}. */
    static final int BYTES = 3;

    /** What a box may ask for: 1 GiB would take the process down. */
    private static final int MAX_LOG_N = 18;

    private static final int MAX_R = 8;
    private static final int MAX_P = 16;

    public Scrypt {
      if (logN < 1 || logN > MAX_LOG_N || r < 1 || r > MAX_R || p < 1 || p > MAX_P) {
        throw new IllegalStateException(
            "a stored key asks for scrypt costs of 2^%d, %d, %d, more than is allowed"
                .formatted(logN, r, p));
      }
    }

    static Scrypt read(byte[] bytes) {
      return new Scrypt(bytes[0], bytes[1], bytes[2]);
    }

    byte[] bytes() {
      return new byte[] {(byte) logN, (byte) r, (byte) p};
    }

    @Override
    public SecretKey derive(char[] password, byte[] salt) {
      ByteBuffer utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
      byte[] bytes = Arrays.copyOf(utf8.array(), utf8.limit());
      try {
        return new SecretKeySpec(SCrypt.generate(bytes, salt, 1 << logN, r, p, 32), "AES");
      } finally {
        Arrays.fill(bytes, (byte) 0);
        Arrays.fill(utf8.array(), (byte) 0);
      }
    }
  }

  /** PBKDF2-HMAC-SHA512, of the first version. */
  record Pbkdf2(int iterations) implements KeyDerivation {

    static final Pbkdf2 STANDARD = new Pbkdf2(210_000);

    @Override
    public SecretKey derive(char[] password, byte[] salt) throws GeneralSecurityException {
      PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, 256);
      try {
        byte[] key =
            SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
        return new SecretKeySpec(key, "AES");
      } finally {
        spec.clearPassword();
      }
    }
  }
}
