package io.filstore.client.deal;

import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.NetworkPrefix;
import io.filstore.multiformats.Cid;
import java.net.URI;
import java.util.OptionalLong;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The MK20 deal JSON for a CAR that the provider pulls over HTTP, product {@code ddo_v1} (curio
 * market/mk20/types.go).
 *
 * @param identifier ULID, the provider's primary key
 * @param network decides between f and t: the provider compares the client's text with its own
 *     rendering
 * @param pieceCidV2 FRC-0069 piece CID, carries the payload size
 * @param duration epochs
 * @param allocation the client's allocation; empty for an unverified deal
 * @param start epoch by which it is to be sealed; empty for the provider's own default, two days
 */
public record Mk20Deal(
    String identifier,
    FilAddress client,
    FilAddress provider,
    NetworkPrefix network,
    Cid pieceCidV2,
    URI pieceUrl,
    String bearerToken,
    long duration,
    OptionalLong allocation,
    OptionalLong start) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** With the provider's own start. */
  public Mk20Deal(
      String identifier,
      FilAddress client,
      FilAddress provider,
      NetworkPrefix network,
      Cid pieceCidV2,
      URI pieceUrl,
      String bearerToken,
      long duration,
      OptionalLong allocation) {
    this(
        identifier,
        client,
        provider,
        network,
        pieceCidV2,
        pieceUrl,
        bearerToken,
        duration,
        allocation,
        OptionalLong.empty());
  }

  /** The token must not reach a log. */
  @Override
  public String toString() {
    return "Mk20Deal[" + identifier + "]";
  }

  /** The exact bytes to store and to send. */
  public DealOffer offer() {
    return offer(httpSource());
  }

  /** The same for a CAR that reaches the provider by hand; no URL and no token leave the house. */
  public DealOffer offlineOffer() {
    ObjectNode source = JSON.createObjectNode();
    source.putObject("source_offline");
    return offer(source);
  }

  private DealOffer offer(ObjectNode source) {
    ObjectNode deal = JSON.createObjectNode();
    deal.put("identifier", identifier).put("client", client.toString(network));
    deal.set("data", data(source));
    ObjectNode products = deal.putObject("products");
    products.set("ddo_v1", ddo());
    products
        .putObject("retrieval_v1")
        .put("indexing", true)
        .put("announce_payload", true)
        .put("announce_piece", false);
    return new DealOffer(identifier, JSON.writeValueAsBytes(deal));
  }

  private ObjectNode data(ObjectNode source) {
    ObjectNode data = JSON.createObjectNode();
    data.putObject("piece_cid").put("/", pieceCidV2.toString());
    data.putObject("format").putObject("car");
    return data.setAll(source);
  }

  private ObjectNode httpSource() {
    ObjectNode source = JSON.createObjectNode();
    ObjectNode url = source.putObject("source_http").putArray("urls").addObject();
    url.put("url", pieceUrl.toString());
    url.putObject("headers").putArray("Authorization").add("Bearer " + bearerToken);
    url.put("priority", 0).put("fallback", false);
    return source;
  }

  private ObjectNode ddo() {
    ObjectNode ddo = JSON.createObjectNode();
    ddo.put("provider", provider.toString(network)).put("duration", duration);
    start.ifPresent(epoch -> ddo.put("start_epoch", epoch));
    allocation.ifPresent(id -> ddo.put("allocation_id", id));
    ddo.put("market_address", "").putNull("market_deal_id");
    return ddo;
  }
}
