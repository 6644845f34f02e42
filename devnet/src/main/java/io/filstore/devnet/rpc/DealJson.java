package io.filstore.devnet.rpc;

import io.filstore.devnet.actors.market.Deal;
import io.filstore.devnet.actors.market.DealState;
import io.filstore.filecoin.DealLabel;
import io.filstore.filecoin.DealProposal;
import tools.jackson.databind.node.ObjectNode;

/** A MarketDeal. */
final class DealJson {
  private DealJson() {}

  static ObjectNode of(Deal deal) {
    ObjectNode json = LotusJson.object();
    json.set("Proposal", proposal(deal.proposal()));
    json.set("State", state(deal.state()));
    return json;
  }

  private static ObjectNode proposal(DealProposal p) {
    ObjectNode json = LotusJson.object();
    json.set("PieceCID", LotusJson.cid(p.pieceCid()));
    return json.put("PieceSize", p.pieceSize().bytes())
        .put("VerifiedDeal", p.verified())
        .put("Client", LotusJson.address(p.client()))
        .put("Provider", LotusJson.address(p.provider()))
        .put("Label", label(p.label()))
        .put("StartEpoch", p.startEpoch().value())
        .put("EndEpoch", p.endEpoch().value())
        .put("StoragePricePerEpoch", p.storagePricePerEpoch().toString())
        .put("ProviderCollateral", p.providerCollateral().toString())
        .put("ClientCollateral", p.clientCollateral().toString());
  }

  /** A label of bytes is shown as the empty string: lossy, as in Lotus. */
  private static String label(DealLabel label) {
    return label instanceof DealLabel.Text(String text) ? text : "";
  }

  private static ObjectNode state(DealState s) {
    return LotusJson.object()
        .put("SectorNumber", s.sector())
        .put("SectorStartEpoch", s.sectorStart())
        .put("LastUpdatedEpoch", s.lastUpdated())
        .put("SlashEpoch", s.slash());
  }
}
