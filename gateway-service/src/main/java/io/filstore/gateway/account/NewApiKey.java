package io.filstore.gateway.account;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Body of a request for a key.
 *
 * @param provider id address, for a key that is given to a provider; its only scope is {@code
 *     sp:deals}
 */
record NewApiKey(
    @Nullable String name,
    @Nullable List<String> scopes,
    @Nullable String provider,
    @Nullable Instant expiresAt) {}
