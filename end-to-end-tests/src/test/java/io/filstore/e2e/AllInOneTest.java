package io.filstore.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.allinone.system.SystemDescription;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code up}, {@code down}, {@code status} and a second start, as processes. */
class AllInOneTest {
  private static final Duration START = Duration.ofSeconds(120);
  private static final Duration STOP = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void ownsItsFolderStopsCleanlyAndFindsEverythingAgain() throws Exception {
    Path state = folder.resolve("data");
    Map<String, String> environment = AllInOneProcess.environment(state, Map.of());
    String upload;
    try (AllInOneProcess first = AllInOneProcess.up(state, environment)) {
      SystemDescription system = first.awaitHealthy(START);
      upload = client(system).upload("kept", "kept".getBytes(StandardCharsets.UTF_8), "k");
      tellsItsWalletThroughThePublicDoor(client(system));
      tellsWhatDealsWouldBe(client(system));

      try (AllInOneProcess second = AllInOneProcess.up(state, environment)) {
        assertThat(second.awaitExit(STOP)).isEqualTo(1);
      }
      assertThat(output(state)).contains("A system already runs on " + state);
      assertThat(command(state, environment, "status", "--json")).isZero();
      assertThat(output(state)).contains("\"healthy\" : true");
      assertThat(Files.readString(state.resolve("run/system.json")))
          .doesNotContain(system.apiKey());

      assertThat(command(state, environment, "down")).isZero();
      assertThat(first.awaitExit(STOP)).isEqualTo(143);
      nothingListens(environment);
      assertThat(command(state, environment, "status")).isEqualTo(3);
    }

    try (AllInOneProcess again = AllInOneProcess.up(state, environment)) {
      ApiClient api = client(again.awaitHealthy(START));
      await()
          .atMost(STOP)
          .until(() -> api.upload(upload).path("state").asString("").equals("prepared"));
    }
  }

  /** The gateway asks the scheduler, which asks the chain. */
  private static void tellsItsWalletThroughThePublicDoor(ApiClient api)
      throws IOException, InterruptedException {
    JsonNode wallet = api.get("/api/v1/wallets").at("/data/0");
    String address = wallet.path("address").asString();
    assertThat(wallet.path("is_default").asBoolean()).isTrue();
    assertThat(wallet.at("/capabilities/client_of_f05_deals/able").asBoolean()).isTrue();
    assertThat(wallet.toString()).doesNotContain("key\"", "private");
    String own = "/api/v1/wallets/" + address;
    assertThat(api.get(own + "/balances").at("/fil/unit").asString()).isEqualTo("attoFIL");
    assertThat(api.get(own + "/allocations").path("data").isArray()).isTrue();
    assertThat(api.get(own + "/ledger").path("data").isArray()).isTrue();
    assertThat(api.get("/api/v1/datacap").path("wallet").asString()).isEqualTo(address);
    assertThat(api.get("/api/v1/collateral").at("/client_escrow/wallet").asString())
        .isEqualTo(address);
    assertThat(api.get("/api/v1/capabilities").path("network").asString()).isEqualTo("devnet");
  }

  /** Dry run and preflight, from the public door to providers and chain. */
  private static void tellsWhatDealsWouldBe(ApiClient api)
      throws IOException, InterruptedException {
    String question = "{\"provider\":\"f01000\",\"padded_size\":2048}";
    JsonNode flight = api.post("/api/v1/deals:preflight", question);
    assertThat(flight.path("checks").valueStream().map(check -> check.path("name").asString()))
        .contains("chain", "provider", "policy", "datacap", "funds");
    // The wallet is empty until the faucet has been asked for the first deal.
    await()
        .atMost(START)
        .until(() -> api.post("/api/v1/deals:preflight", question).path("ok").asBoolean());
    JsonNode stranger =
        api.post("/api/v1/deals:preflight", "{\"provider\":\"f09999\",\"padded_size\":2048}");
    assertThat(stranger.path("ok").asBoolean()).as(stranger.toString()).isFalse();

    String policy =
        api.post("/api/v1/policies", "{\"name\":\"one\",\"terms\":{\"replicas\":1}}")
            .path("id")
            .asString();
    JsonNode outlook =
        api.post(
            "/api/v1/policies/" + policy + ":simulate",
            "{\"pieces\":[{\"padded_size\":2048,\"count\":5}]}");
    assertThat(outlook.path("placed").asInt()).as(outlook.toString()).isEqualTo(5);
    assertThat(outlook.at("/cost/datacap_bytes").asLong()).isEqualTo(5 * 2048);
  }

  @Test
  void stopsWhatItHasStartedWhenItIsInterruptedOnItsWayUp() throws Exception {
    Path state = folder.resolve("data");
    Map<String, String> environment = AllInOneProcess.environment(state, Map.of());
    try (AllInOneProcess process = AllInOneProcess.up(state, environment)) {
      await().atMost(START).until(() -> Files.exists(state.resolve("postgres/postmaster.pid")));

      process.terminate();
      process.awaitExit(STOP);
    }
    nothingListens(environment);
    assertThat(state.resolve("postgres/postmaster.pid")).doesNotExist();
  }

  private static int command(Path state, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    try (AllInOneProcess process = AllInOneProcess.start(state, environment, arguments)) {
      return process.awaitExit(STOP);
    }
  }

  private static void nothingListens(Map<String, String> environment) {
    environment.forEach((variable, value) -> {
      if (variable.endsWith("_PORT")) {
        assertThat(listens(Integer.parseInt(value))).as(variable).isFalse();
      }
    });
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String output(Path state) throws IOException {
    return Files.readString(AllInOneProcess.output(state));
  }

  private static ApiClient client(SystemDescription system) {
    return new ApiClient(system.address("gateway"), URI.create(system.chainRpc()), system.apiKey());
  }
}
