package io.filstore.client.deal;

import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.NetworkPrefix;
import io.filstore.multiformats.Cid;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A direct deal as boostd takes it, its DirectDealParams (boost storagemarket/types/types.go): the
 * allocation is on the chain, the CAR on boostd's disk. boostd never deletes the CAR, which stays
 * ours.
 *
 * @param uuid boostd's primary key of the deal
 * @param pieceCid commP, version 1
 * @param client whose allocation it is
 * @param start epoch by which it is to be sealed: at least boostd's sealing buffer, by default 480
 *     epochs, ahead, and not after the allocation expires
 * @param end epoch until which the sector has to live
 * @param carPath on boostd's disk
 */
public record DirectDeal(
    UUID uuid,
    long allocation,
    Cid pieceCid,
    FilAddress client,
    NetworkPrefix network,
    Epoch start,
    Epoch end,
    String carPath) {

  /** Of the stored body; the value is what is sent. */
  static final String BODY = "direct_deal";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The exact bytes to store, with the parameters to send in them. */
  public DealOffer offer() {
    ObjectNode params = JSON.createObjectNode();
    params.put("DealUUID", uuid.toString()).put("AllocationID", allocation);
    params.putObject("PieceCid").put("/", pieceCid.toString());
    params
        .put("ClientAddr", client.toString(network))
        .put("StartEpoch", start.value())
        .put("EndEpoch", end.value())
        .put("FilePath", carPath)
        .put("DeleteAfterImport", false)
        .put("RemoveUnsealedCopy", false)
        .put("SkipIPNIAnnounce", false);
    ObjectNode offer = JSON.createObjectNode();
    offer.set(BODY, params);
    return new DealOffer(uuid.toString(), JSON.writeValueAsBytes(offer));
  }
}
