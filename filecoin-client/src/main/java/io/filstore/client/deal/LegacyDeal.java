package io.filstore.client.deal;

import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.NetworkPrefix;
import io.filstore.multiformats.Cid;
import io.filstore.piece.PaddedPieceSize;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A deal as a Lotus node up to 1.27.0 makes it ({@code ClientStartDeal}); the node's own wallet
 * signs it.
 *
 * @param key ours; the node has no key for a deal
 * @param carPath the CAR on the <em>node's</em> disk, imported first
 * @param manual whether the CAR reaches the provider by hand instead of by graphsync
 * @param pricePerEpoch for the whole piece
 * @param minDuration epochs; the node rounds the end up to the provider's proving period
 * @param collateral of the provider; zero for the node's own default
 * @param writtenAt deals that the node made before are others
 */
public record LegacyDeal(
    UUID key,
    String carPath,
    boolean manual,
    Cid root,
    Cid pieceCid,
    PaddedPieceSize pieceSize,
    FilAddress wallet,
    FilAddress provider,
    NetworkPrefix network,
    AttoFil pricePerEpoch,
    long minDuration,
    AttoFil collateral,
    Epoch start,
    boolean verified,
    Instant writtenAt) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The exact bytes to store and to send: what is imported and what is started. */
  public DealOffer offer() {
    ObjectNode offer = JSON.createObjectNode();
    offer.put("written_at", writtenAt.toString());
    offer.putObject("import").put("Path", carPath).put("IsCAR", true);
    offer.set("deal", params());
    return new DealOffer(key.toString(), JSON.writeValueAsBytes(offer));
  }

  private ObjectNode params() {
    ObjectNode deal = JSON.createObjectNode();
    ObjectNode data = deal.putObject("Data").put("TransferType", manual ? "manual" : "graphsync");
    data.set("Root", cid(root));
    data.set("PieceCid", cid(pieceCid));
    data.put("PieceSize", pieceSize.bytes() / 128 * 127).put("RawBlockSize", 0);
    return deal.put("Wallet", wallet.toString(network))
        .put("Miner", provider.toString(network))
        .put("EpochPrice", pricePerEpoch.atto().toString())
        .put("MinBlocksDuration", minDuration)
        .put("ProviderCollateral", collateral.atto().toString())
        .put("DealStartEpoch", start.value())
        .put("FastRetrieval", true)
        .put("VerifiedDeal", verified);
  }

  private static ObjectNode cid(Cid cid) {
    return JSON.valueToTree(Map.of("/", cid.toString()));
  }
}
