package io.filstore.filecoin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals private keys for the database: AES-256-GCM under a key derived from the operator's password
 * by PBKDF2-HMAC-SHA512, the wallet's address bound in as associated data. Layout: version 1, salt
 * 16, nonce 12, ciphertext with tag.
 */
public final class Keystore {

  private static final byte VERSION = 1;
  private static final int SALT = 16;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  /** OWASP's figure for PBKDF2-HMAC-SHA512 (password storage cheat sheet, 2023). */
  private static final int ITERATIONS = 210_000;

  private static final int MIN_PASSWORD = 12;

  private final char[] password;
  private final SecureRandom random;

  /** A keystore under the password, which has at least 12 characters. */
  public Keystore(String password, SecureRandom random) {
    if (password.length() < MIN_PASSWORD) {
      throw new IllegalArgumentException(
          "FILSTORE_KEYSTORE_PASSWORD has "
              + password.length()
              + " characters, it needs at least "
              + MIN_PASSWORD);
    }
    this.password = password.toCharArray();
    this.random = random;
  }

  /** Seals a private key; only the same password and address open it again. */
  public byte[] seal(byte[] secret, String address) {
    byte[] salt = random(SALT);
    byte[] nonce = random(NONCE);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, salt, nonce, address).doFinal(secret);
      return ByteBuffer.allocate(1 + SALT + NONCE + sealed.length)
          .put(VERSION)
          .put(salt)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot seal wallet keys", e);
    }
  }

  /**
   * Opens what {@link #seal} made.
   *
   * @throws IllegalStateException when the password is another one or the bytes were changed
   */
  public byte[] open(byte[] box, String address) {
    if (box.length < 1 + SALT + NONCE + TAG_BITS / Byte.SIZE || box[0] != VERSION) {
      throw new IllegalStateException("the stored key of " + address + " is not in a known form");
    }
    byte[] salt = Arrays.copyOfRange(box, 1, 1 + SALT);
    byte[] nonce = Arrays.copyOfRange(box, 1 + SALT, 1 + SALT + NONCE);
    byte[] sealed = Arrays.copyOfRange(box, 1 + SALT + NONCE, box.length);
    try {
      return cipher(Cipher.DECRYPT_MODE, salt, nonce, address).doFinal(sealed);
    } catch (AEADBadTagException e) {
      throw new IllegalStateException(
          "FILSTORE_KEYSTORE_PASSWORD does not open the key of " + address, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot open wallet keys", e);
    }
  }

  private Cipher cipher(int mode, byte[] salt, byte[] nonce, String address)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, derive(salt), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(address.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private SecretKey derive(byte[] salt) throws GeneralSecurityException {
    PBEKeySpec spec = new PBEKeySpec(password, salt, ITERATIONS, 256);
    try {
      byte[] key =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
      return new SecretKeySpec(key, "AES");
    } finally {
      spec.clearPassword();
    }
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
