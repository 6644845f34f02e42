package io.filstore.devnet.actors.market;

import io.filstore.devnet.actors.runtime.ActorEvent;
import io.filstore.filecoin.FilAddress;

/** Events of f05 (builtin-actors actors/market/src/emit.rs). */
final class MarketEvents {
  private MarketEvents() {}

  static ActorEvent of(String type, Deal deal) {
    return ActorEvent.of(FilAddress.MARKET, type)
        .indexed("id", deal.id())
        .indexed("client", deal.client())
        .indexed("provider", deal.provider())
        .build();
  }
}
