package io.filstore.gateway.schedule;

import static io.filstore.gateway.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.Rows;
import io.filstore.gateway.RunningGateway;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.Set;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The public side; what the scheduler says is scripted here and real in the end-to-end tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScheduleHttpTest {
  private final MockWebServer scheduler = new MockWebServer();
  private RunningGateway gateway;
  private String policy = "";

  @BeforeAll
  void start() throws IOException {
    scheduler.start();
    gateway =
        RunningGateway.start(
            "filstore.gateway.scheduler.url=http://127.0.0.1:" + scheduler.getPort(),
            "filstore.gateway.scheduler.internal-token=" + RunningGateway.TOKEN);
    policy = json(post("/api/v1/policies", "{\"name\":\"p\"}")).at("/id").asString();
  }

  @AfterAll
  void stop() {
    gateway.close();
    scheduler.close();
  }

  @Test
  void aDryRunIsAskedOfTheSchedulerInItsWords() throws Exception {
    answer(200, "{\"placed\":3}");
    HttpResponse<String> run =
        post(
            "/api/v1/schedules:simulate",
            "{\"pieces\":[{\"padded_size\":2048,\"count\":3}],\"terms\":{\"replicas\":2}}");
    assertThat(json(run).at("/placed").asInt()).as(run.body()).isEqualTo(3);
    RecordedRequest asked = scheduler.takeRequest();
    assertThat(asked.getTarget()).isEqualTo("/internal/schedules:simulate");
    assertThat(body(asked))
        .isEqualTo(
            "{\"pieces\":[{\"padded_size\":2048,\"count\":3}],\"policy_id\":null,\"terms\":{\"replicas\":2}}");

    answer(200, "{\"placed\":1}");
    String pieces = "{\"pieces\":[{\"padded_size\":2048,\"count\":1}]}";
    assertThat(post("/api/v1/policies/" + policy + ":simulate", pieces).statusCode())
        .isEqualTo(200);
    assertThat(body(scheduler.takeRequest())).contains("\"policy_id\":\"" + policy + "\"");
  }

  @Test
  void whatTheSchedulerFindsWrongIsAProblemInItsWords() throws Exception {
    answer(
        400, "{\"code\":\"invalid_request\",\"detail\":\"padded_size 5 is not a power of two\"}");
    HttpResponse<String> wrong =
        post("/api/v1/schedules:simulate", "{\"pieces\":[{\"padded_size\":5,\"count\":3}]}");
    scheduler.takeRequest();
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(json(wrong).at("/detail").asString()).contains("padded_size 5");
    assertThat(post("/api/v1/schedules:simulate", "{\"piece\":[]}").statusCode()).isEqualTo(400);
  }

  @Test
  void aPreflightIsAboutOwnPiecesAndPolicies() throws Exception {
    String piece = Rows.piece(gateway.database().jdbc(), 9);
    String upload = Rows.upload(gateway.database().jdbc(), gateway.accountId("tests"), "a");
    assertThat(preflight("\"piece_cid\":\"" + piece + "\"").statusCode()).isEqualTo(404);
    Rows.prepared(gateway.database().jdbc(), upload, Rows.PAYLOAD, piece);

    answer(200, "{\"ok\":true,\"checks\":[]}");
    HttpResponse<String> ok = preflight("\"piece_cid\":\"" + piece + "\"");
    assertThat(json(ok).at("/ok").asBoolean()).as(ok.body()).isTrue();
    RecordedRequest asked = scheduler.takeRequest();
    assertThat(asked.getTarget()).isEqualTo("/internal/deals:preflight");
    assertThat(body(asked)).contains("\"provider\":\"f01000\"", "\"piece_cid\":\"" + piece + "\"");

    assertThat(preflight("\"piece_cid\":\"nonsense\"").statusCode()).isEqualTo(400);
    assertThat(preflight("\"padded_size\":2048,\"policy_id\":\"pol_others\"").statusCode())
        .isEqualTo(404);
  }

  @Test
  void readingDoesNotAllowToAsk() {
    String reader = gateway.newKey("tests", Set.of("deals:read")).reveal();
    for (String path :
        new String[] {
          "/api/v1/schedules:simulate",
          "/api/v1/deals:preflight",
          "/api/v1/policies",
          "/api/v1/policies/" + policy + ":simulate"
        }) {
      HttpResponse<String> answer =
          gateway.send(
              gateway
                  .request(path)
                  .setHeader("Authorization", "Bearer " + reader)
                  .POST(BodyPublishers.ofString("{}")));
      assertThat(answer.statusCode()).as(path).isEqualTo(403);
    }
  }

  private HttpResponse<String> preflight(String members) {
    return post("/api/v1/deals:preflight", "{\"provider\":\"f01000\"," + members + "}");
  }

  private HttpResponse<String> post(String path, String body) {
    return gateway.send(
        gateway
            .request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private void answer(int status, String body) {
    scheduler.enqueue(
        new MockResponse.Builder()
            .code(status)
            .addHeader("Content-Type", "application/json")
            .body(body)
            .build());
  }

  private static String body(RecordedRequest request) {
    return Objects.requireNonNull(request.getBody()).utf8();
  }
}
