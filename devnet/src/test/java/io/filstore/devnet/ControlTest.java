package io.filstore.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.luben.zstd.ZstdInputStream;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Multiaddr;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ControlTest {
  private static final FilAddress SP = FilAddress.id(1000);

  private static HttpResponse<String> post(Devnet devnet, String path, String body) {
    return Rpc.send(
        HttpRequest.newBuilder(devnet.baseUrl().resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private static HttpResponse<String> get(URI uri, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    return Rpc.send((headers.length == 0 ? request : request.headers(headers)).build());
  }

  @Test
  void theFaucetFundsAKeyAndSaysWhatItHoldsNow() {
    try (Devnet devnet = Devnet.start(DevnetOptions.manualTicks())) {
      Client client = new Client(devnet, 50);
      String order =
          "{\"address\":\"%s\",\"fil\":\"1.5\",\"datacap_bytes\":1024}".formatted(client.address());
      JsonNode given = Rpc.JSON.readTree(post(devnet, "/devnet/faucet", order).body());
      assertThat(given.path("balance_attofil").asString()).isEqualTo("1500000000000000000");
      assertThat(given.path("datacap_bytes").asLong()).isEqualTo(1024);
      assertThat(given.path("id_address").asString())
          .isEqualTo(
              new Rpc(devnet)
                  .call("StateLookupID", client.address().toString(), Rpc.NULL)
                  .asString());
      assertThat(post(devnet, "/devnet/faucet", "{\"address\":\"f01000\"}").statusCode())
          .isEqualTo(400);
      assertThat(post(devnet, "/devnet/faucet", "{\"address\":\"f1no\"}").statusCode())
          .isEqualTo(400);
    }
  }

  @Test
  void ticksAndFaultsCanBeOrderedOverHttp() {
    try (Devnet devnet = Devnet.start(DevnetOptions.manualTicks())) {
      assertThat(post(devnet, "/devnet/tick", "{\"n\":3}").body()).isEqualTo("{\"height\":3}");
      String fault = "{\"kind\":\"http_error\",\"next\":1,\"status\":429,\"text\":\"slow down\"}";
      assertThat(post(devnet, "/devnet/providers/f01000/faults", fault).statusCode())
          .isEqualTo(200);
      URI version = devnet.providerUrl(SP).resolve("/version");
      assertThat(get(version).statusCode()).isEqualTo(429);
      assertThat(get(version).statusCode()).isEqualTo(200);
      String unknown = "{\"kind\":\"bad_luck\"}";
      assertThat(post(devnet, "/devnet/providers/f01000/faults", unknown).body())
          .contains("unknown fault kind 'bad_luck', known are [wrong_commp, refuse");
      assertThat(post(devnet, "/devnet/providers/f0999/faults", fault).statusCode()).isEqualTo(400);
      assertThat(get(devnet.baseUrl().resolve("/devnet/status")).body())
          .contains("\"simulator\":true", "\"height\":3");
      assertThat(get(devnet.baseUrl().resolve("/")).body()).contains("simulator");
    }
  }

  @Test
  void withATokenReadingIsFreeAndWritingIsNot() {
    try (Devnet devnet = Devnet.start(DevnetOptions.manualTicks().withLotusToken("secret-token"))) {
      Rpc rpc = new Rpc(devnet);
      assertThat(rpc.call("ChainHead").path("Height").asLong()).isZero();
      String write = Rpc.request("WalletList").toString();
      assertThat(rpc.post(write).body())
          .contains("missing permission to invoke 'WalletList' (need 'write')");
      assertThat(rpc.post(write, "Authorization", "Bearer secret-token").body())
          .contains("\"result\":[]");
      HttpResponse<String> wrong = rpc.post(write, "Authorization", "Bearer other");
      assertThat(wrong.statusCode()).isEqualTo(401);
      assertThat(wrong.body()).isEmpty();
      assertThat(rpc.post(write, "Authorization", "Basic abc").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void withATokenOnlyItsHolderOrdersAndTheFaucetStaysOpen() {
    try (Devnet devnet = Devnet.start(DevnetOptions.manualTicks().withLotusToken("secret-token"))) {
      assertThat(post(devnet, "/devnet/tick", "{\"n\":1}").statusCode()).isEqualTo(401);
      assertThat(post(devnet, "/devnet/terminate", "{}").statusCode()).isEqualTo(401);
      assertThat(post(devnet, "/devnet/providers/f01000/faults", "{}").statusCode()).isEqualTo(401);
      assertThat(post(devnet, "/devnet/reorg", "{}").statusCode()).isEqualTo(401);
      assertThat(get(devnet.baseUrl().resolve("/devnet/faults")).statusCode()).isEqualTo(401);
      assertThat(get(devnet.baseUrl().resolve("/devnet/incidents")).statusCode()).isEqualTo(401);
      assertThat(get(devnet.baseUrl().resolve("/devnet/status")).statusCode()).isEqualTo(200);
      assertThat(post(devnet, "/devnet/faucet", "{\"address\":\"f1no\"}").statusCode())
          .isEqualTo(400);
      HttpRequest.Builder tick =
          HttpRequest.newBuilder(devnet.baseUrl().resolve("/devnet/tick"))
              .POST(HttpRequest.BodyPublishers.noBody());
      assertThat(Rpc.send(tick.header("Authorization", "Bearer secret-token").build()).body())
          .isEqualTo("{\"height\":1}");
    }
  }

  /** A page needs no permission to send a plain POST to a port on loopback. */
  @Test
  void pagesInABrowserAreRefused() {
    try (Devnet devnet = Devnet.start(DevnetOptions.manualTicks())) {
      HttpRequest.Builder tick =
          HttpRequest.newBuilder(devnet.baseUrl().resolve("/devnet/tick"))
              .header("Origin", "https://example.com")
              .POST(HttpRequest.BodyPublishers.noBody());
      assertThat(Rpc.send(tick.build()).statusCode()).isEqualTo(403);
      assertThat(
              new Rpc(devnet)
                  .post(Rpc.request("WalletNew").toString(), "Origin", "null")
                  .statusCode())
          .isEqualTo(403);
      assertThat(get(devnet.baseUrl().resolve("/devnet/status")).body()).contains("\"height\":0");
    }
  }

  @Test
  void refusesRequestsOfMoreThan16MiB() {
    try (Devnet devnet = Devnet.start(DevnetOptions.manualTicks())) {
      assertThat(new Rpc(devnet).post(" ".repeat((16 << 20) + 1)).statusCode()).isEqualTo(413);
    }
  }

  @Test
  void doesNotStartBesideARealNetwork() {
    assertThatThrownBy(
            () -> Devnet.start(DevnetOptions.manualTicks().with("devnet.network", "mainnet")))
        .rootCause()
        .hasMessageContaining("FILECOIN_NETWORK is mainnet");
  }

  @Test
  void theSnapshotIsZstdWithValidators() throws Exception {
    try (Devnet devnet = Devnet.start(DevnetOptions.manualTicks())) {
      HttpResponse<byte[]> answer =
          Rpc.HTTP.send(
              HttpRequest.newBuilder(devnet.snapshotUrl()).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.headers().firstValue("Last-Modified")).isPresent();
      String tag = answer.headers().firstValue("ETag").orElseThrow();
      assertThat(new ZstdInputStream(new ByteArrayInputStream(answer.body())).readAllBytes())
          .asString()
          .isEqualTo("{}");
      assertThat(get(devnet.snapshotUrl(), "If-None-Match", tag).statusCode()).isEqualTo(304);
      devnet.tick();
      assertThat(get(devnet.snapshotUrl(), "If-None-Match", tag).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void providersAreFoundByTheMultiaddrOnTheChain() {
    DevnetOptions options = DevnetOptions.manualTicks().withProviders(3);
    try (Devnet devnet = Devnet.start(options)) {
      assertThat(new Rpc(devnet).call("StateListMiners", Rpc.NULL)).hasSize(3);
      assertThat(base(devnet)).isEqualTo(devnet.providerUrl(SP));
    }
    try (Devnet devnet = Devnet.start(options.with("devnet.provider-host", "localhost"))) {
      assertThat(base(devnet)).isEqualTo(devnet.providerUrl(SP));
    }
  }

  private static URI base(Devnet devnet) {
    JsonNode info = new Rpc(devnet).call("StateMinerInfo", SP.toString(), Rpc.NULL);
    byte[] binary = Base64.getDecoder().decode(info.path("Multiaddrs").get(0).asString());
    return Multiaddr.decode(binary).httpBase().orElseThrow();
  }

  @Test
  void aTakenProviderPortIsOneClearSentence() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      DevnetOptions options =
          DevnetOptions.manualTicks()
              .withProviders(1)
              .with("devnet.provider-port", Integer.toString(taken.getLocalPort()));
      assertThatThrownBy(() -> Devnet.start(options).close())
          .rootCause()
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> Devnet.start(options).close())
          .hasStackTraceContaining(
              "provider port %d cannot be opened; set DEVNET_PROVIDER_PORT to a free one"
                  .formatted(taken.getLocalPort()));
    }
  }

  @Test
  void twoProcessesDoNotShareAFolder() {
    try (Devnet devnet = Devnet.start(DevnetOptions.manualTicks())) {
      DevnetOptions same = DevnetOptions.manualTicks().withDir(devnet.dir());
      assertThatThrownBy(() -> Devnet.start(same).close())
          .hasStackTraceContaining("is used by another devnet");
    }
  }

  @Test
  void ticksByItselfAtItsBlockDelay() {
    try (Devnet devnet = Devnet.start(DevnetOptions.ticking(Duration.ofMillis(20)))) {
      await().atMost(Duration.ofSeconds(10)).until(() -> devnet.height() > 20);
      assertThat(new Rpc(devnet).call("Version").path("BlockDelay").asInt()).isEqualTo(1);
    }
  }

  /** Somebody who runs time forward must not have to wait until the clock has caught up. */
  @Test
  void goesOnTickingAfterItWasDrivenAheadOfTheClock() {
    try (Devnet devnet = Devnet.start(DevnetOptions.ticking(Duration.ofMillis(20)))) {
      post(devnet, "/devnet/tick", "{\"n\":20000}");
      await().atMost(Duration.ofSeconds(10)).until(() -> devnet.height() > 20_005);
    }
  }
}
