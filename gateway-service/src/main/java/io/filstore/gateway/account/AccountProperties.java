package io.filstore.gateway.account;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * API keys.
 *
 * @param pepper secret under which the hashes of API keys are made; the same for every service that
 *     checks keys
 * @param bootstrapKeyFile where the first key is written when there is none; empty: no first key is
 *     made
 */
@ConfigurationProperties("filstore.gateway.account")
record AccountProperties(@Nullable String pepper, @Nullable Path bootstrapKeyFile) {
  private static final int MIN_PEPPER = 32;

  AccountProperties {
    if (pepper == null || pepper.length() < MIN_PEPPER) {
      throw new IllegalArgumentException(
          "filstore.gateway.account.pepper (FILSTORE_API_KEY_PEPPER) has "
              + (pepper == null ? 0 : pepper.length())
              + " characters, must have at least "
              + MIN_PEPPER);
    }
    if (bootstrapKeyFile != null && bootstrapKeyFile.toString().isEmpty()) {
      bootstrapKeyFile = null;
    }
  }

  @Override
  public String pepper() {
    return java.util.Objects.requireNonNull(pepper);
  }

  @Override
  public String toString() {
    return "AccountProperties[bootstrapKeyFile=" + bootstrapKeyFile + "]";
  }
}
