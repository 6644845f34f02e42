package io.filstore.client.deal;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A boostd that takes direct deals, and knows the offline deals which someone has proposed to it
 * over libp2p. It answers as boost does (storagemarket/direct_deals_provider.go,
 * db/directdeals.go).
 */
public final class FakeBoost extends FakeNode {

  private static final String DIRECT = "BoostDirectDeal";

  private final String miner;
  private final Set<String> proposed = ConcurrentHashMap.newKeySet();
  private volatile String checkpoint = "Accepted";
  private volatile String error = "";
  private volatile String retry = "auto";
  private volatile String token = "";

  /** The market of one miner. */
  public FakeBoost(String miner) {
    this.miner = miner;
  }

  /** Only this token has the permission admin. */
  public void wantsToken(String secret) {
    token = secret;
  }

  void knows(String uuid) {
    proposed.add(uuid);
  }

  /** Where all its deals are. */
  public void everyDealIsAt(String name) {
    checkpoint = name;
  }

  /**
   * Every deal met an error.
   *
   * @param how boost's word: auto, manual or fatal
   */
  public void everyDealSays(String text, String how) {
    error = text;
    retry = how;
  }

  /** Its database is lost. */
  public void forget() {
    kept.clear();
  }

  /** The direct deals that it took, their parameters by uuid. */
  public Map<String, JsonNode> direct() {
    return Map.copyOf(kept);
  }

  @Override
  Set<String> offeringMethods() {
    return Set.of("BoostOfflineDealWithData", DIRECT);
  }

  @Override
  JsonNode keep(String method, JsonNode params) {
    if (!method.equals(DIRECT)) {
      kept.put(params.path(0).asString(), params);
      return answer(true, "");
    }
    JsonNode deal = params.path(0);
    long allocation = deal.required("AllocationID").asLong();
    boolean underWay =
        !checkpoint.equals("Complete")
            && kept.values().stream()
                .anyMatch(other -> other.path("AllocationID").asLong(0) == allocation);
    if (underWay) {
      return answer(
          false,
          "another deal for client %s and allocation %d is already in process"
              .formatted(deal.required("ClientAddr").asString(), allocation));
    }
    kept.put(deal.required("DealUUID").asString(), deal);
    return answer(true, "");
  }

  private static JsonNode answer(boolean accepted, String reason) {
    return JSON.valueToTree(Map.of("Accepted", accepted, "Reason", reason));
  }

  @Override
  @Nullable JsonNode answer(String method, JsonNode params) {
    boolean all = token.isEmpty() || params.path(0).asString("").equals(token);
    return method.equals("AuthVerify")
        ? JSON.valueToTree(all ? Set.of("read", "admin") : Set.of("read"))
        : null;
  }

  @Override
  JsonNode query(JsonNode question) {
    String text = question.path("query").asString();
    String id = question.at("/variables/id").asString("");
    ObjectNode answer = JSON.createObjectNode();
    if (text.contains("minerAddress")) {
      answer.putObject("data").putObject("minerAddress").put("MinerID", miner);
    } else if (text.contains("directDeal")) {
      directDeal(answer, id);
    } else {
      offlineDeal(answer, id);
    }
    return answer;
  }

  private void directDeal(ObjectNode answer, String id) {
    JsonNode known = kept.get(id);
    if (known == null) {
      answer.putObject("data").putNull("directDeal");
      answer.putArray("errors").addObject().put("message", "sql: no rows in result set");
      return;
    }
    ObjectNode deal = answer.putObject("data").putObject("directDeal");
    deal.put("ID", id).put("InboundFilePath", known.path("FilePath").asString());
    deal.put("Checkpoint", checkpoint).put("Err", error).put("Retry", retry).put("Message", "");
    deal.putObject("Transferred").put("__typename", "Uint64").put("n", "0");
  }

  private void offlineDeal(ObjectNode answer, String id) {
    if (!proposed.contains(id)) {
      answer.putObject("data").putNull("deal");
      answer.putArray("errors").addObject().put("message", "deal " + id + " not found");
      return;
    }
    JsonNode data = kept.get(id);
    ObjectNode deal = answer.putObject("data").putObject("deal");
    deal.put("ID", id).put("IsOffline", true);
    deal.put("InboundFilePath", data == null ? "" : data.path(1).asString());
    deal.put("Checkpoint", checkpoint).put("Err", "").put("PublishCid", "");
    deal.putObject("ChainDealID").put("__typename", "Uint64").put("n", "123456");
    deal.put("Transferred", "1500");
  }

  @Override
  public boolean holds(DealOffer offer) {
    JsonNode body = JSON.readTree(offer.body());
    JsonNode data = kept.get(offer.key());
    if (data == null) {
      return false;
    }
    return data.isArray()
        ? data.path(1).equals(body.path("path"))
        : data.equals(body.path("direct_deal"));
  }
}
