package io.filstore.db.egress;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code egress_limit}.
 *
 * @param bytesPerDay null is no limit
 * @param setBy id of an API key
 */
public record EgressLimit(
    String accountId, @Nullable Long bytesPerDay, String setBy, Instant updatedAt) {}
