package io.filstore.simulation;

import io.filstore.client.chain.ActorEvent;
import io.filstore.client.chain.MarketDeal;
import io.filstore.client.chain.Tipset;
import io.filstore.filecoin.FilAddress;
import io.filstore.multiformats.Cid;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The events that f05 and f06 emit, told from what they held before and after a tipset. */
final class Happenings {
  private static final Cid MESSAGE =
      Cid.sha256(Cid.DAG_CBOR, "message".getBytes(StandardCharsets.UTF_8));

  private final Tipset holder;
  private final List<ActorEvent> events = new ArrayList<>();

  private Happenings(Tipset holder) {
    this.holder = holder;
  }

  /**
   * What made the one from the other.
   *
   * @param holder the tipset whose messages did it
   */
  static List<ActorEvent> between(Ledger before, Ledger after, Tipset holder) {
    Happenings told = new Happenings(holder);
    told.registry(before, after);
    told.market(before, after);
    return told.events;
  }

  private void registry(Ledger before, Ledger after) {
    after.allocations.forEach((id, allocation) -> {
      if (!before.allocations.containsKey(id)) {
        add(FilAddress.VERIFREG, "allocation", id, allocation.provider());
      }
    });
    after.claims.forEach((id, claim) -> {
      if (!before.claims.containsKey(id)) {
        add(FilAddress.VERIFREG, "claim", id, claim.provider());
      }
    });
    before.claims.forEach((id, claim) -> {
      if (!after.claims.containsKey(id)) {
        add(FilAddress.VERIFREG, "claim-removed", id, claim.provider());
      }
    });
  }

  private void market(Ledger before, Ledger after) {
    after.deals.forEach((id, deal) -> {
      MarketDeal old = before.deals.get(id);
      if (old == null) {
        add(FilAddress.MARKET, "deal-published", id, deal.provider().actorId());
      } else if (old.sectorStartEpoch() < 0 && deal.sectorStartEpoch() >= 0) {
        add(FilAddress.MARKET, "deal-activated", id, deal.provider().actorId());
      }
    });
    before.deals.forEach((id, deal) -> {
      if (!after.deals.containsKey(id)) {
        add(FilAddress.MARKET, "deal-terminated", id, deal.provider().actorId());
      }
    });
  }

  private void add(FilAddress emitter, String type, long id, long provider) {
    events.add(
        new ActorEvent(
            emitter,
            type,
            id,
            SimChain.CLIENT,
            provider,
            holder.height().value(),
            holder.key(),
            MESSAGE,
            false));
  }
}
