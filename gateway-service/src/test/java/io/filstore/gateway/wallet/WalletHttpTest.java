package io.filstore.gateway.wallet;

import static io.filstore.gateway.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.Rows;
import io.filstore.gateway.RunningGateway;
import io.filstore.ids.IdKind;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The public side; what the scheduler says is scripted here and real in the end-to-end tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WalletHttpTest {
  private static final String ADDRESS = "f1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba";

  private final MockWebServer scheduler = new MockWebServer();
  private RunningGateway gateway;

  @BeforeAll
  void start() throws IOException {
    scheduler.start();
    gateway =
        RunningGateway.start(
            "filstore.gateway.scheduler.url=http://127.0.0.1:" + scheduler.getPort(),
            "filstore.gateway.scheduler.internal-token=" + RunningGateway.TOKEN,
            "filstore.gateway.scheduler.timeout=2s");
  }

  @AfterAll
  void stop() {
    gateway.close();
    scheduler.close();
  }

  private void scheduler(int status, String body) {
    scheduler.enqueue(
        new MockResponse.Builder()
            .code(status)
            .addHeader("Content-Type", "application/json")
            .body(body)
            .build());
  }

  private RecordedRequest asked() throws InterruptedException {
    return scheduler.takeRequest();
  }

  private HttpResponse<String> post(String path, String body) {
    return gateway.send(
        gateway
            .request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void questionsGoToTheSchedulerWithTheServiceToken() throws Exception {
    scheduler(200, "{\"data\":[{\"address\":\"" + ADDRESS + "\",\"kind\":\"local\"}]}");

    HttpResponse<String> list = gateway.get("/api/v1/wallets");

    assertThat(list.statusCode()).isEqualTo(200);
    assertThat(json(list).at("/data/0/kind").asString()).isEqualTo("local");
    RecordedRequest asked = asked();
    assertThat(asked.getTarget()).isEqualTo("/internal/wallets");
    assertThat(asked.getHeaders().get("Authorization")).isEqualTo("Bearer " + RunningGateway.TOKEN);

    scheduler(200, "{\"wallet\":\"w\"}");
    assertThat(gateway.get("/api/v1/datacap?wallet=" + ADDRESS).statusCode()).isEqualTo(200);
    assertThat(asked().getTarget()).isEqualTo("/internal/datacap?wallet=" + ADDRESS);
    scheduler(200, "{}");
    assertThat(gateway.get("/api/v1/collateral").statusCode()).isEqualTo(200);
    assertThat(asked().getTarget()).isEqualTo("/internal/collateral");
  }

  @Test
  void allocationsArePagedById() throws Exception {
    scheduler(200, "{\"data\":[{\"id\":3},{\"id\":5},{\"id\":9}]}");

    JsonNode first =
        json(gateway.get("/api/v1/wallets/" + ADDRESS + "/allocations?state=pending&limit=2"));

    assertThat(first.at("/data").valueStream().map(one -> one.path("id").asLong()).toList())
        .containsExactly(3L, 5L);
    assertThat(asked().getTarget()).contains("state=pending", "limit=3").doesNotContain("after");
    scheduler(200, "{\"data\":[{\"id\":9}]}");
    JsonNode second =
        json(
            gateway.get(
                "/api/v1/wallets/%s/allocations?state=pending&limit=2&cursor=%s"
                    .formatted(ADDRESS, first.at("/page/next_cursor").asString())));
    assertThat(asked().getTarget()).contains("after=5");
    assertThat(second.at("/page/next_cursor").isNull()).isTrue();
  }

  /** An address is one segment of the path, whatever is in it. */
  @Test
  void anAddressCannotBecomeAnotherPath() throws Exception {
    scheduler(404, "{\"code\":\"not_found\",\"detail\":\"There is no wallet with this address.\"}");
    assertThat(gateway.get("/api/v1/wallets/a%3Fb/balances").statusCode()).isEqualTo(404);
    assertThat(asked().getTarget()).isEqualTo("/internal/wallets/a%3Fb/balances");
  }

  @Test
  void whatTheSchedulerRefusesIsAProblemInItsWords() throws Exception {
    scheduler(409, "{\"code\":\"conflict\",\"detail\":\"it is only watched\"}");
    HttpResponse<String> refused = post("/api/v1/wallets/" + ADDRESS + "/allocations:reclaim", "");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(json(refused).at("/detail").asString()).isEqualTo("it is only watched");
    assertThat(asked().getTarget())
        .isEqualTo("/internal/wallets/" + ADDRESS + "/allocations:reclaim");

    scheduler(503, "{\"code\":\"chain_unavailable\",\"detail\":\"no answer\"}");
    HttpResponse<String> away = gateway.get("/api/v1/datacap");
    asked();
    assertThat(away.statusCode()).isEqualTo(503);
    assertThat(json(away).at("/code").asString()).isEqualTo("chain_unavailable");
    assertThat(away.headers().firstValue("Retry-After")).isPresent();

    scheduler(500, "<html>secret stack trace</html>");
    HttpResponse<String> broken = gateway.get("/api/v1/collateral");
    asked();
    assertThat(broken.statusCode()).isEqualTo(503);
    assertThat(json(broken).at("/code").asString()).isEqualTo("unavailable");
    assertThat(broken.body()).doesNotContain("secret");
  }

  @Test
  void anImportIsPassedOnOnceItHasTheDocumentedShape() throws Exception {
    assertThat(post("/api/v1/wallets:import", "{\"secret\":1}").statusCode()).isEqualTo(400);
    assertThat(post("/api/v1/wallets:import", "[]").statusCode()).isEqualTo(400);
    scheduler(201, "{\"address\":\"" + ADDRESS + "\"}");

    HttpResponse<String> made =
        post("/api/v1/wallets:import", "{\"kind\":\"watch\",\"address\":\"" + ADDRESS + "\"}");

    assertThat(made.statusCode()).isEqualTo(201);
    RecordedRequest asked = asked();
    assertThat(asked.getTarget()).isEqualTo("/internal/wallets:import");
    assertThat(Objects.requireNonNull(asked.getBody()).utf8())
        .isEqualTo("{\"kind\":\"watch\",\"address\":\"" + ADDRESS + "\"}");
    assertThat(new NewWallet("local", "the key", null, null, null).toString())
        .doesNotContain("the key");
  }

  @Test
  void aRepeatedRequestIsAnsweredFromMemory() throws Exception {
    String path = "/api/v1/wallets/" + ADDRESS + "/allocations:reclaim";
    scheduler(202, "{\"id\":\"rcl_1\",\"state\":\"open\"}");

    HttpResponse<String> first = withKey(path, "");
    HttpResponse<String> again = withKey(path, "");

    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(asked().getTarget()).endsWith("allocations:reclaim");
    HttpResponse<String> other =
        withKey("/api/v1/wallets:import", "{\"kind\":\"watch\",\"address\":\"f01\"}");
    assertThat(other.statusCode()).isEqualTo(422);
  }

  private HttpResponse<String> withKey(String path, String body) {
    return gateway.send(
        gateway
            .request(path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", "once")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void readingDoesNotAllowToChange() {
    String reader = gateway.newKey("tests", Set.of("wallets:read")).reveal();
    for (String path :
        List.of("/api/v1/wallets:import", "/api/v1/wallets/" + ADDRESS + "/allocations:reclaim")) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(gateway.uri(path))
              .header("Authorization", "Bearer " + reader)
              .POST(HttpRequest.BodyPublishers.noBody());
      assertThat(gateway.send(request).statusCode()).as(path).isEqualTo(403);
    }
  }

  @Test
  void theLedgersAccountsAreTheSumsOfTheirEntries() {
    JdbcClient jdbc = gateway.database().jdbc();
    Rows.wallet(jdbc);
    String wallet = Rows.WALLET;
    Rows.piece(jdbc);
    Rows.provider(jdbc, "f01000", "f01001", "f01002");
    int n = 0;
    for (String state : List.of("reserved", "spent", "released")) {
      String deal = IdKind.DEAL.next();
      jdbc.sql(
              """
              insert into deal (id, piece_cid, provider, wallet, product, verified, state, duration_epochs)
              values (?, ?, ?, ?, 'ddo', true, 'planned', 518400)
              """)
          .params(deal, Rows.PIECE, "f0100" + n++, wallet)
          .update();
      jdbc.sql(
              """
              insert into datacap_reservation (deal_id, wallet, bytes, state, settled_at)
              values (?, ?, ?, ?, case when ? = 'reserved' then null else now() end)
              """)
          .params(deal, wallet, 1L << (10 + n), state, state)
          .update();
    }
    jdbc.sql(
            """
            insert into datacap_reclaim (id, wallet, allocation_ids, state, recovered_bytes, settled_at)
            values (?, ?, '{7}', 'done', 1024, now())
            """)
        .params(IdKind.RECLAIM.next(), wallet)
        .update();

    JsonNode page = json(gateway.get("/api/v1/wallets/" + wallet + "/ledger?limit=4"));
    JsonNode rest =
        json(
            gateway.get(
                "/api/v1/wallets/%s/ledger?limit=4&cursor=%s"
                    .formatted(wallet, page.at("/page/next_cursor").asString())));

    assertThat(page.path("data")).hasSize(4);
    assertThat(rest.path("data")).hasSize(2);
    List<JsonNode> all =
        Stream.concat(page.path("data").valueStream(), rest.path("data").valueStream()).toList();
    assertThat(all).extracting(one -> one.path("id").asString()).doesNotHaveDuplicates();
    assertThat(balance(all, "datacap:reserved")).isEqualTo(1 << 11);
    assertThat(balance(all, "datacap:allocated")).isEqualTo((1 << 12) - 1024);
    assertThat(balance(all, "datacap:spendable")).isEqualTo(-(1 << 11) - (1 << 12) + 1024);
    assertThat(gateway.get("/api/v1/wallets/f1none/ledger").statusCode()).isEqualTo(404);
  }

  private static long balance(List<JsonNode> entries, String account) {
    return entries.stream()
        .mapToLong(one -> {
          long amount = Long.parseLong(one.path("amount").asString());
          long in = one.path("to_account").asString().equals(account) ? amount : 0;
          long out = one.path("from_account").asString().equals(account) ? amount : 0;
          return in - out;
        })
        .sum();
  }
}
