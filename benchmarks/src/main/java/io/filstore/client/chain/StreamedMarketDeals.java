package io.filstore.client.chain;

import io.filstore.filecoin.FilAddress;
import java.io.InputStream;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Market deals by Jackson's streaming parser alone: names not canonicalised, a deal of another
 * client skipped as soon as its client is known. This is what the product would use without its
 * scan.
 */
public final class StreamedMarketDeals {
  private StreamedMarketDeals() {}

  public static MarketDealsRead read(
      InputStream in, Set<FilAddress> clients, Consumer<MarketDeal> sink) {
    MarketDealsParser parser = new MarketDealsParser(clients, sink);
    parser.snapshot(in);
    return new MarketDealsRead(parser.seen(), parser.matched(), null, false);
  }
}
