package io.filstore.client.deal;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A Lotus node of 1.27.0 with its market client, in the shapes of the recorded answers. */
public final class FakeLotusClient extends FakeNode {

  final List<JsonNode> imports = new CopyOnWriteArrayList<>();
  private final JsonNode info;
  private final JsonNode ask;
  private volatile String wallet = "";
  private volatile boolean current;
  private volatile int state = 3;
  private volatile long dealId;
  private volatile String message = "";

  public FakeLotusClient(JsonNode recordedInfo, JsonNode recordedAsk) {
    info = recordedInfo;
    ask = recordedAsk;
  }

  /** The only key that it has. */
  void holds(String address) {
    wallet = address;
  }

  /** From 1.27.1 on. */
  public void upgrade() {
    current = true;
  }

  public void allDealsAre(int number, String text) {
    state = number;
    message = text;
  }

  /** Under which id they are published. */
  public void allDealsHave(long id) {
    dealId = id;
  }

  @Override
  Set<String> offeringMethods() {
    return current ? Set.of() : Set.of("ClientStartDeal");
  }

  @Override
  JsonNode keep(String method, JsonNode params) {
    String text = "proposal-" + kept.size();
    Cid cid =
        Cid.v1(
            Cid.DAG_CBOR, Multihash.of(Multihash.IDENTITY, text.getBytes(StandardCharsets.UTF_8)));
    kept.put(cid.toString(), params.path(0));
    return JSON.valueToTree(Map.of("/", cid.toString()));
  }

  @Override
  @Nullable JsonNode answer(String method, JsonNode params) {
    if (current) {
      return null;
    }
    return switch (method) {
      case "ClientImport" -> {
        imports.add(params.path(0));
        yield JSON.valueToTree(Map.of("Root", info.at("/DataRef/Root"), "ImportID", 50));
      }
      case "ClientQueryAsk" -> ask;
      case "WalletHas" -> JSON.valueToTree(params.path(0).asString().equals(wallet));
      case "ClientGetDealStatus" -> JSON.valueToTree("StorageDealUnknown");
      case "ClientListDeals" -> JSON.valueToTree(all());
      case "ClientGetDealInfo" -> info(params.path(0).path("/").asString());
      default -> null;
    };
  }

  private List<JsonNode> all() {
    List<JsonNode> all = new ArrayList<>();
    kept.keySet().forEach(cid -> all.add(info(cid)));
    return all;
  }

  private JsonNode info(String cid) {
    JsonNode deal = kept.get(cid);
    if (deal == null) {
      throw new IllegalArgumentException(cid);
    }
    ObjectNode now = (ObjectNode) info.deepCopy();
    now.set("ProposalCid", JSON.valueToTree(Map.of("/", cid)));
    now.set("PieceCID", deal.at("/Data/PieceCid"));
    now.set("PricePerEpoch", deal.path("EpochPrice"));
    now.set("Provider", deal.path("Miner"));
    now.set("Verified", deal.path("VerifiedDeal"));
    now.put("State", state).put("Message", message).put("CreationTime", Instant.now().toString());
    return now.put("DealID", dealId);
  }

  @Override
  public boolean holds(DealOffer offer) {
    return kept.containsValue(JSON.readTree(offer.body()).path("deal"));
  }
}
