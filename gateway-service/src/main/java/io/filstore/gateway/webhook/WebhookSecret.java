package io.filstore.gateway.webhook;

import io.filstore.gateway.problem.ProblemException;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What signs deliveries (standardwebhooks.com): {@code whsec_} and the base64 of the key bytes, or
 * any text, which is then taken as UTF-8.
 */
record WebhookSecret(String text) {
  private static final String ENCODED = "whsec_";
  private static final int KEY_BYTES = 32;
  private static final int MIN_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** The client's own, when it is long enough, or else a new one. */
  static WebhookSecret of(@Nullable String given) {
    return given == null ? generate() : new WebhookSecret(checked(given));
  }

  private static WebhookSecret generate() {
    byte[] key = new byte[KEY_BYTES];
    RANDOM.nextBytes(key);
    return new WebhookSecret(ENCODED + Base64.getEncoder().encodeToString(key));
  }

  private static String checked(String given) {
    if (!given.matches("[\\x21-\\x7e]{" + MIN_BYTES + ",256}")) {
      throw ProblemException.invalid(
          "secret must be " + MIN_BYTES + " to 256 visible ASCII characters.");
    }
    if (given.startsWith(ENCODED) && keyBytes(given) < MIN_BYTES) {
      throw ProblemException.invalid(
          "A secret that begins with whsec_ must go on with the base64 of at least "
              + MIN_BYTES
              + " bytes.");
    }
    return given;
  }

  private static int keyBytes(String given) {
    try {
      return Base64.getDecoder().decode(given.substring(ENCODED.length())).length;
    } catch (IllegalArgumentException e) {
      return 0;
    }
  }

  @Override
  public String toString() {
    return "WebhookSecret[hidden]";
  }
}
