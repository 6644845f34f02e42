package io.filstore.gateway.share;

import static io.filstore.gateway.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.share.Share;
import io.filstore.db.share.ShareText;
import io.filstore.db.share.Shares;
import io.filstore.gateway.RunningGateway;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShareHttpTest {
  private RunningGateway gateway;
  private String upload;

  @BeforeAll
  void start() {
    gateway = RunningGateway.start();
    HttpResponse<String> made =
        gateway.send(
            gateway
                .request("/api/v1/uploads?name=a")
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofString("x")));
    upload = json(made).at("/id").asString();
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  private HttpResponse<String> send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        gateway
            .request("/api/v1/uploads/" + upload + "/shares" + path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return gateway.send(request);
  }

  private Optional<Share> open(String token) {
    ShareText text = ShareText.parse(token).orElseThrow();
    return gateway.bean(Shares.class).open(text.id(), text.hash(RunningGateway.PEPPER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"expires_in\":0}",
        "{\"expires_in\":-1}",
        "{\"expires_in\":31536001}",
        "{\"expires_in\":9223372036854775807}",
        "{\"expires_in\":\"soon\"}",
        "{\"name\":\" \"}",
        "{\"name\":\"a\\u0000\"}",
        "{\"surprise\":1}"
      })
  void whatIsWrongIsRefused(String body) {
    HttpResponse<String> answer = send("POST", "", body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(json(answer).at("/code").asString()).isEqualTo("invalid_request");
  }

  @Test
  void theTokenIsShownOnceAndIsNotStored() {
    HttpResponse<String> made = send("POST", "", "{\"name\":\"for Ada\"}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    String id = json(made).at("/id").asString();
    String token = json(made).at("/token").asString();
    assertThat(token).startsWith("fsl_");
    assertThat(made.headers().firstValue("Location"))
        .contains("/api/v1/uploads/" + upload + "/shares/" + id);

    assertThat(open(token))
        .hasValueSatisfying(share -> {
          assertThat(share.uploadId()).isEqualTo(upload);
          assertThat(Duration.between(share.createdAt(), share.expiresAt()))
              .isBetween(Duration.ofDays(7).minusMinutes(1), Duration.ofDays(7).plusMinutes(1));
        });
    String secret = ShareText.parse(token).orElseThrow().secret();
    assertThat(send("GET", "", "").body()).contains(id).doesNotContain(secret);
    assertThat(send("GET", "/" + id, "").body()).contains("for Ada").doesNotContain(secret);
    assertThat(
            gateway
                .database()
                .jdbc()
                .sql("select share::text from share where id = ?")
                .param(id)
                .query(String.class)
                .single())
        .doesNotContain(secret);
  }

  @Test
  void aReplayedAnswerIsWithoutTheToken() {
    HttpResponse<String> first = send("POST", "", "{}", "Idempotency-Key", "s");
    HttpResponse<String> again = send("POST", "", "{}", "Idempotency-Key", "s");

    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(json(again).at("/id")).isEqualTo(json(first).at("/id"));
    assertThat(json(again).has("token")).isFalse();
    assertThat(again.body()).doesNotContain("fsl_");
  }

  @Test
  void revokingEndsItAtOnce() {
    HttpResponse<String> made = send("POST", "", "{\"expires_in\":31536000}");
    String token = json(made).at("/token").asString();
    String path = "/" + json(made).at("/id").asString();
    assertThat(open(token)).isPresent();

    assertThat(send("DELETE", path, "").statusCode()).isEqualTo(204);

    assertThat(open(token)).isEmpty();
    Instant revoked = Instant.parse(json(send("GET", path, "")).at("/revoked_at").asString());
    assertThat(send("DELETE", path, "").statusCode()).isEqualTo(204);
    assertThat(json(send("GET", path, "")).at("/revoked_at").asString())
        .isEqualTo(revoked.toString());
    assertThat(send("DELETE", "/shr_unknown", "").statusCode()).isEqualTo(404);
  }

  @Test
  void nobodyElseMakesSeesOrEndsThem() {
    HttpResponse<String> made = send("POST", "", "{}");
    String path = "/" + json(made).at("/id").asString();
    String other =
        "Bearer " + gateway.newKey("others", Set.of("uploads:write", "uploads:read")).reveal();

    assertThat(send("POST", "", "{}", "Authorization", other).statusCode()).isEqualTo(404);
    assertThat(send("GET", "", "", "Authorization", other).statusCode()).isEqualTo(404);
    assertThat(send("GET", path, "", "Authorization", other).statusCode()).isEqualTo(404);
    assertThat(send("DELETE", path, "", "Authorization", other).statusCode()).isEqualTo(404);
    assertThat(open(json(made).at("/token").asString())).isPresent();
  }

  @Test
  void theListGoesOnBehindItsPages() {
    String first = json(send("POST", "", "{}")).at("/id").asString();
    String last = json(send("POST", "", "{}")).at("/id").asString();
    StringBuilder ids = new StringBuilder();
    String cursor = "";
    do {
      HttpResponse<String> page = send("GET", "?limit=1" + cursor, "");
      assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
      ids.append(json(page).at("/data/0/id").asString()).append('\n');
      String next = json(page).at("/page/next_cursor").asString("");
      cursor = next.isEmpty() ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());
    assertThat(ids.toString().lines()).doesNotHaveDuplicates().containsSubsequence(first, last);
  }
}
