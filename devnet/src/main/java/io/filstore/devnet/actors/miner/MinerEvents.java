package io.filstore.devnet.actors.miner;

import io.filstore.devnet.actors.runtime.ActorEvent;
import io.filstore.filecoin.FilAddress;

/** Events of miner actors (builtin-actors actors/miner/src/emit.rs). */
public final class MinerEvents {
  private MinerEvents() {}

  public static ActorEvent activated(long miner, long sector, Activation a) {
    return ActorEvent.of(FilAddress.id(miner), "sector-activated")
        .indexed("sector", sector)
        .indexed("unsealed-cid", a.piece())
        .indexed("piece-cid", a.piece())
        .plain("piece-size", a.size())
        .build();
  }

  public static ActorEvent terminated(long miner, long sector) {
    return ActorEvent.of(FilAddress.id(miner), "sector-terminated")
        .indexed("sector", sector)
        .build();
  }
}
