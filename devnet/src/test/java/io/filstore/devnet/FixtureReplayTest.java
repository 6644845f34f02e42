package io.filstore.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import io.filstore.devnet.provider.Fault;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.SignedMessage;
import io.filstore.fixtures.Fixtures;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a node and a provider were recorded to answer is what the devnet sends: byte for byte where
 * the answer does not depend on the state, else with the same keys, order and encodings.
 */
class FixtureReplayTest {
  private static final FilAddress SP = FilAddress.id(1000);
  private static final String ULID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  private static final UUID ID = new UUID(1, 1);

  private static Devnet devnet;
  private static Rpc rpc;
  private static Client client;
  private static CarSource source;
  private static SignedMessage allocating;
  private static long allocation;
  private static long open;

  /** A chain on which everything that is asked about has happened. */
  @BeforeAll
  static void live() {
    devnet = Devnet.start(DevnetOptions.manualTicks().withDelays(1, 2));
    rpc = new Rpc(devnet);
    client = new Client(devnet, 71);
    source = new CarSource(71, 5000);
    devnet.faucet(client.address(), 100, 1L << 40);
    allocating = client.allocationMessage(SP, source.commitment());
    client.execute(allocating);
    allocation = 1;
    open = client.allocate(FilAddress.id(1001), source.commitment());
    client.addEscrow(1);
    client.propose(SP, client.ddo(ULID, SP, source, allocation));
    client.store(SP, client.dealParams(ID, client.proposal(SP, source.commitment(), true), source));
    Waiting.until(() -> {
      devnet.tick();
      return rpc.call("StateGetClaims", SP.toString(), Rpc.NULL).size() == 2;
    });
  }

  @AfterAll
  static void stop() {
    source.close();
    devnet.close();
  }

  private static JsonNode fixture(String file) {
    return Fixtures.json("chain/rpc/" + file + ".json");
  }

  /** The recorded request with other parameters. */
  private static String ask(JsonNode request, Object... params) {
    ObjectNode mine = ((ObjectNode) request).deepCopy();
    if (params.length > 0) {
      mine.set("params", Rpc.request("x", params).get("params"));
    }
    return rpc.post(mine.toString()).body().strip();
  }

  private static void sameBytes(JsonNode wanted, String answer) {
    assertThat(answer).isEqualTo(wanted.toString());
  }

  private static void sameForm(JsonNode wanted, String answer) {
    assertThat(WireForm.of(answer)).isEqualTo(WireForm.of(wanted));
  }

  private static String me() {
    return client.address().toString();
  }

  @Test
  void errorsOfTheProtocolAreTheSameBytes() {
    List<String> bodies =
        List.of(
            Rpc.request("Nope").toString(),
            Rpc.request("StateMinerInfo", "f01000").toString(),
            "",
            "{",
            "[]",
            Rpc.request("ChainNotify").toString());
    List<String> cases =
        List.of(
            "unknown method",
            "wrong number of params",
            "empty body or empty batch",
            "malformed JSON",
            "empty body or empty batch",
            "channel method over plain HTTP");
    for (int i = 0; i < bodies.size(); i++) {
      String when = cases.get(i);
      JsonNode wanted =
          fixture("errors")
              .valueStream()
              .filter(e -> e.path("when").asString().equals(when))
              .findFirst()
              .orElseThrow();
      HttpResponse<String> answer = rpc.post(bodies.get(i));
      assertThat(answer.statusCode()).as(when).isEqualTo(wanted.path("http").asInt());
      sameBytes(wanted.path("body"), answer.body().strip());
    }
    JsonNode unknownTipset =
        fixture("errors")
            .valueStream()
            .filter(e -> e.path("when").asString().startsWith("application error"))
            .findFirst()
            .orElseThrow();
    String key = "bafy2bzacedo7hjsumaajt6sbor42qycvjyk6goqe4oi4o4ddsjxkdeqrqf42c";
    JsonNode tipset = Rpc.JSON.createArrayNode().add(Rpc.JSON.createObjectNode().put("/", key));
    sameBytes(
        unknownTipset.path("body"),
        rpc.post(Rpc.request("StateMinerInfo", "f01000", tipset).toString()).body().strip());
  }

  @Test
  void absenceIsTheSameBytes() {
    JsonNode status = fixture("state-verified-client-status");
    sameBytes(status.path("response_has_datacap"), ask(status.path("request"), rich(), Rpc.NULL));
    sameBytes(status.path("response_none"), ask(status.path("request"), "f01100", Rpc.NULL));
    sameBytes(status.path("error_unknown_actor"), ask(status.path("request")));
    JsonNode deal = fixture("state-market-storage-deal");
    sameBytes(deal.path("error_gone"), ask(deal.path("request"), 123450, Rpc.NULL));
    JsonNode search = fixture("state-search-wait-msg").path("search");
    sameBytes(search.path("response_pending"), ask(search.path("request")));
    JsonNode registry = fixture("state-allocations-claims");
    JsonNode one = registry.path("getAllocation");
    sameBytes(one.path("response_absent"), ask(one.path("request"), me(), 99, Rpc.NULL));
    JsonNode all = registry.path("getAllocations");
    sameBytes(all.path("response_empty"), ask(all.path("request"), rich(), Rpc.NULL));
    JsonNode claim = registry.path("getClaim");
    sameBytes(claim.path("response_absent"), ask(claim.path("request")));
    JsonNode pending = registry.path("allocationIdForPendingDeal");
    sameBytes(pending.path("response_none"), ask(pending.path("request"), 1, Rpc.NULL));
    JsonNode events = fixture("actor-events");
    sameBytes(events.path("response_no_match"), ask(events.path("request"), noSuchEvents()));
  }

