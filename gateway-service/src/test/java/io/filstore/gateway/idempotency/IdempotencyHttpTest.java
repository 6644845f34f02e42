package io.filstore.gateway.idempotency;

import static io.filstore.gateway.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.gateway.Form;
import io.filstore.gateway.RawHttp;
import io.filstore.gateway.RunningGateway;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdempotencyHttpTest {
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
  void theSameRequestTwiceIsOneUpload() {
    HttpResponse<String> first = post("twice", new Form().file("a", "1").file("b", "2"));
    HttpResponse<String> again = post("twice", new Form().file("b", "2").file("a", "1"));
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(again.headers().firstValue("Location"))
        .isEqualTo(first.headers().firstValue("Location"));
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(uploadsWithFirstFile("1")).isEqualTo(1);
  }

  @Test
  void anotherRequestWithTheSameKeyIsRefused() {
    post("reused", new Form().file("a", "one"));
    for (Form other :
        List.of(
            new Form().file("a", "two"),
            new Form().file("b", "one"),
            new Form().file("a", "one").file("b", ""),
            new Form().file("a", "one").field("wrap", "false"))) {
      HttpResponse<String> response = post("reused", other);
      assertThat(response.statusCode()).isEqualTo(422);
      assertThat(json(response).at("/code").asString()).isEqualTo("idempotency_key_reused");
    }
  }

  @Test
  void theKeyOfAnotherAccountIsAnotherKey() {
    post("shared", new Form().file("a", "one"));
    String other = gateway.newKey("second", java.util.Set.of("uploads:write")).reveal();
    HttpResponse<String> response =
        gateway.send(
            new Form()
                .file("a", "two")
                .into(
                    HttpRequest.newBuilder(gateway.uri("/api/v1/uploads"))
                        .header("Authorization", "Bearer " + other)
                        .header("Idempotency-Key", "shared")));
    assertThat(response.statusCode()).isEqualTo(201);
  }

  @Test
  void whileTheFirstRunsTheSecondIsTold() throws Exception {
    try (RawHttp first = begin("running")) {
      first.bytes(new byte[50]);
      HttpResponse<String> second = awaitInProgress("running");
      assertThat(second.headers().firstValue("Retry-After")).isPresent();
      assertThat(json(second).at("/code").asString()).isEqualTo("idempotency_in_progress");
      assertThat(first.bytes(new byte[50]).answer()).startsWith("HTTP/1.1 201");
    }
  }

  @Test
  void aFailedRequestGivesItsKeyBack() throws Exception {
    try (RawHttp first = begin("failed")) {
      first.bytes(new byte[50]);
      awaitInProgress("failed");
      first.cut();
    }
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(post("failed", new Form().file("a", "x")).statusCode()).isEqualTo(201));
  }

  @Test
  void theKeyOfAKilledProcessIsFreeAfterItsLease() {
    gateway
        .database()
        .jdbc()
        .sql(
            """
            insert into idempotency_key (account_id, key, request_hash, expires_at, created_at)
            values (?, 'killed', decode(repeat('00', 32), 'hex'), now() - interval '1 second', now() - interval '1 minute')
            """)
        .param(gateway.accountId("tests"))
        .update();
    assertThat(post("killed", new Form().file("a", "x")).statusCode()).isEqualTo(201);
  }

  @Test
  void manyAtOnceMakeOneUpload() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<HttpResponse<String>>> all =
          java.util.stream.IntStream.range(0, 16)
              .mapToObj(i -> threads.submit(() -> post("race", new Form().file("race", "x"))))
              .toList();
      for (Future<HttpResponse<String>> each : all) {
        assertThat(each.get().statusCode()).isIn(201, 409);
      }
    }
    assertThat(
            gateway
                .database()
                .jdbc()
                .sql("select count(*) from upload where name = 'race'")
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void theKeyMustBeVisibleAscii() {
    HttpResponse<String> response = post("a b", new Form().file("a", "x"));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(post("x".repeat(256), new Form().file("a", "x")).statusCode()).isEqualTo(400);
  }

  private RawHttp begin(String key) throws Exception {
    return new RawHttp(gateway)
        .text(
            "POST /api/v1/uploads?name=slow HTTP/1.1\nHost: x\nConnection: close\nAuthorization: Bearer "
                + gateway.key()
                + "\nContent-Type: application/octet-stream\nContent-Length: 100\nIdempotency-Key: "
                + key
                + "\n\n");
  }

  private HttpResponse<String> awaitInProgress(String key) {
    Awaitility.await()
        .until(() ->
            gateway
                .database()
                .jdbc()
                .sql("select exists (select from idempotency_key where key = ?)")
                .param(key)
                .query(Boolean.class)
                .single());
    HttpResponse<String> second = post(key, new Form().file("a", "x"));
    assertThat(second.statusCode()).isEqualTo(409);
    return second;
  }

  private HttpResponse<String> post(String key, Form form) {
    return gateway.send(
        form.into(gateway.request("/api/v1/uploads").header("Idempotency-Key", key)));
  }

  private long uploadsWithFirstFile(String content) {
    return gateway
        .database()
        .jdbc()
        .sql("select count(*) from upload where total_bytes = ? and file_count = 2")
        .param(content.length() * 2)
        .query(Long.class)
        .single();
  }
}
