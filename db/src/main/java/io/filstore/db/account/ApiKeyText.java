package io.filstore.db.account;

import io.filstore.ids.IdKind;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The text {@code fsk_<id>_<secret>} that a client carries: a ULID and 256 random bits as
 * base64url. What is stored is HMAC-SHA256 of the secret under the pepper; 256 random bits need no
 * slow hash.
 */
public record ApiKeyText(String id, String secret) {
  private static final String PREFIX = "fsk_";
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A new key. */
  public static ApiKeyText generate() {
    byte[] secret = new byte[32];
    RANDOM.nextBytes(secret);
    return new ApiKeyText(
        IdKind.API_KEY.next(), Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /** Reads what a client sent; empty when it is not of this form. */
  public static Optional<ApiKeyText> parse(String text) {
    if (!text.startsWith(PREFIX) || text.length() > 100) {
      return Optional.empty();
    }
    int split = text.indexOf('_', PREFIX.length());
    if (split < 0) {
      return Optional.empty();
    }
    ApiKeyText key =
        new ApiKeyText("key_" + text.substring(PREFIX.length(), split), text.substring(split + 1));
    return IdKind.API_KEY.matches(key.id()) ? Optional.of(key) : Optional.empty();
  }

  /** The stored form of the secret. */
  public byte[] hash(String pepper) {
    return PepperedHash.of(secret, pepper);
  }

  /** The whole key, shown once to its owner. */
  public String reveal() {
    return PREFIX + IdKind.API_KEY.ulidOf(id) + "_" + secret;
  }

  @Override
  public String toString() {
    return PREFIX + IdKind.API_KEY.ulidOf(id) + "_***";
  }
}
