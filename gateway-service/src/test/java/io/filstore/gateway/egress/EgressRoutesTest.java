package io.filstore.gateway.egress;

import static io.filstore.gateway.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.egress.EgressLedger;
import io.filstore.gateway.RunningGateway;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EgressRoutesTest {
  private static final String UNKNOWN = "acc_01ARZ3NDEKTSV4RRFFQ69G5FAV";

  private RunningGateway gateway;

  @BeforeAll
  void start() {
    gateway = RunningGateway.start("filstore.gateway.egress.bytes-per-day=1GB");
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  private HttpResponse<String> send(String method, String path, String body) {
    return gateway.send(
        gateway
            .request("/api/v1/accounts/" + path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"bytes_per_day\":-1}", "{\"bytes_per_day\":\"x\"}", "{\"bytes\":1}", ""})
  void whatIsWrongIsRefused(String body) {
    HttpResponse<String> answer = send("PUT", gateway.accountId("tests") + "/egress-limit", body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(json(answer).at("/code").asString()).isEqualTo("invalid_request");
  }

  @Test
  void anUnknownAccountIsNotFound() {
    assertThat(send("GET", UNKNOWN + "/egress", "").statusCode()).isEqualTo(404);
    assertThat(send("PUT", UNKNOWN + "/egress-limit", "{\"bytes_per_day\":1}").statusCode())
        .isEqualTo(404);
    assertThat(send("DELETE", UNKNOWN + "/egress-limit", "").statusCode()).isEqualTo(404);
  }

  @Test
  void onlyAnAdminMayLimitAndLookAtOthers() {
    String account = gateway.accountId("reader");
    String key = gateway.newKey("reader", Set.of("content:read", "uploads:read")).reveal();
    for (String[] route :
        new String[][] {
          {"GET", "/egress"}, {"PUT", "/egress-limit"}, {"DELETE", "/egress-limit"}
        }) {
      HttpResponse<String> answer =
          gateway.send(
              gateway
                  .request("/api/v1/accounts/" + account + route[1])
                  .setHeader("Authorization", "Bearer " + key)
                  .method(route[0], BodyPublishers.noBody()));
      assertThat(answer.statusCode()).as(route[0]).isEqualTo(403);
    }
  }

  @Test
  void anAccountSeesWhatWentOutAndItsLimit() {
    String account = gateway.accountId("seen");
    String key = gateway.newKey("seen", Set.of("uploads:read")).reveal();
    EgressLedger ledger = gateway.bean(EgressLedger.class);
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    ledger.add(account, today, 500);
    ledger.add(account, today, 200);
    ledger.add(account, today.minusDays(30), 3);
    ledger.add(account, today.minusDays(40), 4);

    JsonNode before = own(key);
    assertThat(before.at("/account_id").asString()).isEqualTo(account);
    assertThat(before.at("/bytes").asLong()).isEqualTo(700);
    assertThat(before.at("/bytes_per_day").asLong()).isEqualTo(1L << 30);
    assertThat(before.at("/limit_from").asString()).isEqualTo("settings");
    assertThat(before.at("/resets_at").asString()).isEqualTo(today.plusDays(1) + "T00:00:00Z");
    assertThat(before.at("/days").size()).isEqualTo(2);
    assertThat(before.at("/days/0/day").asString()).isEqualTo(today.toString());

    assertThat(send("PUT", account + "/egress-limit", "{\"bytes_per_day\":900}").statusCode())
        .isEqualTo(200);
    assertThat(own(key).at("/bytes_per_day").asLong()).isEqualTo(900);
    assertThat(own(key).at("/limit_from").asString()).isEqualTo("account");

    send("PUT", account + "/egress-limit", "{\"bytes_per_day\":null}");
    assertThat(own(key).at("/bytes_per_day").isNull()).isTrue();
    assertThat(own(key).at("/limit_from").asString()).isEqualTo("account");

    assertThat(json(send("DELETE", account + "/egress-limit", ""))).isEqualTo(before);
    assertThat(json(send("GET", account + "/egress", ""))).isEqualTo(before);
  }

  private JsonNode own(String key) {
    HttpResponse<String> answer =
        gateway.send(gateway.request("/api/v1/egress").setHeader("Authorization", "Bearer " + key));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }
}
