package io.filstore.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStream;
import io.filstore.filecoin.FilAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is seen on the wire of a node that fails on demand. */
class NodeFaultTest {
  private Devnet devnet;
  private Rpc rpc;
  private Control control;

  @BeforeEach
  void start() {
    devnet = Devnet.start(DevnetOptions.manualTicks());
    rpc = new Rpc(devnet);
    control = new Control(devnet);
    devnet.tick(10);
  }

  @AfterEach
  void stop() {
    devnet.close();
  }

  private void order(String fault) {
    control.post("/devnet/rpc/faults", fault);
  }

  private HttpResponse<String> head() {
    return rpc.post(Rpc.request("ChainHead").toString());
  }

  @Test
  void answersFailOnTheWayAsOftenAsOrderedAndOnlyForTheMethodNamed() {
    order("{'kind':'unauthorized','next':2}");
    assertThat(head().statusCode()).isEqualTo(401);
    assertThat(head().body()).isEmpty();
    assertThat(head().statusCode()).isEqualTo(200);

    order("{'kind':'rate_limit','method':'ChainHead'}");
    assertThat(rpc.call("StateNetworkName").asString()).isEqualTo("localnet");
    assertThat(head().statusCode()).isEqualTo(429);
    assertThat(head().statusCode()).isEqualTo(200);

    order("{'kind':'html_error'}");
    HttpResponse<String> page = head();
    assertThat(page.statusCode()).isEqualTo(502);
    assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(page.body()).startsWith("<html>").contains("502 Bad Gateway");
  }

  @Test
  void aMethodIsGoneOrAnswersNullInABatchAndOverAWebSocketToo() {
    order("{'kind':'unknown_method','method':'ChainHead','next':2}");
    assertThat(head().statusCode()).isEqualTo(500);
    String batch = "[" + Rpc.request("ChainHead") + "," + Rpc.request("StateNetworkName") + "]";
    JsonNode answers = Rpc.JSON.readTree(rpc.post(batch).body());
    assertThat(answers.get(0).path("error").path("code").asInt()).isEqualTo(-32601);
    assertThat(answers.get(0).path("error").path("message").asString())
        .isEqualTo("method 'Filecoin.ChainHead' not found");
    assertThat(answers.get(1).path("result").asString()).isEqualTo("localnet");

    order("{'kind':'null_result','method':'ChainHead'}");
    try (NodeSocket socket = NodeSocket.notified(devnet)) {
      socket.send(Rpc.request("ChainHead").toString());
      assertThat(socket.next().toString())
          .isEqualTo("{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":null}");
    }
    assertThat(rpc.call("ChainHead").path("Height").asLong()).isEqualTo(10);
  }

  @Test
  void answersLateByAtLeastTheDelay() {
    order("{'kind':'latency','delay_ms':300}");
    long begin = System.nanoTime();
    head();
    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(300_000_000L);
    assertThat(devnet.incidents())
        .singleElement()
        .satisfies(incident -> {
          assertThat(incident.kind()).isEqualTo("latency");
          assertThat(incident.subject()).isEqualTo("ChainHead");
        });
  }

  @Test
  void closesEveryWebSocketAndTakesNewOnes() throws Exception {
    try (NodeSocket first = NodeSocket.notified(devnet);
        NodeSocket second = NodeSocket.notified(devnet)) {
      order("{'kind':'disconnect'}");
      assertThat(first.closeCode()).isEqualTo(1012);
      assertThat(second.closeCode()).isEqualTo(1012);
    }
    try (NodeSocket again = NodeSocket.notified(devnet)) {
      devnet.tick();
      assertThat(again.nextChanges()).isEqualTo("apply 11");
    }
  }

  @Test
  void aStaleHeadStaysForSoManyEpochsAndThenCatchesUpInOneGo() {
    try (NodeSocket socket = NodeSocket.notified(devnet)) {
      order("{'kind':'stale_head','next':3}");
      devnet.tick(2);
      assertThat(rpc.call("ChainHead").path("Height").asLong()).isEqualTo(10);
      assertThat(rpc.call("ChainGetFinalizedTipSet").path("Height").asLong()).isEqualTo(5);
      devnet.tick();
      assertThat(rpc.call("ChainHead").path("Height").asLong()).isEqualTo(13);
      assertThat(socket.nextChanges()).isEqualTo("apply 11 apply 12 apply 13");
    }
  }

  @Test
  void aRolledBackHeightAnswersFromThePastInEveryMethod() {
    Client client = new Client(devnet, 31);
    devnet.faucet(client.address(), 1, 0);
    devnet.tick(2);
    order("{'kind':'height_rollback','epochs':4,'next':3}");
    assertThat(rpc.call("ChainHead").path("Height").asLong()).isEqualTo(8);
    assertThat(rpc.call("WalletBalance", client.address().toString()).asString()).isEqualTo("0");
    assertThat(
            rpc.reply("StateLookupID", client.address().toString(), Rpc.NULL)
                .path("error")
                .path("code")
                .asInt())
        .isEqualTo(11);
    control.delete("/devnet/rpc/faults");
    assertThat(rpc.call("ChainHead").path("Height").asLong()).isEqualTo(12);
  }

  @Test
  void theSnapshotIsOldOrBreaksOff() throws Exception {
    Client client = new Client(devnet, 32);
    devnet.faucet(client.address(), 10, 1 << 20);
    try (CarSource source = new CarSource(32, 1000)) {
      FilAddress provider = FilAddress.id(1000);
      client.store(
          provider,
          client.dealParams(
              new UUID(3, 2), client.proposal(provider, source.commitment(), false), source));
      Waiting.until(() -> {
        devnet.tick();
        return rpc.call("StateMarketDeals", Rpc.NULL).size() == 1;
      });
    }
    order("{'kind':'snapshot_stale','epochs':3}");
    assertThat(snapshot()).isEqualTo("{}");
    order("{'kind':'snapshot_truncated'}");
    assertThatThrownBy(this::snapshot).isInstanceOf(IOException.class);
    assertThat(snapshot()).startsWith("{\"1\":{\"Proposal\"");
  }

  private String snapshot() throws Exception {
    HttpResponse<byte[]> answer =
        Rpc.HTTP.send(
            HttpRequest.newBuilder(devnet.snapshotUrl()).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    return new String(
        new ZstdInputStream(new ByteArrayInputStream(answer.body())).readAllBytes(),
        java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void faultsAreListedAndClearedTogetherAndAWrongOneIsRefused() {
    order("{'kind':'rate_limit','method':'ChainHead','next':3}");
    order("{'kind':'stale_head','next':9}");
    control.post("/devnet/providers/f01001/faults", "{'kind':'terminate','epoch':77,'deal':'x'}");
    JsonNode all = control.get("/devnet/faults");
    assertThat(all.path("node").valueStream().map(f -> f.path("kind").asString()))
        .containsExactly("rate_limit", "stale_head");
    assertThat(all.path("f01001").get(0).path("epoch").asLong()).isEqualTo(77);
    assertThat(control.delete("/devnet/faults").valueStream()).allMatch(JsonNode::isEmpty);
    assertThat(head().statusCode()).isEqualTo(200);
    assertThat(control.send("POST", "/devnet/rpc/faults", "{'kind':'gremlin'}").body())
        .contains("unknown fault kind 'gremlin', known are [latency, html_error");
    assertThat(control.send("POST", "/devnet/rpc/faults", "{'kind':'latency','next':0}").body())
        .contains("next must be at least 1");
  }
}
