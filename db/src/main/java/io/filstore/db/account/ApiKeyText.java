package io.filstore.db.account;

import io.filstore.ids.IdKind;
import java.util.Optional;

/**
 * The text {@code fsk_<id>_<secret>} that a client carries: a ULID and a {@link RandomSecret}, of
 * which only a hash is stored.
 */
public record ApiKeyText(String id, String secret) {
  private static final String PREFIX = "fsk_";

  /** A new key. */
  public static ApiKeyText generate() {
    return new ApiKeyText(IdKind.API_KEY.next(), RandomSecret.next());
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
    return RandomSecret.hash(secret, pepper);
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