  /** Somebody who has one TiB of DataCap and did nothing yet. */
  private static String rich() {
    Client rich = new Client(devnet, 72);
    if (!rpc.reply("StateLookupID", rich.address().toString(), Rpc.NULL).has("result")) {
      devnet.faucet(rich.address(), 1, 1L << 40);
    }
    return rich.address().toString();
  }

  private static JsonNode noSuchEvents() {
    return Rpc.JSON.readTree(
        "{\"addresses\":[\"f07\"],\"fields\":{},\"fromHeight\":0,\"toHeight\":5}");
  }

  @Test
  void answersAboutTheChainHaveTheRecordedForm() {
    JsonNode head = fixture("chain-head");
    sameForm(head.path("response"), ask(head.path("request")));
    JsonNode version = fixture("version");
    sameForm(version.path("response"), ask(version.path("request")));
    JsonNode name = fixture("state-network-name");
    sameForm(name.path("response_calibration"), ask(name.path("request")));
    JsonNode info = fixture("state-miner-info");
    assertThat(WireForm.of(ask(info.path("request"))))
        .isEqualTo(
            WireForm.of(info.path("response_curio_https"))
                .replace("ControlAddresses:[address]", "ControlAddresses:[]"));
    JsonNode power = fixture("state-miner-power");
    sameForm(power.path("response"), ask(power.path("request")));
    JsonNode balance = fixture("state-market-balance");
    sameForm(balance.path("response"), ask(balance.path("request"), me(), Rpc.NULL));
    JsonNode bounds = fixture("state-deal-provider-collateral-bounds");
    sameForm(bounds.path("response"), ask(bounds.path("request")));
    JsonNode wallet = fixture("wallet");
    sameForm(
        wallet.path("balance").path("response"), ask(wallet.path("balance").path("request"), me()));
    JsonNode lookup = wallet.path("lookupId");
    sameForm(lookup.path("response"), ask(lookup.path("request"), me(), Rpc.NULL));
    sameBytes(lookup.path("error"), ask(lookup.path("request")));
    JsonNode account = wallet.path("accountKey");
    sameForm(account.path("response"), ask(account.path("request"), "f01100", Rpc.NULL));
  }

  @Test
  void answersAboutDealsHaveTheRecordedForm() {
    JsonNode deal = fixture("state-market-storage-deal");
    sameForm(deal.path("response_active"), ask(deal.path("request"), 1, Rpc.NULL));
    JsonNode deals = fixture("state-market-deals");
    sameForm(deals.path("response"), ask(deals.path("request")));
    JsonNode registry = fixture("state-allocations-claims");
    JsonNode one = registry.path("getAllocation");
    sameForm(one.path("response"), ask(one.path("request"), me(), open, Rpc.NULL));
    JsonNode all = registry.path("getAllocations");
    sameForm(all.path("response"), ask(all.path("request"), me(), Rpc.NULL));
    JsonNode claim = registry.path("getClaim");
    sameForm(
        claim.path("response"), ask(claim.path("request"), SP.toString(), allocation, Rpc.NULL));
    JsonNode claims = registry.path("getClaims");
    sameForm(claims.path("response"), ask(claims.path("request"), SP.toString(), Rpc.NULL));
  }

  @Test
  void answersAboutMessagesHaveTheRecordedForm() {
    JsonNode search = fixture("state-search-wait-msg").path("search");
    JsonNode cid = Rpc.JSON.createObjectNode().put("/", allocating.cid().toString());
    sameForm(search.path("response_found"), ask(search.path("request"), Rpc.NULL, cid, -1, true));
    JsonNode push = fixture("mpool-push-message");
    SignedMessage again = client.allocationMessage(SP, source.commitment());
    sameForm(
        push.path("gasEstimate").path("response"),
        ask(
            push.path("gasEstimate").path("request"),
            Client.json(again.message()),
            Rpc.NULL,
            Rpc.NULL));
    sameForm(
        push.path("getNonce").path("response"), ask(push.path("getNonce").path("request"), me()));
    sameForm(
        push.path("mpoolPush").path("response"),
        ask(push.path("mpoolPush").path("request"), Client.json(again)));
    devnet.tick(2);
  }

