package io.filstore.gateway.account;

import io.filstore.db.account.RandomSecret;
import org.springframework.stereotype.Component;

/** Hashes secrets that are made here under the pepper, for packages that do not have it. */
@Component
public final class SecretHashing {
  private final AccountProperties properties;

  SecretHashing(AccountProperties properties) {
    this.properties = properties;
  }

  /** The stored form of the secret. */
  public byte[] hash(String secret) {
    return RandomSecret.hash(secret, properties.pepper());
  }
}
