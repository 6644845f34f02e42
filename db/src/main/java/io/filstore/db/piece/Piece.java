package io.filstore.db.piece;

import java.time.Instant;

/**
 * A row of {@code piece}.
 *
 * @param pieceCid piece CID v1 in canonical text, the key
 * @param pieceCidV2 the same commitment with its raw size (FRC-0069)
 * @param rawSize bytes of the CAR before padding
 * @param paddedSize padded piece size in bytes, a power of two
 * @param payloadCid root CID of the content
 */
public record Piece(
    String pieceCid,
    String pieceCidV2,
    long rawSize,
    long paddedSize,
    String payloadCid,
    Instant createdAt) {}
