package io.filstore.gateway.webhook;

import static io.filstore.gateway.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.event.EventLog;
import io.filstore.db.webhook.SecretBox;
import io.filstore.db.webhook.Webhooks;
import io.filstore.gateway.RunningGateway;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookHttpTest {
  private static final String PATH = "/api/v1/webhooks";
  private static final String BODY = "{\"url\":\"https://hooks.example/in\"}";
  private RunningGateway gateway;

  @BeforeAll
  void start() {
    gateway =
        RunningGateway.start(
            "filstore.gateway.webhook.network=calibration", "filstore.gateway.webhook.most=3");
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @AfterEach
  void endAll() {
    jdbc().sql("update webhook set state = 'deleted', disabled_at = null").update();
  }

  @Test
  void aWebhookIsMadeShownListedAndEnded() {
    JsonNode made =
        created(
            "{\"url\":\"https://hooks.example/in?a=1\",\"types\":[\"upload.*\",\"deal.finalized\"]}");
    String id = made.at("/id").asString();
    JsonNode shown = json(gateway.get(PATH + "/" + id));
    assertThat(shown.at("/url").asString()).isEqualTo("https://hooks.example/in?a=1");
    assertThat(shown.at("/types").valueStream().map(JsonNode::asString))
        .containsExactly("deal.finalized", "upload.*");
    assertThat(shown.at("/state").asString()).isEqualTo("enabled");
    assertThat(shown.has("secret")).isFalse();
    created(BODY);
    JsonNode first = json(gateway.get(PATH + "?limit=1"));
    assertThat(first.at("/data/0/id").asString()).isEqualTo(id);
    String cursor = first.at("/page/next_cursor").asString();
    JsonNode second = json(gateway.get(PATH + "?limit=1&cursor=" + cursor));
    assertThat(second.at("/data").size()).isEqualTo(1);
    assertThat(second.at("/data/0/id").asString()).isNotEqualTo(id);
    assertThat(second.at("/page/next_cursor").isNull()).isTrue();
    assertThat(delete(id)).isEqualTo(204);
    assertThat(delete(id)).isEqualTo(404);
    assertThat(gateway.get(PATH + "/" + id).statusCode()).isEqualTo(404);
    assertThat(json(gateway.get(PATH)).at("/data").size()).isEqualTo(1);
    assertThat(secrets(id)).isEmpty();
  }

  @Test
  void theSecretIsShownOnceAndStoredSealed() {
    HttpResponse<String> first = post(PATH, BODY, "hook-once");
    String id = json(first).at("/id").asString();
    String secret = json(first).at("/secret").asString();
    assertThat(secret).matches("whsec_[A-Za-z0-9+/]{43}=");
    HttpResponse<String> again = post(PATH, BODY, "hook-once");
    assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(json(again).at("/id").asString()).isEqualTo(id);
    assertThat(again.body()).doesNotContain("secret");
    assertThat(post(PATH, BODY.replace("/in", "/out"), "hook-once").statusCode()).isEqualTo(422);
    assertThat(gateway.get(PATH + "/" + id).body()).doesNotContain(secret);
    assertThat(secrets(id)).containsExactly(secret);
    String clear =
        jdbc()
            .sql(
                """
                select string_agg(encode(sealed, 'escape'), '') || (select string_agg(convert_from(response_body, 'UTF8'), '')
                  from idempotency_key where response_body is not null) from webhook_secret
                """)
            .query(String.class)
            .single();
    assertThat(clear).doesNotContain(secret.substring(6, 40));
  }

  @Test
  void severalSecretsSignWhileOneIsRotated() {
    String id =
        created(
                "{\"url\":\"https://h.example\",\"secret\":\"the first secret\"}"
                    .replace("the first secret", "the-first-secret"))
            .at("/id")
            .asString();
    HttpResponse<String> rotated = post(PATH + "/" + id + ":rotate", "{}", "turn");
    String second = json(rotated).at("/secret").asString();
    assertThat(secrets(id)).containsExactly(second, "the-first-secret");
    assertThat(post(PATH + "/" + id + ":rotate", "{}", "turn").body()).doesNotContain("secret");
    assertThat(secrets(id)).hasSize(2);
    for (int i = 0; i < 3; i++) {
      assertThat(post(PATH + "/" + id + ":rotate", "{}", null).statusCode()).isEqualTo(200);
    }
    assertProblem(post(PATH + "/" + id + ":rotate", "{}", null), 409, "conflict");
    HttpResponse<String> atOnce =
        post(
            PATH + "/" + id + ":rotate",
            "{\"secret\":\"the-leaked-is-out\",\"overlap_s\":0}",
            null);
    assertThat(json(atOnce).at("/secret").asString()).isEqualTo("the-leaked-is-out");
    assertThat(secrets(id)).containsExactly("the-leaked-is-out");
    assertThat(
            gateway
                .send(gateway.request(PATH + "/" + id + ":rotate").POST(BodyPublishers.noBody()))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void whatCannotBeCalledOrMeantIsRefused() {
    for (String wrong :
        List.of(
            "{}",
            "{\"url\":\"ftp://hooks.example\"}",
            "{\"url\":\"http://hooks.example\"}",
            "{\"url\":\"https://user:pw@hooks.example\"}",
            "{\"url\":\"https://hooks.example/#x\"}",
            "{\"url\":\"https://" + "h".repeat(2100) + "\"}",
            "{\"url\":\"https://h.example\",\"types\":[\"upload.dance\"]}",
            "{\"url\":\"https://h.example\",\"types\":[\"*\"]}",
            "{\"url\":\"https://h.example\",\"types\":[null]}",
            "{\"url\":\"https://h.example\",\"secret\":\"short\"}",
            "{\"url\":\"https://h.example\",\"secret\":\"whsec_no-base64-at-all\"}",
            "{\"url\":\"https://h.example\",\"secret\":\"with space and length\"}",
            "{\"url\":\"https://h.example\",\"extra\":1}")) {
      assertProblem(post(PATH, wrong, null), 400, "invalid_request");
    }
    String id = created(BODY).at("/id").asString();
    assertProblem(
        post(PATH + "/" + id + ":rotate", "{\"overlap_s\":-1}", null), 400, "invalid_request");
    assertProblem(post(PATH + "/" + id + ":replay?after=-1", "", null), 400, "invalid_request");
    assertProblem(post(PATH + "/" + id + ":replay", "", null), 400, "invalid_request");
  }

  @Test
  void anAccountHasOnlySoMany() {
    for (int i = 0; i < 3; i++) {
      created(BODY);
    }
    HttpResponse<String> more = post(PATH, BODY, null);
    assertProblem(more, 403, "quota_exceeded");
    assertThat(json(more).at("/params/limit").asInt()).isEqualTo(3);
  }

  @Test
  void anotherAccountsWebhookIsNotThere() {
    String id = created(BODY).at("/id").asString();
    String key = gateway.newKey("others", Set.of("admin:*")).reveal();
    for (String action : List.of(":rotate", ":enable", ":test", ":replay?after=0")) {
      assertProblem(postAs(key, PATH + "/" + id + action), 404, "not_found");
    }
    for (String path : List.of("/" + id, "/" + id + "/dead-letters")) {
      assertThat(
              gateway
                  .send(gateway.request(PATH + path).setHeader("Authorization", "Bearer " + key))
                  .statusCode())
          .isEqualTo(404);
    }
    assertThat(
            gateway
                .send(
                    gateway
                        .request(PATH + "/" + id)
                        .setHeader("Authorization", "Bearer " + key)
                        .DELETE())
                .statusCode())
        .isEqualTo(404);
    assertThat(
            json(gateway.send(gateway.request(PATH).setHeader("Authorization", "Bearer " + key)))
                .at("/data")
                .size())
        .isZero();
    assertThat(json(gateway.get(PATH + "/" + id)).at("/state").asString()).isEqualTo("enabled");
  }

  @Test
  void whatWasGivenUpIsListedInTheOrderOfEvents() {
    String id = created(BODY).at("/id").asString();
    String neighbour = created(BODY).at("/id").asString();
    EventLog log = gateway.bean(EventLog.class);
    for (int i = 0; i < 3; i++) {
      long seq = log.append("webhook.test", id, Map.of("webhook", id));
      jdbc()
          .sql(
              "insert into webhook_dead_letter (webhook_id, event_seq, url, attempts, last_error) values (?, ?, '', 8, ?)")
          .params(i == 1 ? neighbour : id, seq, "error " + i)
          .update();
    }
    JsonNode first = json(gateway.get(PATH + "/" + id + "/dead-letters?limit=1"));
    assertThat(first.at("/data/0/last_error").asString()).isEqualTo("error 0");
    assertThat(first.at("/data/0/attempts").asInt()).isEqualTo(8);
    assertThat(first.at("/data/0/type").asString()).isEqualTo("webhook.test");
    assertThat(first.at("/data/0/event_id").asString()).startsWith("evt_");
    String cursor = first.at("/page/next_cursor").asString();
    JsonNode second = json(gateway.get(PATH + "/" + id + "/dead-letters?limit=1&cursor=" + cursor));
    assertThat(second.at("/data/0/last_error").asString()).isEqualTo("error 2");
    assertThat(second.at("/data/0/event_seq").asLong())
        .isEqualTo(first.at("/data/0/event_seq").asLong() + 2);
    assertThat(second.at("/page/next_cursor").isNull()).isTrue();
  }

  @Test
  void aDisabledOneIsTakenUpAgainWhereItWas() {
    String id = created(BODY).at("/id").asString();
    assertThat(post(PATH + "/" + id + ":test", "", null).statusCode()).isEqualTo(202);
    jdbc()
        .sql(
            "update webhook set state = 'disabled', disabled_at = now(), failing_since = now() where id = ?")
        .param(id)
        .update();
    assertProblem(post(PATH + "/" + id + ":test", "", null), 409, "conflict");
    long position = json(gateway.get(PATH + "/" + id)).at("/position").asLong();
    JsonNode enabled = json(post(PATH + "/" + id + ":enable", "", null));
    assertThat(enabled.at("/state").asString()).isEqualTo("enabled");
    assertThat(enabled.at("/failing_since").isNull()).isTrue();
    assertThat(enabled.at("/position").asLong()).isEqualTo(position);
    JsonNode replayed = json(post(PATH + "/" + id + ":replay?after=0", "", null));
    assertThat(replayed.at("/position").asLong()).isZero();
  }

  private JsonNode created(String body) {
    HttpResponse<String> response = post(PATH, body, null);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    assertThat(response.headers().firstValue("Location"))
        .contains(PATH + "/" + json(response).at("/id").asString());
    return json(response);
  }

  private int delete(String id) {
    return gateway.send(gateway.request(PATH + "/" + id).DELETE()).statusCode();
  }

  private HttpResponse<String> post(String path, String body, @Nullable String key) {
    var request = gateway.request(path).header("Content-Type", "application/json");
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    return gateway.send(request.POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> postAs(String key, String path) {
    return gateway.send(
        gateway
            .request(path)
            .setHeader("Authorization", "Bearer " + key)
            .POST(BodyPublishers.noBody()));
  }

  /** What would sign at present, newest first. */
  private List<String> secrets(String id) {
    SecretBox box = new SecretBox(RunningGateway.WEBHOOK_KEY);
    return gateway.bean(Webhooks.class).secrets(id).stream()
        .map(sealed -> box.open(sealed, id))
        .toList();
  }

  private JdbcClient jdbc() {
    return gateway.database().jdbc();
  }

  private static void assertProblem(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(json(response).at("/code").asString()).isEqualTo(code);
  }
}
