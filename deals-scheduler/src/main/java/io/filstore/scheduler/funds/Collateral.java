package io.filstore.scheduler.funds;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Three things that look alike and are never summed: they belong to different people and lie in
 * different places.
 *
 * @param clientEscrow ours, in f05
 * @param providerCollateral the providers', in f05, bound to our f05 deals and burnt when they
 *     break them
 * @param providerPledge the providers', in their miner actors: an estimate of what they pledge for
 *     sectors with our verified pieces, whose power counts ten times; their cost, not ours
 */
record Collateral(
    ClientEscrow clientEscrow,
    ProviderCollateral providerCollateral,
    ProviderPledge providerPledge) {

  record ClientEscrow(String wallet, Balances.Market market) {}

  /**
   * Of deals that are published and not ended.
   *
   * @param deals how many
   */
  record ProviderCollateral(long deals, Amount locked, List<OfProvider> byProvider) {}

  record OfProvider(String provider, long deals, Amount locked) {}

  /**
   * @param sectors sectors with our verified pieces, by deals that are active
   * @param estimatedSectors those that the estimate covers: the chain is asked about a hundred
   *     kinds of sector at most
   * @param estimate for whole new sectors of that kind, today; absent when the chain endpoint makes
   *     none
   * @param withoutVerified the same sectors if nothing in them were verified
   */
  record ProviderPledge(
      long sectors,
      long estimatedSectors,
      long verifiedBytes,
      @Nullable Amount estimate,
      @Nullable Amount withoutVerified) {}
}
