package io.filstore.db.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code policy}.
 *
 * @param version grows with every change
 * @param retiredAt since when no new upload may refer to it
 */
public record Policy(
    String id,
    String accountId,
    String name,
    PolicyTerms terms,
    long version,
    @Nullable Instant retiredAt,
    Instant createdAt,
    Instant updatedAt) {}
