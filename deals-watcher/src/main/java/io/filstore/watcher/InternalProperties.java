package io.filstore.watcher;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How the services recognise each other.
 *
 * @param token FILSTORE_INTERNAL_TOKEN, at least 32 characters; sent as bearer token to /internal
 */
@ConfigurationProperties("watcher.internal")
record InternalProperties(@Nullable String token) {
  private static final int MIN_LENGTH = 32;

  InternalProperties {
    if (token == null || token.length() < MIN_LENGTH) {
      throw new IllegalArgumentException(
          "FILSTORE_INTERNAL_TOKEN needs at least "
              + MIN_LENGTH
              + " characters, it has "
              + (token == null ? 0 : token.length()));
    }
  }

  String secret() {
    return token == null ? "" : token;
  }

  @Override
  public String toString() {
    return "InternalProperties[]";
  }
}
