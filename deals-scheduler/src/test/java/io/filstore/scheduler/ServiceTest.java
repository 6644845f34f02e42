package io.filstore.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.db.TestDatabase;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.piece.Pieces;
import io.filstore.devnet.Devnet;
import io.filstore.devnet.DevnetOptions;
import io.filstore.piece.PieceCid;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service as it is started, with its own clockwork, against a whole devnet. */
class ServiceTest {

  private static final String TOKEN = "service-token-service-token-service";
  private static final Devnet DEVNET =
      Devnet.start(
          DevnetOptions.ticking(Duration.ofMillis(200)).with("logging.level.root", "warn"));
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static ConfigurableApplicationContext service = start();

  private static ConfigurableApplicationContext start() {
    Stream<String> arguments =
        Stream.concat(
            Stream.of(DATABASE.springProperties()),
            Stream.of(
                "server.port=0",
                "logging.level.root=warn",
                "db-scheduler.polling-interval=200ms",
                "filstore.internal.token=" + TOKEN,
                "filstore.wallet.keystore-password=correct horse battery",
                "filstore.wallet.faucet-url=" + DEVNET.baseUrl() + "/devnet/faucet",
                "filstore.piece.token-key=" + "ab".repeat(32),
                "filstore.chain.lotus-rpc=" + DEVNET.lotusUrl()));
    return DealsSchedulerApplication.builder()
        .run(arguments.map(p -> "--" + p).toArray(String[]::new));
  }

  @BeforeAll
  static void running() {
    assertThat(service.isRunning()).isTrue();
  }

  @AfterAll
  static void stop() {
    service.close();
    DEVNET.close();
  }

  @Test
  void aPackedPieceIsAcceptedByTwoProvidersOfTheDevnet() throws Exception {
    byte[] root = new byte[32];
    root[0] = 7;
    String piece = PieceCid.v1(root).toString();
    service
        .getBean(Pieces.class)
        .add(
            piece,
            PieceCid.v2(root, 1500).toString(),
            1500,
            2048,
            "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi");
    service.getBean(Jobs.class).enqueue(JobName.PLAN, piece);

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> {
          List<Deal> deals = service.getBean(Deals.class).ofPiece(piece);
          assertThat(deals).hasSize(2).extracting(Deal::state).containsOnly(DealState.ACCEPTED);
        });

    JsonNode wallet = json("/internal/wallets").at("/data/0");
    String address = wallet.path("address").asString();
    assertThat(address).startsWith("f1");
    assertThat(wallet.at("/capabilities/sign_messages/able").asBoolean()).isTrue();
    assertThat(wallet.at("/used_this_hour/datacap").asLong()).isEqualTo(4096);
    JsonNode balances = json("/internal/wallets/" + address + "/balances");
    assertThat(balances.at("/fil/unit").asString()).isEqualTo("attoFIL");
    assertThat(balances.at("/datacap/spent").asLong()).isEqualTo(4096);
    assertThat(balances.at("/datacap/reserved").asLong()).isZero();
    assertThat(balances.at("/datacap/on_chain").asLong()).isEqualTo((1L << 40) - 4096);
    JsonNode datacap = json("/internal/datacap");
    assertThat(datacap.at("/wallet").asString()).isEqualTo(address);
    assertThat(datacap.at("/forecast/samples").asLong()).isEqualTo(2);
    assertThat(datacap.at("/forecast/burn_of_week/bytes_per_day").asLong()).isEqualTo(4096);
    assertThat(json("/internal/capabilities").at("/verified_deals/available").asBoolean()).isTrue();
    JsonNode collateral = json("/internal/collateral");
    assertThat(collateral.at("/client_escrow/market/locked/value").asString()).isEqualTo("0");
    assertThat(collateral.at("/provider_collateral/deals").asLong()).isZero();
  }

  @Test
  void onlySistersMayAsk() throws Exception {
    assertThat(get("/internal/wallets", "wrong").statusCode()).isEqualTo(401);
    assertThat(get("/internal/wallets", "").statusCode()).isEqualTo(401);
    assertThat(get("/anything", TOKEN).statusCode()).isEqualTo(401);
    assertThat(get("/actuator/health", "").statusCode()).isEqualTo(200);
    assertThat(get("/actuator/prometheus", "").statusCode()).isEqualTo(401);
    assertThat(get("/actuator/prometheus", TOKEN).statusCode()).isEqualTo(200);
  }

  private static JsonNode json(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = get(path, TOKEN);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body());
  }

  private static HttpResponse<String> get(String path, String token)
      throws IOException, InterruptedException {
    String port = service.getEnvironment().getRequiredProperty("local.server.port");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Authorization", "Bearer " + token)
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }
}
