package io.filstore.watcher.market;

import io.filstore.client.chain.MarketDeal;
import io.filstore.filecoin.DealLabel;
import io.filstore.filecoin.DealProposal;
import io.filstore.multiformats.Cid;

/**
 * The CID of a published proposal, computed from the market's record: addresses there are id
 * addresses.
 */
final class ProposalCid {
  private ProposalCid() {}

  /** Differs from the chain's own for a label of bytes, which the node's JSON loses. */
  static Cid of(MarketDeal record) {
    return new DealProposal(
            record.pieceCid(),
            record.pieceSize(),
            record.verified(),
            record.client(),
            record.provider(),
            DealLabel.of(record.label()),
            record.startEpoch(),
            record.endEpoch(),
            record.storagePricePerEpoch(),
            record.providerCollateral(),
            record.clientCollateral())
        .cid();
  }
}
