package io.filstore.gateway.upload;

import static io.filstore.gateway.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.event.Event;
import io.filstore.db.event.EventLog;
import io.filstore.gateway.Form;
import io.filstore.gateway.RunningGateway;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UploadHttpTest {
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
  void aTreeOfFilesBecomesAnUploadWithEntriesEventAndJob() throws IOException {
    HttpResponse<String> response =
        post(
            new Form()
                .file("photos/a.txt", "hello")
                .file("photos/Ünï/世界 \"x\".bin", "world!")
                .file("photos/empty", ""));
    assertThat(response.statusCode()).isEqualTo(201);
    JsonNode upload = json(response);
    String id = upload.at("/id").asString();
    assertThat(response.headers().firstValue("Location")).contains("/api/v1/uploads/" + id);
    assertThat(upload.at("/name").asString()).isEqualTo("photos");
    assertThat(upload.at("/state").asString()).isEqualTo("received");
    assertThat(upload.at("/total_bytes").asLong()).isEqualTo(11);
    assertThat(upload.at("/protection/of").asInt()).isEqualTo(2);
    assertThat(json(gateway.get("/api/v1/uploads/" + id))).isEqualTo(upload);

    JsonNode entries = json(gateway.get("/api/v1/uploads/" + id + "/entries")).at("/data");
    assertThat(entries.valueStream().map(entry -> entry.at("/path").asString()))
        .containsExactly("photos/a.txt", "photos/empty", "photos/Ünï/世界 \"x\".bin");
    assertThat(stagedContents(id)).containsExactlyInAnyOrder("hello", "world!", "");
    assertThat(gateway.bean(EventLog.class).of(id, 0, 10))
        .extracting(Event::type)
        .containsExactly("upload.received");
    assertThat(jobs(id)).isEqualTo(1);
    assertThat(onTheirWay()).isEmpty();
  }

  @Test
  void aPlainBodyIsAFileWithTheGivenName() throws IOException {
    HttpResponse<String> response = plain("?name=%E4%B8%96%E7%95%8C.bin&wrap=false", "bytes");
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(json(response).at("/name").asString()).isEqualTo("世界.bin");
    assertThat(json(response).at("/wrap").asBoolean()).isFalse();
    assertThat(stagedContents(json(response).at("/id").asString())).containsExactly("bytes");
    assertThat(plainWith("X-File-Name", "a%20b.txt").statusCode()).isEqualTo(201);
    assertThat(plainWith("Content-Disposition", "attachment; filename=\"c.txt\"").statusCode())
        .isEqualTo(201);
  }

  @Test
  void anEmptyFileIsAnUpload() {
    assertThat(json(plain("?name=empty", "")).at("/total_bytes").asLong()).isZero();
  }

  static Stream<Form> refused() {
    return Stream.of(
        new Form(),
        new Form().field("name", "no file"),
        new Form().file("../escape", "x"),
        new Form().file("/abs", "x"),
        new Form().file("a\\..\\b", "x"),
        new Form().file("a%00b".replace("%00", "\0"), "x"),
        new Form().file("", "x"),
        new Form().file("same", "1").file("same", "2"),
        new Form().file("a", "1").file("a/b", "2"),
        new Form().file("a/b", "1").file("a", "2"),
        new Form().file("a", "1").file("b", "2").field("wrap", "false"),
        new Form().file("a", "1").field("surprise", "x"),
        new Form().part("Content-Type: text/plain", new byte[] {1}),
        new Form()
            .part(
                "Content-Disposition: form-data; name=\"f\"; filename=\"a\"\r\nContent-Length: 7",
                new byte[3]),
        new Form()
            .part(
                "Content-Disposition: form-data; filename=\"\u00e9\""
                    .getBytes(StandardCharsets.ISO_8859_1),
                new byte[3]));
  }

  @ParameterizedTest
  @MethodSource
  void refused(Form form) throws IOException {
    HttpResponse<String> response = post(form);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertProblem(response, "invalid_request");
    assertNothingLeft();
  }

  @Test
  void limitsAreKept() throws IOException {
    HttpResponse<String> declared = plain("?name=big", "x".repeat((4 << 20) + 1));
    assertThat(declared.statusCode()).isEqualTo(413);
    assertProblem(declared, "too_large");
    byte[] half = new byte[(2 << 20) + 1];
    assertProblem(post(new Form().file("a", half).file("b", half)), "too_large");
    Form many = new Form();
    for (int i = 0; i < 21; i++) {
      many.file("f" + i, "");
    }
    assertProblem(post(many), "too_large");
    assertNothingLeft();
  }

  @Test
  void otherMediaTypesNamesAndDigestsAreRefused() throws IOException {
    HttpResponse<String> json =
        gateway.send(
            gateway
                .request("/api/v1/uploads?name=x")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
    assertThat(json.statusCode()).isEqualTo(415);
    assertProblem(json, "unsupported_media");
    assertProblem(plain("", "x"), "invalid_request");
    assertProblem(plain("?name=%FF", "x"), "invalid_request");
    assertProblem(plain("?name=..", "x"), "invalid_request");
    String wrong = "sha-256=:" + java.util.Base64.getEncoder().encodeToString(new byte[32]) + ":";
    assertProblem(plainWith("Content-Digest", wrong, "?name=d"), "checksum_mismatch");
    String right = "sha-256=:LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=:";
    assertThat(plainWith("Content-Digest", right, "?name=d").statusCode()).isEqualTo(201);
    assertThat(onTheirWay()).isEmpty();
  }

  @Test
  void listsArePagedNewestFirstAndCheapToPoll() {
    for (int i = 0; i < 3; i++) {
      plain("?name=page" + i, "x");
    }
    HttpResponse<String> first = gateway.get("/api/v1/uploads?limit=2");
    assertThat(json(first).at("/data/0/name").asString()).isEqualTo("page2");
    String cursor = json(first).at("/page/next_cursor").asString();
    String link = first.headers().firstValue("Link").orElseThrow();
    assertThat(link).isEqualTo("</api/v1/uploads?limit=2&cursor=" + cursor + ">; rel=\"next\"");
    HttpResponse<String> second = gateway.get(link.substring(1, link.indexOf('>')));
    assertThat(json(second).at("/data/0/name").asString()).isEqualTo("page0");
    String tag = first.headers().firstValue("ETag").orElseThrow();
    assertThat(tag).startsWith("W/");
    assertThat(
            gateway
                .send(gateway.request("/api/v1/uploads?limit=2").header("If-None-Match", tag))
                .statusCode())
        .isEqualTo(304);
    assertProblem(gateway.get("/api/v1/uploads?cursor=x*"), "invalid_request");
    assertProblem(gateway.get("/api/v1/deals?cursor=" + cursor), "invalid_request");
    assertProblem(gateway.get("/api/v1/uploads?limit=0"), "invalid_request");
    assertProblem(gateway.get("/api/v1/uploads?limit=many"), "invalid_request");
  }

  @Test
  void oneUploadHasAStrongTag() {
    String id = json(plain("?name=tagged", "x")).at("/id").asString();
    HttpResponse<String> response = gateway.get("/api/v1/uploads/" + id);
    String tag = response.headers().firstValue("ETag").orElseThrow();
    assertThat(tag).startsWith("\"");
    HttpResponse<String> again =
        gateway.send(gateway.request("/api/v1/uploads/" + id).header("If-None-Match", tag));
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    HttpResponse<String> head =
        gateway.send(
            gateway
                .request("/api/v1/uploads/" + id)
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertThat(head.headers().firstValue("ETag")).contains(tag);
  }

  @Test
  void uploadsOfOthersDoNotExist() {
    String id = json(plain("?name=mine", "x")).at("/id").asString();
    String other = gateway.newKey("other", java.util.Set.of("uploads:read")).reveal();
    for (String path : List.of("/api/v1/uploads/" + id, "/api/v1/uploads/" + id + "/entries")) {
      HttpResponse<String> response =
          gateway.send(
              HttpRequest.newBuilder(gateway.uri(path)).header("Authorization", "Bearer " + other));
      assertThat(response.statusCode()).isEqualTo(404);
      assertProblem(response, "not_found");
    }
  }

  private HttpResponse<String> post(Form form) {
    return gateway.send(form.into(gateway.request("/api/v1/uploads")));
  }

  private HttpResponse<String> plain(String query, String body) {
    return gateway.send(
        gateway
            .request("/api/v1/uploads" + query)
            .header("Content-Type", "application/octet-stream")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> plainWith(String header, String value) {
    return plainWith(header, value, "");
  }

  private HttpResponse<String> plainWith(String header, String value, String query) {
    return gateway.send(
        gateway
            .request("/api/v1/uploads" + query)
            .header("Content-Type", "application/octet-stream")
            .header(header, value)
            .POST(HttpRequest.BodyPublishers.ofString("x")));
  }

  private void assertProblem(HttpResponse<String> response, String code) {
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(json(response).at("/code").asString()).as(response.body()).isEqualTo(code);
    assertThat(json(response).at("/status").asInt()).isEqualTo(response.statusCode());
  }

  private void assertNothingLeft() throws IOException {
    assertThat(onTheirWay()).isEmpty();
    try (Stream<Path> staged = Files.list(gateway.staging())) {
      List<String> ids =
          staged
              .map(path -> path.getFileName().toString())
              .filter(name -> !name.startsWith("."))
              .toList();
      assertThat(ids).allMatch(id -> gateway.bean(UploadCommit.class).exists(id));
    }
  }

  private List<Path> onTheirWay() throws IOException {
    try (Stream<Path> all = Files.walk(gateway.staging().resolve(".receiving"), 2)) {
      return all.filter(path -> path.getFileName().toString().startsWith("upl_")).toList();
    }
  }

  private List<String> stagedContents(String id) throws IOException {
    try (Stream<Path> files = Files.list(gateway.staging().resolve(id))) {
      return files.map(UploadHttpTest::read).toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private long jobs(String id) {
    return gateway
        .database()
        .jdbc()
        .sql(
            "select count(*) from scheduled_tasks where task_name = 'pack' and task_instance like ?")
        .param(id + "%")
        .query(Long.class)
        .single();
  }
}
