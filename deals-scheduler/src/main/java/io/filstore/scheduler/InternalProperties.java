package io.filstore.scheduler;

import java.nio.charset.StandardCharsets;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Calls between services.
 *
 * @param token service token, at least 32 characters, no default (FILSTORE_INTERNAL_TOKEN)
 */
@ConfigurationProperties("filstore.internal")
record InternalProperties(String token) {

  private static final int MIN_LENGTH = 32;

  InternalProperties {
    if (token == null || token.length() < MIN_LENGTH) {
      throw new IllegalArgumentException(
          "FILSTORE_INTERNAL_TOKEN must have at least " + MIN_LENGTH + " characters");
    }
  }

  byte[] bytes() {
    return token.getBytes(StandardCharsets.UTF_8);
  }

  /** The token must not reach a log. */
  @Override
  public String toString() {
    return "InternalProperties[]";
  }
}
