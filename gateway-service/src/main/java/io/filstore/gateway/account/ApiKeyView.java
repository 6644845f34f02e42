package io.filstore.gateway.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.filstore.db.account.ApiKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key as the API shows it.
 *
 * @param provider that it was given to; absent for a user's key
 * @param key the whole text, in the answer that makes it and never again
 */
record ApiKeyView(
    String id,
    String name,
    List<String> scopes,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String provider,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt,
    @Nullable Instant lastUsedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String key) {

  static ApiKeyView of(ApiKey row) {
    return new ApiKeyView(
        row.id(),
        row.name(),
        row.scopes().stream().sorted().toList(),
        row.provider(),
        row.createdAt(),
        row.expiresAt(),
        row.revokedAt(),
        row.lastUsedAt(),
        null);
  }

  ApiKeyView revealing(String text) {
    return new ApiKeyView(
        id, name, scopes, provider, createdAt, expiresAt, revokedAt, lastUsedAt, text);
  }
}
