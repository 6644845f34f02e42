package io.filstore.gateway.account;

import static io.filstore.gateway.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.TestDatabase;
import io.filstore.gateway.RunningGateway;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiKeyHttpTest {
  private RunningGateway gateway;

  @BeforeAll
  void start() {
    gateway = RunningGateway.start();
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  void aKeyIsMadeUsedListedAndRevoked() {
    HttpResponse<String> made = make("{\"name\":\"ci\",\"scopes\":[\"uploads:read\"]}", null);
    assertThat(made.statusCode()).isEqualTo(201);
    String id = json(made).at("/id").asString();
    String text = json(made).at("/key").asString();
    assertThat(listWith(text).statusCode()).isEqualTo(200);
    JsonNode all = json(gateway.get("/api/v1/api-keys?limit=1000")).at("/data");
    JsonNode listed =
        all.valueStream()
            .filter(key -> key.at("/id").asString().equals(id))
            .findFirst()
            .orElseThrow();
    assertThat(listed.has("key")).isFalse();
    assertThat(listed.at("/last_used_at").isNull()).isFalse();
    for (int i = 0; i < 2; i++) {
      assertThat(gateway.send(gateway.request("/api/v1/api-keys/" + id).DELETE()).statusCode())
          .isEqualTo(204);
    }
    assertThat(listWith(text).statusCode()).isEqualTo(401);
    assertThat(gateway.send(gateway.request("/api/v1/api-keys/key_x").DELETE()).statusCode())
        .isEqualTo(404);
  }

  @Test
  void theSecretIsNeitherStoredNorReplayed() {
    String body = "{\"name\":\"once\",\"scopes\":[\"uploads:read\"]}";
    HttpResponse<String> first = make(body, "make-once");
    HttpResponse<String> again = make(body, "make-once");
    String secret = json(first).at("/key").asString().split("_", 3)[2];
    assertThat(json(again).has("key")).isFalse();
    assertThat(json(again).at("/id")).isEqualTo(json(first).at("/id"));
    assertThat(make(body.replace("once", "other"), "make-once").statusCode()).isEqualTo(422);
    long found =
        gateway
            .database()
            .jdbc()
            .sql(
                """
                select (select count(*) from api_key where encode(secret_hash, 'escape') like :secret)
                  + (select count(*) from idempotency_key where convert_from(response_body, 'UTF8') like :secret)
                """)
            .param("secret", "%" + secret + "%")
            .query(Long.class)
            .single();
    assertThat(found).isZero();
  }

  @Test
  void aProvidersKeyNamesItAndHasNoOtherScope() {
    for (String wrong :
        List.of(
            "\"scopes\":[\"sp:deals\"]",
            "\"scopes\":[\"deals:read\"],\"provider\":\"f01000\"",
            "\"scopes\":[\"sp:deals\",\"deals:read\"],\"provider\":\"f01000\"",
            "\"scopes\":[\"sp:deals\"],\"provider\":\"f1abc\"")) {
      assertThat(make("{\"name\":\"a\"," + wrong + "}", null).statusCode())
          .as(wrong)
          .isEqualTo(400);
    }
    HttpResponse<String> made =
        make("{\"name\":\"a\",\"scopes\":[\"sp:deals\"],\"provider\":\"f01000\"}", null);
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(json(made).at("/provider").asString()).isEqualTo("f01000");
  }

  @Test
  void badRequestsForKeysAreRefused() {
    assertThat(make("{", null).statusCode()).isEqualTo(400);
    assertThat(make("{\"name\":\"a\",\"scopes\":[]}", null).statusCode()).isEqualTo(400);
    assertThat(make("{\"name\":\"a\",\"scopes\":[\"root\"]}", null).statusCode()).isEqualTo(400);
    assertThat(make("{\"name\":\"\",\"scopes\":[\"uploads:read\"]}", null).statusCode())
        .isEqualTo(400);
    assertThat(make("{\"name\":\"a\",\"scopes\":[\"uploads:read\"],\"x\":1}", null).statusCode())
        .isEqualTo(400);
    assertThat(
            make(
                    "{\"name\":\"a\",\"scopes\":[\"uploads:read\"],\"expires_at\":\"2020-01-01T00:00:00Z\"}",
                    null)
                .statusCode())
        .isEqualTo(400);
    assertThat(make("{\"name\":\"" + "a".repeat(70_000) + "\"}", null).statusCode()).isEqualTo(413);
  }

  @Test
  void theFirstKeyIsWrittenOnceForTheOwnerAlone() throws Exception {
    TestDatabase database = TestDatabase.fresh();
    Path folder = Files.createTempDirectory("first-key");
    Path file = folder.resolve("secrets/api-key");
    String property = "filstore.gateway.account.bootstrap-key-file=" + file;
    String text;
    try (RunningGateway first = startWithoutKey(database, folder, property)) {
      text = Files.readString(file).strip();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(statusWith(first, text)).isEqualTo(200);
    }
    try (RunningGateway again = startWithoutKey(database, folder, property)) {
      assertThat(Files.readString(file).strip()).isEqualTo(text);
    }
    try (RunningGateway afterKill = startWithoutKey(TestDatabase.fresh(), folder, property)) {
      assertThat(statusWith(afterKill, text)).isEqualTo(200);
    }
  }

  private static RunningGateway startWithoutKey(
      TestDatabase database, Path folder, String property) {
    return RunningGateway.start(database, folder.resolve("staging"), property);
  }

  private static int statusWith(RunningGateway gateway, String text) {
    return gateway
        .send(
            HttpRequest.newBuilder(gateway.uri("/api/v1/api-keys"))
                .header("Authorization", "Bearer " + text))
        .statusCode();
  }

  private HttpResponse<String> listWith(String text) {
    return gateway.send(
        HttpRequest.newBuilder(gateway.uri("/api/v1/uploads"))
            .header("Authorization", "Bearer " + text));
  }

  private HttpResponse<String> make(String body, @org.jspecify.annotations.Nullable String key) {
    HttpRequest.Builder request =
        gateway.request("/api/v1/api-keys").header("Content-Type", "application/json");
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    return gateway.send(request.POST(HttpRequest.BodyPublishers.ofString(body)));
  }
}