  /** Every kind of event that is recorded and happened here, found by its type. */
  @Test
  void eventsHaveTheRecordedEntriesAndTypes() {
    JsonNode recorded = fixture("actor-events").path("response").path("result");
    JsonNode mine = rpc.call("GetActorEventsRaw", Rpc.JSON.readTree("{\"fromHeight\":0}"));
    int compared = 0;
    for (JsonNode wanted : recorded) {
      String type = wanted.at("/entries/0/Value").asString();
      for (JsonNode event : mine) {
        if (!wanted.path("reverted").asBoolean()
            && event.at("/entries/0/Value").asString().equals(type)) {
          assertThat(entries(event)).as(type).isEqualTo(entries(wanted));
          assertThat(WireForm.of(event)).isEqualTo(WireForm.of(wanted));
          compared++;
          break;
        }
      }
    }
    assertThat(compared)
        .as("published, activated, allocation and claim at least")
        .isGreaterThanOrEqualTo(4);
  }

  private static List<String> entries(JsonNode event) {
    return event
        .path("entries")
        .valueStream()
        .map(e -> e.path("Flags") + " " + e.path("Key").asString() + " " + e.path("Codec"))
        .toList();
  }

  @Test
  void theSnapshotIsWrittenAsThePublishedOneIs() throws Exception {
    HttpResponse<byte[]> answer =
        Rpc.HTTP.send(
            HttpRequest.newBuilder(devnet.snapshotUrl()).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    byte[] json = new ZstdInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
    assertThat(WireForm.of(new String(json, StandardCharsets.UTF_8)))
        .isEqualTo(WireForm.of(Fixtures.json("chain/rpc/StateMarketDeals.json")));
  }

  @Test
  void headsOverTheWebSocketHaveTheRecordedFrames() {
    List<JsonNode> frames =
        new String(Fixtures.bytes("chain/rpc/ws-transcript.jsonl"), StandardCharsets.UTF_8)
            .lines()
            .map(Rpc.JSON::readTree)
            .map(line -> line.path("frame"))
            .toList();
    try (NodeSocket socket = new NodeSocket(devnet)) {
      socket.send(frames.get(0).toString());
      assertThat(socket.next()).isEqualTo(frames.get(1));
      assertThat(WireForm.of(socket.next())).isEqualTo(WireForm.of(frames.get(2)));
      devnet.reorganise(1, io.filstore.devnet.chain.Drop.NOTHING);
      JsonNode change = socket.next();
      assertThat(WireForm.of(change)).isEqualTo(WireForm.of(frames.get(3)));
      socket.send(frames.get(5).toString());
      assertThat(socket.next()).isEqualTo(frames.get(6));
    }
  }

  @Test
  void anMk20ProviderAnswersTheRecordedBytes() {
    JsonNode recorded = Fixtures.json("chain/curio/mk20-ddo-http.json");
    JsonNode accepted = recorded.path("accepted");
    HttpResponse<String> answer =
        client.propose(SP, client.ddo("01ARZ3NDEKTSV4RRFFQ69G5FB0", SP, source, 0));
    assertThat(answer.body()).isEqualTo(accepted.path("body").asString());
    assertThat(answer.statusCode()).isEqualTo(accepted.path("http").asInt());
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .isEqualToIgnoringWhitespace(accepted.path("contentType").asString());
    for (JsonNode rejection : recorded.path("rejections")) {
      assertThat(rejected(rejection)).isEqualTo(rejection.path("body").asString());
    }
    assertThat(client.ddoStatus(SP, ULID).body())
        .isEqualTo(recorded.at("/status/5/body").toString());
  }

  /** The provider's own words where it finds the fault itself, ordered ones otherwise. */
  private static String rejected(JsonNode rejection) {
    String body = rejection.path("body").asString();
    ObjectNode deal = client.ddo("01ARZ3NDEKTSV4RRFFQ69G5FB1", SP, source, 0);
    HttpResponse<String> answer =
        switch (body) {
          case "Reason: Provider not available in Curio cluster" ->
              client.propose(
                  SP, client.ddo("01ARZ3NDEKTSV4RRFFQ69G5FB1", FilAddress.id(1001), source, 0));
          case "Reason: Verified piece must have a valid allocation ID" ->
              client.propose(SP, client.ddo("01ARZ3NDEKTSV4RRFFQ69G5FB1", SP, source, 999));
          case "Reason: products validation failed: retrieval v1 is required for ddo v1" -> {
            deal.withObject("products").remove("retrieval_v1");
            yield client.propose(SP, deal);
          }
          case "Reason: products validation failed: duration must be at least 518400" -> {
            deal.withObject("products").withObject("ddo_v1").put("duration", 5);
            yield client.propose(SP, deal);
          }
          case "Reason: " -> client.propose(SP, client.ddo(ULID, SP, source, 0));
          case "Unauthorized\n" -> client.ddoStatus(SP, "01ARZ3NDEKTSV4RRFFQ69G5FB9");
          case "Missing Authorization header\n" ->
              Rpc.send(
                  HttpRequest.newBuilder(
                          URI.create(devnet.providerUrl(SP) + "/market/mk20/products"))
                      .build());
          default -> {
            String text = body.substring("Reason: ".length());
            devnet.fault(SP, new Fault(Fault.Kind.REFUSE, 1, text, rejection.path("http").asInt()));
            yield client.propose(SP, deal);
          }
        };
    assertThat(answer.statusCode()).as(body).isEqualTo(rejection.path("http").asInt());
    return answer.body();
  }
}
