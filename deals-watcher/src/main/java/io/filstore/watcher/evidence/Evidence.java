package io.filstore.watcher.evidence;

/**
 * One answer of the chain about one deal. Epochs are chain heights; a sentinel of -1 means "never",
 * as f05 writes it (deals-and-chain.md section 6). Sector 0 is a real sector.
 */
public sealed interface Evidence {

  /** Whether this says that the chain holds nothing. */
  default boolean isAbsence() {
    return this instanceof NoMarketDeal
        || this instanceof NoAllocation
        || this instanceof NotListed
        || this instanceof NotPublished;
  }

  /** f05 holds this deal; {@code id} is its deal id. */
  record MarketDeal(
      long id, long startEpoch, long endEpoch, long sector, long sectorStartEpoch, long slashEpoch)
      implements Evidence {}

  /** f05 holds no deal under this id, or another proposal than ours. */
  record NoMarketDeal(long id) implements Evidence {}

  /** f06 holds the claim: the provider has proven the piece. {@code id} is the allocation's. */
  record Claim(long id, long sector, long termStart, long termMin, long termMax)
      implements Evidence {}

  /** f06 still holds the unclaimed allocation. */
  record Allocation(long id, long expiration) implements Evidence {}

  /** f06 holds neither allocation nor claim of ours under this id. */
  record NoAllocation(long id) implements Evidence {}

  /** A complete list of f05's deals does not have the proposal; there is no deal id. */
  record NotListed() implements Evidence {}

  /** f05's events from the offer to its start epoch do not show it; there is no deal id. */
  record NotPublished(long from, long to) implements Evidence {}
}
