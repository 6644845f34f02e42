package io.filstore.db.denylist;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code denial}, without its multihash.
 *
 * @param cid as it was given; of a double hash the rule of the list
 * @param madeBy id of an API key
 * @param liftedBy id of an API key; with {@code liftedAt} null while it is in force
 */
public record Denial(
    String id,
    String cid,
    String reason,
    String madeBy,
    Instant createdAt,
    @Nullable String liftedBy,
    @Nullable Instant liftedAt) {}
