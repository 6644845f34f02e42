package io.filstore.gateway.account;

import io.filstore.db.account.ApiKey;
import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
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

  /**
   * The provider that the key was given to.
   *
   * @throws ProblemException {@code forbidden} for a key that is no provider's
   */
  public String provider() {
    String provider = key.provider();
    if (provider == null) {
      throw new ProblemException(
          ProblemCode.FORBIDDEN, "This is for the key of a provider, which this key is not.");
    }
    return provider;
  }

  @Override
  public String getName() {
    return key.id();
  }
}
