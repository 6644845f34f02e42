package io.filstore.db.chain;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code provider}.
 *
 * @param id id address of the miner actor, {@code f0...}
 * @param products kinds of deals that it takes: {@code ddo}, {@code mk12}
 * @param transport how offers reach it: {@code curio}, {@code boost} or {@code lotus}
 * @param askPriceAtto attoFIL per GiB and epoch for plain deals
 */
public record Provider(
    String id,
    @Nullable String baseUrl,
    @Nullable String peerId,
    @Nullable Long sectorSize,
    List<String> products,
    String transport,
    @Nullable BigInteger askPriceAtto,
    @Nullable BigInteger askVerifiedPriceAtto,
    @Nullable Long minPieceSize,
    @Nullable Long maxPieceSize,
    boolean reachable,
    @Nullable String lastError,
    @Nullable Instant checkedAt) {}
