package io.filstore.watcher.claims;

import io.filstore.client.chain.Allocation;
import io.filstore.client.chain.Chain;
import io.filstore.client.chain.Claim;
import io.filstore.client.chain.Tipset;
import io.filstore.client.chain.TipsetKey;
import io.filstore.db.deal.Deal;
import io.filstore.filecoin.FilAddress;
import io.filstore.multiformats.Cid;
import io.filstore.watcher.evidence.Evidence;
import io.filstore.watcher.evidence.Look;
import java.util.Optional;

/** Reads what f06 holds of a direct deal. Claim ids are allocation ids. */
public final class ClaimLook {
  private final Chain chain;

  public ClaimLook(Chain chain) {
    this.chain = chain;
  }

  /** The evidence at the given tipset: the claim, else the allocation, else neither. */
  public Look at(Tipset tipset, Deal deal, long allocationId, FilAddress client) {
    Evidence evidence =
        claim(deal, allocationId, client, tipset.key())
            .or(() -> allocation(deal, allocationId, client, tipset.key()))
            .orElseGet(() -> new Evidence.NoAllocation(allocationId));
    return new Look(evidence, tipset.height().value(), tipset.key().toString());
  }

  private Optional<Evidence> claim(Deal deal, long id, FilAddress client, TipsetKey at) {
    Cid piece = Cid.parse(deal.pieceCid());
    return chain
        .claim(FilAddress.parse(deal.provider()), id, at)
        .filter(claim -> claim.data().equals(piece) && claim.client() == client.actorId())
        .map(claim -> evidence(id, claim));
  }

  private Optional<Evidence> allocation(Deal deal, long id, FilAddress client, TipsetKey at) {
    Cid piece = Cid.parse(deal.pieceCid());
    long provider = FilAddress.parse(deal.provider()).actorId();
    return chain
        .allocation(client, id, at)
        .filter(held -> held.data().equals(piece) && held.provider() == provider)
        .map(held -> evidence(id, held));
  }

  private static Evidence evidence(long id, Claim claim) {
    return new Evidence.Claim(
        id, claim.sector(), claim.termStart().value(), claim.termMin(), claim.termMax());
  }

  private static Evidence evidence(long id, Allocation allocation) {
    return new Evidence.Allocation(id, allocation.expiration().value());
  }
}
