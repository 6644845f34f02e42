package io.filstore.devnet.actors.verifreg;

import io.filstore.devnet.actors.runtime.ActorEvent;
import io.filstore.filecoin.FilAddress;

/** Events of f06 (builtin-actors actors/verifreg/src/emit.rs). */
final class RegistryEvents {
  private RegistryEvents() {}

  static ActorEvent allocation(Allocation a) {
    return ofAllocation("allocation", a);
  }

  static ActorEvent allocationRemoved(Allocation a) {
    return ofAllocation("allocation-removed", a);
  }

  private static ActorEvent ofAllocation(String type, Allocation a) {
    return ActorEvent.of(FilAddress.VERIFREG, type)
        .indexed("id", a.id())
        .indexed("client", a.client())
        .indexed("provider", a.provider())
        .indexed("piece-cid", a.data())
        .plain("piece-size", a.size())
        .plain("term-min", a.termMin())
        .plain("term-max", a.termMax())
        .plain("expiration", a.expiration())
        .build();
  }

  static ActorEvent claim(Claim c) {
    return ofClaim("claim", c);
  }

  private static ActorEvent ofClaim(String type, Claim c) {
    return ActorEvent.of(FilAddress.VERIFREG, type)
        .indexed("id", c.id())
        .indexed("client", c.client())
        .indexed("provider", c.provider())
        .indexed("piece-cid", c.data())
        .plain("piece-size", c.size())
        .plain("term-min", c.termMin())
        .plain("term-max", c.termMax())
        .plain("term-start", c.termStart())
        .indexed("sector", c.sector())
        .build();
  }
}
