package io.filstore.scheduler.provider;

import io.filstore.filecoin.mk12.StorageAsk;
import java.util.List;
import java.util.Optional;

/** What came of asking how a provider takes deals. */
sealed interface MarketAnswer {

  /**
   * It takes some.
   *
   * @param products {@code ddo}, {@code mk12}
   * @param ask of mk12 deals; empty where none is told
   */
  record Offers(List<String> products, Optional<StorageAsk> ask) implements MarketAnswer {}

  /** It takes none now. */
  record No(String why) implements MarketAnswer {}
}
