package io.filstore.client.deal;

import io.filstore.filecoin.ClientDealProposal;
import io.filstore.filecoin.mk12.DealParams;
import io.filstore.filecoin.mk12.Transfer;
import io.filstore.multiformats.Cid;
import java.net.URI;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The MK12 DealParams for a CAR that the provider pulls over HTTP (boost storagemarket/types). Key
 * names of the transfer are capitalised on the wire.
 *
 * @param payloadRoot root CID of the CAR, informative
 * @param carSize bytes of the CAR; the proposal's piece size has to be the padded size of it
 */
public record Mk12Deal(
    UUID uuid,
    ClientDealProposal proposal,
    Cid payloadRoot,
    URI pieceUrl,
    String bearerToken,
    long carSize) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The token must not reach a log. */
  @Override
  public String toString() {
    return "Mk12Deal[" + uuid + "]";
  }

  /** The exact bytes to store and to send. */
  public DealOffer offer() {
    ObjectNode http = JSON.createObjectNode();
    http.put("URL", pieceUrl.toString());
    http.putObject("Headers").put("Authorization", "Bearer " + bearerToken);
    return offer(new Transfer("http", JSON.writeValueAsBytes(http), carSize, ""), false);
  }

  /** The same for a CAR that reaches the provider by hand; no URL and no token leave the house. */
  public DealOffer offlineOffer() {
    return offer(new Transfer("", new byte[0], carSize, ""), true);
  }

  private DealOffer offer(Transfer transfer, boolean offline) {
    DealParams params =
        new DealParams(uuid, transfer, offline, payloadRoot, false, proposal, false);
    return new DealOffer(uuid.toString(), params.cbor());
  }
}
