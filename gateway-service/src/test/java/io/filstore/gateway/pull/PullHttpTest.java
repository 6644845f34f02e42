package io.filstore.gateway.pull;

import static io.filstore.gateway.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.Rows;
import io.filstore.db.chain.Networks;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.event.Event;
import io.filstore.db.event.EventLog;
import io.filstore.gateway.RunningGateway;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a provider does with its key; what the scheduler says is scripted here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PullHttpTest {
  private final MockWebServer scheduler = new MockWebServer();
  private RunningGateway gateway;
  private String key;
  private Deal own;
  private Deal closed;
  private Deal other;

  @BeforeAll
  void start() throws IOException {
    scheduler.start();
    gateway =
        RunningGateway.start(
            "filstore.gateway.scheduler.url=http://127.0.0.1:" + scheduler.getPort(),
            "filstore.gateway.scheduler.internal-token=" + RunningGateway.TOKEN,
            "filstore.gateway.scheduler.timeout=2s");
    JdbcClient jdbc = gateway.database().jdbc();
    Rows.piece(jdbc);
    Rows.wallet(jdbc);
    Rows.provider(jdbc, "f01000", "f01001");
    closed = planned("f01000");
    gateway
        .database()
        .transactions()
        .execute(_ -> deals().apply(closed, DealMove.to(DealState.FAILED).cause("replaced", "x")));
    own = planned("f01000");
    other = planned("f01001");
    HttpResponse<String> made =
        gateway.send(
            gateway
                .request("/api/v1/api-keys")
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"name\":\"their key\",\"scopes\":[\"sp:deals\"],\"provider\":\"t01000\"}")));
    assertThat(json(made).at("/provider").asString()).isEqualTo("f01000");
    key = json(made).at("/key").asString();
  }

  @AfterAll
  void stop() {
    gateway.close();
    scheduler.close();
  }

  private Deal planned(String provider) {
    Deals deals = deals();
    return Objects.requireNonNull(
        gateway
            .database()
            .transactions()
            .execute(_ ->
                deals.insert(
                    new Deals.Plan(Rows.PIECE, provider, Rows.WALLET, "ddo", true, 1, 518_400))));
  }

  private Deals deals() {
    JdbcClient jdbc = gateway.database().jdbc();
    return new Deals(jdbc, new EventLog(jdbc), new Networks(jdbc));
  }

  private HttpResponse<String> get(String path) {
    return gateway.send(theirs(path).GET());
  }

  private HttpResponse<String> post(String path, String body) {
    return gateway.send(
        theirs(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder theirs(String path) {
    return HttpRequest.newBuilder(gateway.uri(path)).header("Authorization", "Bearer " + key);
  }

  private void scheduler(int status, String body) {
    scheduler.enqueue(
        new MockResponse.Builder()
            .code(status)
            .addHeader("Content-Type", "application/json")
            .body(body)
            .build());
  }

  @Test
  void theListIsAskedForTheProviderOfTheKey() throws Exception {
    scheduler(200, "{\"data\":[{\"id\":\"baga1\",\"padded_size\":2048}],\"next\":\"baga1\"}");
    JsonNode page = json(get("/api/v1/sp/offers?min_size=1024&max_size=4096&limit=1"));

    assertThat(page.at("/data/0/padded_size").asLong()).isEqualTo(2048);
    assertThat(target())
        .startsWith("/internal/offers?")
        .contains("provider=f01000", "min_size=1024", "max_size=4096", "limit=1")
        .doesNotContain("after=");

    scheduler(200, "{\"data\":[],\"next\":null}");
    JsonNode rest =
        json(get("/api/v1/sp/offers?cursor=" + page.at("/page/next_cursor").asString()));
    assertThat(target()).contains("after=baga1");
    assertThat(rest.at("/page/next_cursor").isNull()).isTrue();
    assertThat(get("/api/v1/sp/offers?min_size=-1").statusCode()).isEqualTo(400);
    assertThat(get("/api/v1/sp/offers?min_size=large").statusCode()).isEqualTo(400);
  }

  @Test
  void aReservationNamesTheProviderOfTheKeyAndNobodyElse() throws Exception {
    String reserve = "/api/v1/sp/offers/" + Rows.PIECE_V2 + ":reserve";
    scheduler(201, "{\"id\":\"dl_1\",\"state\":\"planned\"}");
    HttpResponse<String> made = post(reserve, "{\"sealing_epochs\":960}");
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(json(made).at("/state").asString()).isEqualTo("planned");
    RecordedRequest asked = scheduler.takeRequest();
    assertThat(asked.getTarget()).isEqualTo("/internal/offers/" + Rows.PIECE + ":reserve");
    JsonNode order =
        JsonMapper.shared().readTree(Objects.requireNonNull(asked.getBody()).toByteArray());
    assertThat(order.at("/provider").asString()).isEqualTo("f01000");
    assertThat(order.at("/sealing_epochs").asLong()).isEqualTo(960);

    scheduler(200, "{\"id\":\"dl_1\"}");
    assertThat(gateway.send(theirs(reserve).POST(BodyPublishers.noBody())).statusCode())
        .isEqualTo(200);
    assertThat(target()).isEqualTo("/internal/offers/" + Rows.PIECE + ":reserve");

    scheduler(409, "{\"code\":\"conflict\",\"detail\":\"f01000 is in quarantine.\"}");
    HttpResponse<String> refused = post(reserve, "{}");
    assertThat(target()).isNotEmpty();
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(json(refused).at("/detail").asString()).isEqualTo("f01000 is in quarantine.");

    assertThat(post(reserve, "{\"provider\":\"f01001\"}").statusCode()).isEqualTo(400);
    assertThat(json(post("/api/v1/sp/offers/x:reserve", "{}")).at("/code").asString())
        .isEqualTo("invalid_cid");
  }

  @Test
  void aReportIsAnEventOfTheDealOnce() {
    String problems = "/api/v1/sp/deals/" + own.id() + "/problems";
    String report = "{\"code\":\"download_failed\",\"text\":\"HTTP 404 for the CAR\"}";
    HttpResponse<String> first = post(problems, report);
    HttpResponse<String> again = post(problems, report);

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(json(again)).isEqualTo(json(first));
    List<Event> told = reported(own);
    assertThat(told).hasSize(1);
    JsonNode data = told.getFirst().data();
    assertThat(data.at("/actor").asString()).isEqualTo("provider");
    assertThat(data.at("/from")).isEqualTo(data.at("/to"));
    assertThat(data.at("/evidence/0/kind").asString()).isEqualTo("provider_report");
    assertThat(data.at("/evidence/0/provider").asString()).isEqualTo("f01000");
    assertThat(data.at("/evidence/0/code").asString()).isEqualTo("download_failed");
    assertThat(data.at("/evidence/0/text").asString()).isEqualTo("HTTP 404 for the CAR");
    assertThat(deals().find(own.id()).orElseThrow().causeCode()).isNull();
  }

  @Test
  void reportsAreOfOnesOwnDealsAndBounded() {
    String report = "{\"code\":\"slow\",\"text\":\"%s\"}";
    for (String id : List.of(other.id(), "dl_unknown")) {
      assertThat(post("/api/v1/sp/deals/" + id + "/problems", report.formatted("x")).statusCode())
          .isEqualTo(404);
    }
    assertThat(reported(other)).isEmpty();
    String problems = "/api/v1/sp/deals/" + closed.id() + "/problems";
    for (String wrong :
        List.of(
            "{\"text\":\"x\"}",
            "{\"code\":\"slow\"}",
            "{\"code\":\"a b\",\"text\":\"x\"}",
            report.formatted("\\u0000"),
            report.formatted("x".repeat(1001)),
            "{\"code\":\"slow\",\"text\":\"x\",\"deal\":1}")) {
      assertThat(post(problems, wrong).statusCode()).as(wrong).isEqualTo(400);
    }
    int refused = 0;
    for (int i = 0; i < 25; i++) {
      refused += post(problems, report.formatted("no " + i)).statusCode() == 429 ? 1 : 0;
    }
    assertThat(refused).isPositive();
    assertThat(reported(closed)).hasSize(20);
  }

  @Test
  void aProvidersKeyOpensNothingElseAndOthersAreNotProviders() {
    for (String path :
        List.of("/api/v1/deals", "/api/v1/uploads", "/api/v1/providers", "/api/v1/api-keys")) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(403);
    }
    HttpResponse<String> operator = gateway.get("/api/v1/sp/offers");
    assertThat(operator.statusCode()).isEqualTo(403);
    assertThat(json(operator).at("/detail").asString())
        .isEqualTo("This is for the key of a provider, which this key is not.");
  }

  private List<Event> reported(Deal deal) {
    return new EventLog(gateway.database().jdbc())
        .of(deal.id(), 0, 100).stream()
            .filter(event -> event.type().equals("deal.problem_reported"))
            .toList();
  }

  private String target() throws InterruptedException {
    return scheduler.takeRequest().getTarget();
  }
}
