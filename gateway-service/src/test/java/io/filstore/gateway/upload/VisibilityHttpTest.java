package io.filstore.gateway.upload;

import static io.filstore.gateway.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.event.Event;
import io.filstore.db.event.EventLog;
import io.filstore.gateway.RunningGateway;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VisibilityHttpTest {
  private RunningGateway gateway;

  @BeforeAll
  void start() {
    gateway = RunningGateway.start();
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  private HttpResponse<String> upload(String query, String... headers) {
    HttpRequest.Builder request =
        gateway
            .request("/api/v1/uploads?name=a" + query)
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofString("x"));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return gateway.send(request);
  }

  private HttpResponse<String> change(String id, String body, String key) {
    return gateway.send(
        gateway
            .request("/api/v1/uploads/" + id)
            .setHeader("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofString(body)));
  }

  private String shown(String id) {
    return json(gateway.get("/api/v1/uploads/" + id)).at("/visibility").asString();
  }

  private List<String> told(String id) {
    return new EventLog(gateway.database().jdbc())
        .of(id, 0, 100).stream()
            .filter(event -> event.type().equals("upload.visibility_changed"))
            .map(Event::data)
            .map(data -> data.at("/visibility").asString())
            .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Public", "everyone"})
  void anythingElseIsRefused(String word) {
    HttpResponse<String> answer = upload("&visibility=" + word);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).at("/detail").asString()).contains("private or public");

    String id = json(upload("")).at("/id").asString();
    String body = "{\"visibility\":\"" + word + "\"}";
    assertThat(change(id, body, gateway.key()).statusCode()).isEqualTo(400);
    assertThat(change(id, "{}", gateway.key()).statusCode()).isEqualTo(400);
    assertThat(change(id, "{\"name\":\"x\"}", gateway.key()).statusCode()).isEqualTo(400);
    assertThat(shown(id)).isEqualTo("private");
  }

  @Test
  void anUploadIsPrivateUnlessItSaysOtherwise() {
    assertThat(json(upload("")).at("/visibility").asString()).isEqualTo("private");
    HttpResponse<String> open = upload("&visibility=public");
    assertThat(json(open).at("/visibility").asString()).isEqualTo("public");
    assertThat(shown(json(open).at("/id").asString())).isEqualTo("public");
  }

  @Test
  void theSameKeyWithAnotherVisibilityIsAnotherRequest() {
    assertThat(upload("&visibility=public", "Idempotency-Key", "v").statusCode()).isEqualTo(201);
    assertThat(upload("&visibility=public", "Idempotency-Key", "v").statusCode()).isEqualTo(201);
    assertThat(upload("", "Idempotency-Key", "v").statusCode()).isEqualTo(422);
  }

  @Test
  void itsOwnerChangesItAndIsToldOncePerChange() {
    String id = json(upload("")).at("/id").asString();

    HttpResponse<String> changed = change(id, "{\"visibility\":\"public\"}", gateway.key());
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    assertThat(json(changed).at("/visibility").asString()).isEqualTo("public");
    assertThat(json(gateway.get("/api/v1/uploads/" + id))).isEqualTo(json(changed));
    change(id, "{\"visibility\":\"public\"}", gateway.key());
    assertThat(told(id)).containsExactly("public");

    change(id, "{\"visibility\":\"private\"}", gateway.key());
    assertThat(told(id)).containsExactly("public", "private");
  }

  @Test
  void nobodyElseChangesIt() {
    String id = json(upload("")).at("/id").asString();
    String other = gateway.newKey("others", Set.of("uploads:write")).reveal();
    String reads = gateway.newKey("tests", Set.of("uploads:read")).reveal();

    assertThat(change(id, "{\"visibility\":\"public\"}", other).statusCode()).isEqualTo(404);
    assertThat(change(id, "{\"visibility\":\"public\"}", reads).statusCode()).isEqualTo(403);
    assertThat(shown(id)).isEqualTo("private");
    assertThat(told(id)).isEmpty();
  }
}
