package io.filstore.client.deal;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A boostd that knows the offline deals which someone has proposed to it over libp2p. */
final class FakeBoost extends FakeNode {

  private final Set<String> proposed = ConcurrentHashMap.newKeySet();
  private volatile String checkpoint = "Accepted";

  void knows(String uuid) {
    proposed.add(uuid);
  }

  void everyDealIsAt(String name) {
    checkpoint = name;
  }

  @Override
  String offeringMethod() {
    return "BoostOfflineDealWithData";
  }

  @Override
  JsonNode keep(JsonNode params) {
    kept.put(params.path(0).asString(), params);
    return JSON.valueToTree(Map.of("Accepted", true, "Reason", ""));
  }

  @Override
  @Nullable JsonNode answer(String method, JsonNode params) {
    return null;
  }

  @Override
  JsonNode query(JsonNode question) {
    String id = question.at("/variables/id").asString();
    ObjectNode answer = JSON.createObjectNode();
    if (!proposed.contains(id)) {
      answer.putObject("data").putNull("deal");
      answer.putArray("errors").addObject().put("message", "deal " + id + " not found");
      return answer;
    }
    JsonNode data = kept.get(id);
    ObjectNode deal = answer.putObject("data").putObject("deal");
    deal.put("ID", id).put("IsOffline", true);
    deal.put("InboundFilePath", data == null ? "" : data.path(1).asString());
    deal.put("Checkpoint", checkpoint).put("Err", "").put("PublishCid", "");
    deal.putObject("ChainDealID").put("__typename", "Uint64").put("n", "123456");
    deal.put("Transferred", "1500");
    return answer;
  }

  @Override
  public boolean holds(DealOffer offer) {
    JsonNode body = JSON.readTree(offer.body());
    JsonNode data = kept.get(offer.key());
    return data != null && data.path(1).equals(body.path("path"));
  }
}
