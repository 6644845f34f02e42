package io.filstore.watcher.market;

import io.filstore.fixtures.Fixtures;
import java.io.IOException;
import java.util.Objects;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A Lotus node that answers with the shared fixtures, at a head that the test names. */
public final class FixtureNode extends Dispatcher implements AutoCloseable {
  /** Mainnet's genesis, as seconds. */
  public static final long GENESIS = 1_598_306_400L;

  public static final int BLOCK_DELAY_S = 30;

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int FINALITY = 900;
  private static final int SAFE = 200;

  private final JsonNode deals = Fixtures.json("chain/rpc/StateMarketDeals.json");
  private final JsonNode gone =
      Fixtures.json("chain/rpc/state-market-storage-deal.json").required("error_gone");
  private final JsonNode noEvents = Fixtures.json("chain/rpc/actor-events.json").at("/errors/2");
  private final JsonNode claims = Fixtures.json("chain/rpc/state-allocations-claims.json");
  private final MockWebServer server = new MockWebServer();
  private final long head;
  private volatile boolean claimed;

  public FixtureNode(long head) throws IOException {
    this.head = head;
    server.setDispatcher(this);
    server.start();
  }

  public String rpc() {
    return server.url("/rpc/v1").toString();
  }

  public void claimed() {
    claimed = true;
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    if (request.getMethod().equals("GET")) {
      return new MockResponse.Builder().code(405).build();
    }
    JsonNode call = JSON.readTree(Objects.requireNonNull(request.getBody()).utf8());
    String method = call.required("method").asString().replace("Filecoin.", "");
    ObjectNode answer = JSON.createObjectNode();
    answer.put("jsonrpc", "2.0").set("id", call.required("id"));
    if (method.equals("StateMarketStorageDeal")) {
      storageDeal(answer, call.at("/params/0").asString());
    } else if (method.equals("GetActorEventsRaw")) {
      answer.set("error", noEvents.required("error"));
    } else {
      answer.set("result", result(method));
    }
    return new MockResponse.Builder()
        .addHeader("Content-Type", "application/json")
        .body(answer.toString())
        .build();
  }

  private void storageDeal(ObjectNode answer, String id) {
    if (deals.has(id)) {
      answer.set("result", deals.get(id));
    } else {
      answer.set("error", gone.required("error"));
    }
  }

  private @Nullable JsonNode result(String method) {
    return switch (method) {
      case "Version" -> JSON.createObjectNode().put("BlockDelay", BLOCK_DELAY_S);
      case "StateNetworkName" -> JSON.createObjectNode().put("n", "testnetnet").get("n");
      case "ChainGetGenesis" -> tipset(0);
      case "ChainHead" -> tipset(head);
      case "ChainGetFinalizedTipSet" -> tipset(head - FINALITY);
      case "ChainGetTipSetByHeight" -> tipset(head - SAFE);
      case "StateMarketDeals" -> deals;
      case "StateLookupID" -> JSON.createObjectNode().put("a", "f01234").get("a");
      case "StateGetClaim" ->
          claims.at(claimed ? "/getClaim/response/result" : "/getClaim/response_absent/result");
      case "StateGetAllocation" ->
          claims.at(
              claimed ? "/getAllocation/response_absent/result" : "/getAllocation/response/result");
      default -> throw new IllegalArgumentException(method);
    };
  }

  private static ObjectNode tipset(long height) {
    JsonNode sample = Fixtures.json("chain/rpc/chain-head.json").at("/response/result");
    ObjectNode tipset = (ObjectNode) sample.deepCopy();
    tipset.put("Height", height);
    ObjectNode block = (ObjectNode) tipset.at("/Blocks/0");
    block.put("Height", height).put("Timestamp", GENESIS + height * BLOCK_DELAY_S);
    return tipset;
  }

  @Override
  public void close() {
    server.close();
  }
}
