package io.filstore.db.piece;

import java.time.Instant;

/**
 * A row of {@code car}: a CARv1 in the CAR store.
 *
 * @param blobName name in the blob store, {@code <piece CID v1>.car}; its index is beside it as
 *     {@code .idx}
 */
public record Car(
    String id,
    String pieceCid,
    String rootCid,
    String profile,
    long rawSize,
    long blockCount,
    String blobName,
    Instant createdAt) {}
