package io.filstore.gateway.provider;

import io.filstore.db.chain.ProviderChoice;
import io.filstore.db.discovery.DiscoveredProvider;
import io.filstore.gateway.provider.ProviderView.Choice;
import io.filstore.gateway.provider.ProviderView.Price;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A provider that was found on the chain (snake case in JSON), allowed or not. Sizes in padded
 * bytes.
 *
 * @param rawPower bytes of its proven sectors, as decimal text
 * @param qualityAdjustedPower the same with verified bytes counted tenfold
 * @param products kinds of deals that it takes; none: see the problem
 * @param problem why it offers nothing, in our, its or the chain's words
 * @param choice what an operator said of it; absent: as in the settings
 */
record DiscoveredView(
    String id,
    String owner,
    String rawPower,
    String qualityAdjustedPower,
    long sectorSize,
    @Nullable String baseUrl,
    List<String> products,
    @Nullable Price ask,
    @Nullable Price verifiedAsk,
    @Nullable Long minPieceSize,
    @Nullable Long maxPieceSize,
    @Nullable String problem,
    Instant firstSeenAt,
    Instant seenAt,
    @Nullable Choice choice) {

  static DiscoveredView of(DiscoveredProvider found, @Nullable ProviderChoice choice) {
    return new DiscoveredView(
        found.id(),
        found.owner(),
        found.rawPower().toString(),
        found.qualityPower().toString(),
        found.sectorSize(),
        found.baseUrl(),
        found.products(),
        Price.of(found.askPriceAtto()),
        Price.of(found.askVerifiedPriceAtto()),
        found.minPieceSize(),
        found.maxPieceSize(),
        found.problem(),
        found.firstSeenAt(),
        found.seenAt(),
        Choice.of(choice));
  }
}
