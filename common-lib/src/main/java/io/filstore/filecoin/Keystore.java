package io.filstore.filecoin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals private keys for the database: AES-256-GCM under a key derived from the operator's password
 * and a salt of its own by scrypt, with the wallet's address bound in as associated data. Layout:
 * version 2, {@linkplain KeyDerivation.Scrypt costs} 3, salt 16, nonce 12, ciphertext with tag; the
 * head up to the salt is associated data, too. Boxes of version 1 (PBKDF2, no costs) are still
 * opened.
 */
public final class Keystore {

  private static final byte PBKDF2 = 1;
  private static final byte SCRYPT = 2;
  private static final int SALT = 16;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private static final int MIN_PASSWORD = 12;

  private final char[] password;
  private final SecureRandom random;
  private final KeyDerivation.Scrypt costs;

  /** A keystore under the password, which has at least 12 characters. */
  public Keystore(String password, SecureRandom random) {
    this(password, random, KeyDerivation.Scrypt.STANDARD);
  }

  /** One that seals at other costs; nothing but a test may have reason to. */
  Keystore(String password, SecureRandom random, KeyDerivation.Scrypt costs) {
    if (password.length() < MIN_PASSWORD) {
      throw new IllegalArgumentException(
          "FILSTORE_KEYSTORE_PASSWORD has "
              + password.length()
              + " characters, it needs at least "
              + MIN_PASSWORD);
    }
    this.password = password.toCharArray();
    this.random = random;
    this.costs = costs;
  }

  /** Seals a private key; only the same password and address open it again. */
  public byte[] seal(byte[] secret, String address) {
    byte[] head =
        ByteBuffer.allocate(1 + KeyDerivation.Scrypt.BYTES + SALT)
            .put(SCRYPT)
            .put(costs.bytes())
            .put(random(SALT))
            .array();
    byte[] nonce = random(NONCE);
    byte[] salt = Arrays.copyOfRange(head, head.length - SALT, head.length);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, costs.derive(password, salt), nonce);
      cipher.updateAAD(head);
      cipher.updateAAD(address.getBytes(StandardCharsets.UTF_8));
      byte[] sealed = cipher.doFinal(secret);
      return ByteBuffer.allocate(head.length + NONCE + sealed.length)
          .put(head)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot seal wallet keys", e);
    }
  }

  /** Whether the box is of an older form or cheaper than new ones; {@link #seal} makes it anew. */
  public boolean isOutdated(byte[] box) {
    byte[] wanted = costs.bytes();
    return box.length <= wanted.length
        || box[0] != SCRYPT
        || !Arrays.equals(box, 1, 1 + wanted.length, wanted, 0, wanted.length);
  }

  /**
   * Opens what {@link #seal} made, now or in a former version.
   *
   * @throws IllegalStateException when the password is another one or the bytes were changed
   */
  public byte[] open(byte[] box, String address) {
    try {
      ByteBuffer in = ByteBuffer.wrap(box);
      byte version = box.length == 0 ? 0 : in.get();
      return switch (version) {
        case PBKDF2 -> open(in, KeyDerivation.Pbkdf2.STANDARD, new byte[0], address);
        case SCRYPT -> {
          KeyDerivation paid =
              KeyDerivation.Scrypt.read(take(in, KeyDerivation.Scrypt.BYTES, address));
          byte[] head = Arrays.copyOf(box, 1 + KeyDerivation.Scrypt.BYTES + SALT);
          yield open(in, paid, head, address);
        }
        default -> throw unknown(address);
      };
    } catch (AEADBadTagException e) {
      throw new IllegalStateException(
          "FILSTORE_KEYSTORE_PASSWORD does not open the key of " + address, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot open wallet keys", e);
    }
  }

  private byte[] open(ByteBuffer in, KeyDerivation derivation, byte[] head, String address)
      throws GeneralSecurityException {
    byte[] salt = take(in, SALT, address);
    byte[] nonce = take(in, NONCE, address);
    if (in.remaining() < TAG_BITS / Byte.SIZE) {
      throw unknown(address);
    }
    byte[] sealed = take(in, in.remaining(), address);
    Cipher cipher = cipher(Cipher.DECRYPT_MODE, derivation.derive(password, salt), nonce);
    cipher.updateAAD(head);
    cipher.updateAAD(address.getBytes(StandardCharsets.UTF_8));
    return cipher.doFinal(sealed);
  }

  private static byte[] take(ByteBuffer in, int length, String address) {
    if (in.remaining() < length) {
      throw unknown(address);
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static IllegalStateException unknown(String address) {
    return new IllegalStateException("the stored key of " + address + " is not in a known form");
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
