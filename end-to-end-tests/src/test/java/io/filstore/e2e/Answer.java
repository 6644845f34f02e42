package io.filstore.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An HTTP answer as a client sees it, and what every refusal has to look like (RFC 9457). */
record Answer(int status, Map<String, String> headers, String body) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The codes of the product's register that uploads, reads and subscriptions may meet. */
  private static final Set<String> REGISTERED =
      Set.of(
          "invalid_request",
          "invalid_cid",
          "unauthenticated",
          "forbidden",
          "not_found",
          "method_not_allowed",
          "conflict",
          "too_large",
          "unsupported_media",
          "idempotency_in_progress",
          "staging_full",
          "unavailable",
          "retrieval_unavailable");

  static Answer of(HttpResponse<String> response) {
    Map<String, String> headers = new LinkedHashMap<>();
    response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
    return new Answer(response.statusCode(), headers, response.body());
  }

  /** Reads what a server sent over a bare socket until it closed. */
  static Answer parse(String received) {
    int end = received.indexOf("\r\n\r\n");
    assertThat(end).as("an HTTP answer: '%s'", received).isPositive();
    Map<String, String> headers = new LinkedHashMap<>();
    received
        .substring(0, end)
        .lines()
        .skip(1)
        .map(line -> line.split(":", 2))
        .forEach(pair -> headers.put(pair[0].toLowerCase(Locale.ROOT), pair[1].strip()));
    String body = received.substring(end + 4);
    boolean chunked = headers.getOrDefault("transfer-encoding", "").equals("chunked");
    return new Answer(
        Integer.parseInt(received.substring(9, 12)), headers, chunked ? unchunked(body) : body);
  }

  /** Joins the chunks; sizes count bytes, and problems are ASCII. */
  private static String unchunked(String body) {
    StringBuilder whole = new StringBuilder();
    int at = 0;
    while (true) {
      int line = body.indexOf("\r\n", at);
      int size = Integer.parseInt(body.substring(at, line), 16);
      if (size == 0) {
        return whole.toString();
      }
      whole.append(body, line + 2, line + 2 + size);
      at = line + 2 + size + 2;
    }
  }

  JsonNode json() {
    return JSON.readTree(body);
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** Asserts that this is a problem document with the status and code; answers its detail. */
  String problem(int expectedStatus, String expectedCode) {
    assertThat(status).as(body).isEqualTo(expectedStatus);
    assertThat(header("content-type")).as(body).startsWith("application/problem+json");
    JsonNode problem = json();
    assertThat(problem.path("status").asInt()).isEqualTo(expectedStatus);
    return problem(problem, expectedCode);
  }

  /** Asserts the members that every problem document has, also inside a WebSocket frame. */
  static String problem(JsonNode problem, String expectedCode) {
    assertThat(problem.path("code").asString("")).as("%s", problem).isEqualTo(expectedCode);
    assertThat(expectedCode).isIn(REGISTERED);
    assertThat(problem.path("type").asString(""))
        .isEqualTo("https://docs.filstore.example/problems/" + expectedCode.replace('_', '-'));
    assertThat(problem.path("title").asString("")).isNotBlank();
    String detail = problem.path("detail").asString("");
    assertThat(detail)
        .as("%s", problem)
        .endsWith(".")
        .doesNotContain("Exception", "java.", "org.", "/tmp");
    return detail;
  }
}
