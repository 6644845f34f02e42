package io.filstore.db.share;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A link without its secret.
 *
 * @param uploadId the upload that it opens
 * @param accountId whose upload that is
 * @param madeBy id of the API key
 */
public record Share(
    String id,
    String uploadId,
    String accountId,
    @Nullable String name,
    String madeBy,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant revokedAt) {}
