package io.filstore.db.account;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An API key without its secret.
 *
 * @param provider id address of the provider that it was given to; absent for a user's key
 */
public record ApiKey(
    String id,
    String accountId,
    String name,
    Set<String> scopes,
    @Nullable String provider,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt,
    @Nullable Instant lastUsedAt) {
  /** Whether the key carries the scope itself or {@code admin:*}. */
  public boolean allows(String scope) {
    return scopes.contains(scope) || scopes.contains("admin:*");
  }
}
