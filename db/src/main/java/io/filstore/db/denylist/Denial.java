package io.filstore.db.denylist;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code denial}, without its multihash.
 *
 * @param cid as it was given; of a double hash the rule of the list
 * @param form {@code hash}, or {@code double} or {@code double_legacy} where a list does not say
 *     what it denies
 * @param madeBy id of an API key
 * @param liftedBy id of an API key; with {@code liftedAt} null while it is in force
 */
public record Denial(
    String id,
    String cid,
    String form,
    String reason,
    String madeBy,
    Instant createdAt,
    @Nullable String liftedBy,
    @Nullable Instant liftedAt) {}
