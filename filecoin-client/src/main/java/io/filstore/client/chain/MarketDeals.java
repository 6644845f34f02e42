package io.filstore.client.chain;

import io.filstore.filecoin.FilAddress;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A source of all market deals: {@link Chain#streamMarketDeals} or a {@link MarketDealsSnapshot}.
 */
@FunctionalInterface
public interface MarketDeals {

  /** See {@link Chain#streamMarketDeals}. */
  MarketDealsRead stream(Set<FilAddress> clients, Consumer<MarketDeal> sink);
}
