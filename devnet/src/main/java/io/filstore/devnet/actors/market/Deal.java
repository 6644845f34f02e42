package io.filstore.devnet.actors.market;

import io.filstore.filecoin.DealProposal;
import io.filstore.multiformats.Cid;

/**
 * A published deal.
 *
 * @param proposal normalised: client and provider are f0 addresses
 * @param proposalCid CID of the normalised proposal, the key of the pending set
 * @param allocation id of the allocation made with it, 0 for an unverified deal
 */
public record Deal(
    long id, DealProposal proposal, Cid proposalCid, long allocation, DealState state) {

  public long client() {
    return proposal.client().actorId();
  }

  public long provider() {
    return proposal.provider().actorId();
  }

  public long start() {
    return proposal.startEpoch().value();
  }

  public long end() {
    return proposal.endEpoch().value();
  }

  Deal activated(long sector, long epoch) {
    return new Deal(id, proposal, proposalCid, allocation, DealState.active(sector, epoch));
  }
}
