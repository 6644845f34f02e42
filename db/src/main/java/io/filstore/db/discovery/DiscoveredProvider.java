package io.filstore.db.discovery;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code discovered_provider}: a miner with power, allowed or not. Sizes in padded bytes.
 *
 * @param id id address, {@code f0...}
 * @param rawPower bytes of its proven sectors
 * @param qualityPower the same with verified bytes counted tenfold
 * @param owner address of the actor that owns it
 * @param baseUrl where its HTTP server is, by the chain
 * @param products kinds of deals that it takes: {@code ddo}, {@code mk12}; none: see the problem
 * @param askPriceAtto attoFIL per GiB and epoch for plain deals
 * @param problem why it offers nothing
 */
public record DiscoveredProvider(
    String id,
    BigInteger rawPower,
    BigInteger qualityPower,
    String owner,
    long sectorSize,
    @Nullable String baseUrl,
    List<String> products,
    @Nullable BigInteger askPriceAtto,
    @Nullable BigInteger askVerifiedPriceAtto,
    @Nullable Long minPieceSize,
    @Nullable Long maxPieceSize,
    @Nullable String problem,
    Instant firstSeenAt,
    Instant seenAt) {

  public DiscoveredProvider {
    products = List.copyOf(products);
  }
}
