package io.filstore.db.piece;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code piece}.
 *
 * @param pieceCid piece CID v1 in canonical text, the key
 * @param pieceCidV2 the same commitment with its raw size (FRC-0069)
 * @param rawSize bytes of the CAR before padding
 * @param paddedSize padded piece size in bytes, a power of two
 * @param payloadCid root CID of the content
 * @param shortfall why it has fewer deals than the policy wants, when no deal's row can say it
 */
public record Piece(
    String pieceCid,
    String pieceCidV2,
    long rawSize,
    long paddedSize,
    String payloadCid,
    @Nullable String shortfall,
    Instant createdAt) {}
