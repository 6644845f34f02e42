package io.filstore.gateway.account;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Body of a request for a key. */
record NewApiKey(
    @Nullable String name, @Nullable List<String> scopes, @Nullable Instant expiresAt) {}
