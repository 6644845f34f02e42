package io.filstore.db.account;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How the services of one installation recognise each other; each that listens has it.
 *
 * @param token at least {@value ServiceToken#MIN_LENGTH} characters, no default
 *     (FILSTORE_INTERNAL_TOKEN)
 */
@ConfigurationProperties("filstore.internal")
public record InternalProperties(@Nullable String token) {

  public InternalProperties {
    ServiceToken.of(token);
  }

  /** The token, ready to compare with. */
  public ServiceToken serviceToken() {
    return ServiceToken.of(token);
  }

  /** The token must not reach a log. */
  @Override
  public String toString() {
    return "InternalProperties[]";
  }
}
