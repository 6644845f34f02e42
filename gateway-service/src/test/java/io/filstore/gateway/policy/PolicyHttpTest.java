package io.filstore.gateway.policy;

import static io.filstore.gateway.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.Rows;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.Deals;
import io.filstore.gateway.RunningGateway;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyHttpTest {
  private RunningGateway gateway;
  private JdbcClient jdbc;

  @BeforeAll
  void start() {
    gateway = RunningGateway.start();
    jdbc = gateway.database().jdbc();
    Rows.wallet(jdbc);
    Rows.provider(jdbc, "f01000");
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  void aPolicyIsMadeReadChangedAndRetired() {
    HttpResponse<String> made =
        send("POST", "", body("photos", "{\"replicas\":3,\"fil_budget_attofil\":\"12\"}"));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    String id = json(made).at("/id").asString();
    assertThat(made.headers().firstValue("Location")).contains("/api/v1/policies/" + id);
    assertThat(json(made).at("/terms").toString())
        .isEqualTo("{\"replicas\":3,\"fil_budget_attofil\":\"12\"}");
    assertThat(json(gateway.get("/api/v1/policies/" + id))).isEqualTo(json(made));
    assertThat(ids()).contains(id);

    HttpResponse<String> changed =
        send("PUT", "/" + id + "?version=1", body(null, "{\"replicas\":4}"));
    assertThat(json(changed).at("/version").asLong()).as(changed.body()).isEqualTo(2);
    assertThat(json(changed).at("/terms").toString()).isEqualTo("{\"replicas\":4}");
    HttpResponse<String> late = send("PUT", "/" + id + "?version=1", body(null, "{}"));
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(json(late).at("/detail").asString()).contains("at version 2, not 1");

    assertThat(send("DELETE", "/" + id, null).statusCode()).isEqualTo(204);
    assertThat(send("DELETE", "/" + id, null).statusCode()).isEqualTo(204);
    assertThat(ids()).doesNotContain(id);
    assertThat(json(gateway.get("/api/v1/policies/" + id)).at("/retired_at").isNull()).isFalse();
    assertThat(upload(id).statusCode()).isEqualTo(409);
    assertThat(send("POST", "", body("photos", "{}")).statusCode()).isEqualTo(201);
  }

  @Test
  void aNameIsTakenOnce() {
    assertThat(send("POST", "", body("once", "{}")).statusCode()).isEqualTo(201);
    assertThat(send("POST", "", body("once", "{}")).statusCode()).isEqualTo(409);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"replicas\":0}",
        "{\"replicas\":21}",
        "{\"verified\":\"yes\"}",
        "{\"product\":\"f05\"}",
        "{\"providers\":[\"f3abc\"]}",
        "{\"providers\":[\"f01000\",\"f01000\"]}",
        "{\"denied\":[null]}",
        "{\"distinct\":[\"city\"]}",
        "{\"max_share_percent\":101}",
        "{\"window_utc\":\"25:00-06:00\"}",
        "{\"min_piece_size\":4096,\"max_piece_size\":2048}",
        "{\"renewal\":\"never\"}",
        "{\"fil_budget_attofil\":\"-1\"}",
        "{\"max_price_attofil_per_gib_epoch\":\"1.5\"}",
        "{\"surprise\":1}",
      })
  void whatIsWrongIsRefusedAndNamed(String terms) {
    HttpResponse<String> answer = send("POST", "", body("wrong", terms));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(json(answer).at("/code").asString()).isEqualTo("invalid_request");
    String member = terms.substring(2, terms.indexOf('"', 2));
    if (!member.equals("surprise") && !terms.contains("1.5")) {
      assertThat(json(answer).at("/detail").asString())
          .matches(detail -> detail.contains(member) || detail.contains("max_piece_size"));
    }
  }

  @Test
  void anUploadFollowsThePolicyThatItNames() {
    String id = json(send("POST", "", body("five", "{\"replicas\":5}"))).at("/id").asString();

    JsonNode upload = json(upload(id));

    assertThat(upload.at("/policy").asString()).isEqualTo(id);
    assertThat(upload.at("/protection/of").asInt()).isEqualTo(5);
    assertThat(json(gateway.get("/api/v1/uploads/" + upload.at("/id").asString())))
        .isEqualTo(upload);
    assertThat(upload("pol_unknown").statusCode()).isEqualTo(404);
    assertThat(json(upload("")).at("/code").asString()).isEqualTo("not_found");
  }

  @Test
  void theSameKeyWithAnotherPolicyIsAnotherRequest() {
    String id = json(send("POST", "", body("keyed", "{}"))).at("/id").asString();

    assertThat(upload(id, "k").statusCode()).isEqualTo(201);
    assertThat(upload(id, "k").headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(upload(null, "k").statusCode()).isEqualTo(422);
  }

  @Test
  void whatItsDealsHoldAndCostIsShownAndItsPiecesArePlannedAgain() {
    String id = json(send("POST", "", body("used", "{}"))).at("/id").asString();
    String upload = json(upload(id)).at("/id").asString();
    String piece = Rows.piece(jdbc, 21);
    Rows.prepared(jdbc, upload, Rows.PAYLOAD, piece);
    Deal deal = plan(piece, id);
    jdbc.sql("update deal set price_per_epoch = ? where id = ?")
        .params(new BigDecimal("7"), deal.id())
        .update();
    jdbc.sql("insert into datacap_reservation (deal_id, wallet, bytes) values (?, ?, 1024)")
        .params(deal.id(), Rows.WALLET)
        .update();

    JsonNode used = json(gateway.get("/api/v1/policies/" + id)).at("/used");
    assertThat(used.at("/datacap_bytes").asLong()).isEqualTo(1024);
    assertThat(used.at("/price/value").asString()).isEqualTo("3628800");

    assertThat(planned(piece)).isZero();
    send("PUT", "/" + id + "?version=1", body(null, "{\"replicas\":3}"));
    send("PUT", "/" + id + "?version=2", body(null, "{\"replicas\":4}"));
    assertThat(planned(piece)).isEqualTo(1);
  }

  @Test
  void othersNeitherSeeNorChangeNorUseIt() {
    String id = json(send("POST", "", body("mine", "{}"))).at("/id").asString();
    String key =
        gateway.newKey("others", Set.of("deals:read", "deals:plan", "uploads:write")).reveal();

    for (String method : new String[] {"GET", "PUT", "DELETE"}) {
      HttpResponse<String> answer =
          gateway.send(
              gateway
                  .request("/api/v1/policies/" + id + "?version=1")
                  .setHeader("Authorization", "Bearer " + key)
                  .header("Content-Type", "application/json")
                  .method(method, BodyPublishers.ofString("{}")));
      assertThat(answer.statusCode()).as(method).isEqualTo(404);
    }
    HttpResponse<String> used =
        gateway.send(
            gateway
                .request("/api/v1/uploads?name=a&policy=" + id)
                .setHeader("Authorization", "Bearer " + key)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofString("x")));
    assertThat(used.statusCode()).isEqualTo(404);
  }

  private Deal plan(String piece, String policy) {
    return Objects.requireNonNull(
        gateway
            .bean(TransactionTemplate.class)
            .execute(_ ->
                gateway
                    .bean(Deals.class)
                    .insert(
                        new Deals.Plan(
                            piece, "f01000", Rows.WALLET, "mk12", true, 1, 518_400, policy))));
  }

  private long planned(String piece) {
    return jdbc.sql(
            "select count(*) from scheduled_tasks where task_name = 'plan' and task_instance like ?")
        .param(piece + "%")
        .query(Long.class)
        .single();
  }

  private List<String> ids() {
    return json(gateway.get("/api/v1/policies?limit=1000"))
        .at("/data")
        .valueStream()
        .map(one -> one.at("/id").asString())
        .toList();
  }

  private static String body(@Nullable String name, String terms) {
    return name == null
        ? "{\"terms\":" + terms + "}"
        : "{\"name\":\"" + name + "\",\"terms\":" + terms + "}";
  }

  private HttpResponse<String> send(String method, String path, @Nullable String body) {
    return gateway.send(
        gateway
            .request("/api/v1/policies" + path)
            .header("Content-Type", "application/json")
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> upload(String policy) {
    return upload(policy, null);
  }

  private HttpResponse<String> upload(@Nullable String policy, @Nullable String key) {
    HttpRequest.Builder request =
        gateway
            .request("/api/v1/uploads?name=a" + (policy == null ? "" : "&policy=" + policy))
            .header("Content-Type", "application/octet-stream");
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    return gateway.send(request.POST(BodyPublishers.ofString("x")));
  }
}
