package io.filstore.gateway.account;

import io.filstore.db.account.ApiKey;
import java.security.Principal;

/** Who is asking: an API key and the account it belongs to. */
public record Caller(ApiKey key) implements Principal {
  /** The account whose rows may be seen. */
  public String accountId() {
    return key.accountId();
  }

  /** Whether the key opens the scope. */
  public boolean allows(String scope) {
    return key.allows(scope);
  }

  @Override
  public String getName() {
    return key.id();
  }
}
