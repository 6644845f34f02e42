package io.filstore.gateway.account;

import org.springframework.stereotype.Component;

/** Lends the pepper, under which secrets that are made here are hashed, to other packages. */
@Component
public final class SecretHashing {
  private final AccountProperties properties;

  SecretHashing(AccountProperties properties) {
    this.properties = properties;
  }

  public String pepper() {
    return properties.pepper();
  }
}
