package io.filstore.db.webhook;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals the secrets of webhooks for the database: AES-256-GCM, the webhook's id bound in as
 * associated data. Layout: version 1, nonce 12, ciphertext with tag.
 */
public final class SecretBox {
  private static final byte VERSION = 1;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final String KEY_FORM = "[0-9a-fA-F]{64}";

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param key FILSTORE_WEBHOOK_KEY, 64 hex digits
   */
  public SecretBox(@Nullable String key) {
    if (key == null || !key.matches(KEY_FORM)) {
      throw new IllegalArgumentException(
          "FILSTORE_WEBHOOK_KEY must be 64 hex digits, it has "
              + (key == null ? 0 : key.length())
              + " characters");
    }
    this.key = new SecretKeySpec(HexFormat.of().parseHex(key), "AES");
  }

  /** Seals a secret; only the same key and webhook open it again. */
  public byte[] seal(String secret, String webhookId) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, nonce, webhookId)
              .doFinal(secret.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.allocate(1 + NONCE + sealed.length)
          .put(VERSION)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot seal secrets", e);
    }
  }

  /**
   * Opens what {@link #seal} made.
   *
   * @throws IllegalStateException when the key is another one or the bytes were changed
   */
  public String open(byte[] box, String webhookId) {
    if (box.length < 1 + NONCE + TAG_BITS / Byte.SIZE || box[0] != VERSION) {
      throw new IllegalStateException("the secret of " + webhookId + " is not in a known form");
    }
    ByteBuffer in = ByteBuffer.wrap(box, 1, box.length - 1);
    byte[] nonce = new byte[NONCE];
    in.get(nonce);
    byte[] sealed = new byte[in.remaining()];
    in.get(sealed);
    try {
      return new String(
          cipher(Cipher.DECRYPT_MODE, nonce, webhookId).doFinal(sealed), StandardCharsets.UTF_8);
    } catch (AEADBadTagException e) {
      throw new IllegalStateException(
          "FILSTORE_WEBHOOK_KEY does not open the secret of " + webhookId, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot open secrets", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String webhookId) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(webhookId.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
