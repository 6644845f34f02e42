package io.filstore.gateway.account;

import static io.filstore.gateway.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.gateway.RawHttp;
import io.filstore.gateway.RunningGateway;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.web.servlet.handler.AbstractHandlerMethodMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RouteSecurityTest {
  private RunningGateway gateway;

  @BeforeAll
  void start() {
    gateway = RunningGateway.start();
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  private record Mapped(String method, String pattern) implements Comparable<Mapped> {
    String path() {
      return pattern.replaceAll("\\{[^}]*}", "x").replace("/**", "/x").replace("*", "x");
    }

    @Override
    public int compareTo(Mapped other) {
      return toString().compareTo(other.toString());
    }
  }

  /** Every route that the running context maps, of whichever library, and the WebSocket. */
  private Set<Mapped> routes() {
    Set<Mapped> routes = new TreeSet<>();
    gateway
        .beans(RequestMappingInfoHandlerMapping.class)
        .map(AbstractHandlerMethodMapping::getHandlerMethods)
        .flatMap(methods -> methods.keySet().stream())
        .forEach(info -> add(routes, info));
    routes.add(new Mapped("GET", "/ws/deals"));
    routes.add(new Mapped("GET", "/api/v1/events/ws"));
    return routes;
  }

  private static void add(Set<Mapped> routes, RequestMappingInfo info) {
    for (String pattern : info.getPatternValues()) {
      var methods = info.getMethodsCondition().getMethods();
      if (methods.isEmpty()) {
        routes.add(new Mapped("GET", pattern));
      }
      methods.forEach(method -> routes.add(new Mapped(method.name(), pattern)));
    }
  }

  @Test
  void noRouteAnswersWithoutAKeyExceptHealth() {
    Set<Mapped> routes = routes();
    assertThat(routes)
        .extracting(Mapped::pattern)
        .contains(
            "/api/v1/uploads",
            "/api/v1/deals/{id}/history",
            "/openapi.json",
            "/actuator/prometheus");
    for (Mapped route : routes) {
      boolean open = Routes.PUBLIC.contains(route.pattern());
      HttpResponse<String> response = gateway.send(request(route.method(), route.path()));
      if (open) {
        assertThat(response.statusCode()).as(route.toString()).isIn(200, 503);
      } else {
        assertThat(response.statusCode()).as(route.toString()).isEqualTo(401);
        assertThat(json(response).at("/code").asString()).isEqualTo("unauthenticated");
        assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
      }
    }
  }

  @Test
  void everyRouteOfTheApiNeedsAScope() {
    String without = gateway.newKey("tests", Set.of("content:read")).reveal();
    for (Mapped route : routes()) {
      if (route.pattern().startsWith("/api/") || route.pattern().startsWith("/ws/")) {
        HttpResponse<String> response =
            gateway.send(
                request(route.method(), route.path()).header("Authorization", "Bearer " + without));
        assertThat(response.statusCode()).as(route.toString()).isEqualTo(403);
        assertThat(json(response).at("/code").asString()).isEqualTo("forbidden");
      }
    }
  }

  @Test
  void wrongKeysAreRefused() {
    String right = gateway.key();
    for (String header :
        List.of(
            "Bearer " + right.substring(0, right.length() - 2) + "AA",
            "Bearer fsk_x",
            "Bearer",
            "Basic " + right,
            right)) {
      HttpResponse<String> response =
          gateway.send(
              HttpRequest.newBuilder(gateway.uri("/api/v1/uploads"))
                  .header("Authorization", header));
      assertThat(response.statusCode()).as(header).isEqualTo(401);
    }
  }

  @Test
  void everythingThatGoesWrongIsAProblem() throws Exception {
    assertProblem(gateway.get("/api/v1/nothing"), 404, "not_found");
    assertProblem(gateway.get("/"), 404, "not_found");
    assertProblem(gateway.get("/api/v1/uploads/upl_unknown"), 404, "not_found");
    assertProblem(gateway.get("/api/v1/deals/dl_unknown"), 404, "not_found");
    assertProblem(gateway.get("/api/v1/pieces/nonsense"), 400, "invalid_cid");
    assertProblem(
        gateway.get(
            "/api/v1/pieces/baga6ea4seaqao7s73y24kcutaosvacpdjgfe5pw76ooefnyqw4ynr3d2y6x2mpq"),
        404,
        "not_found");
    assertProblem(gateway.get("/api/v1/deals?state=sleeping"), 400, "invalid_request");
    assertProblem(gateway.get("/api/v1/uploads/a%2Fb"), 400, "invalid_request");
    HttpResponse<String> method =
        gateway.send(
            gateway
                .request("/api/v1/uploads")
                .method("PATCH", HttpRequest.BodyPublishers.noBody()));
    assertProblem(method, 405, "method_not_allowed");
    assertThat(method.headers().firstValue("Allow")).isPresent();
    assertProblem(
        gateway.send(gateway.request("/api/v1/uploads").header("Accept", "text/csv")),
        406,
        "not_acceptable");
    try (RawHttp raw = new RawHttp(gateway)) {
      raw.text(
          "GET /health HTTP/1.1\nHost: x\nConnection: close\nX-Long: "
              + "x".repeat(20_000)
              + "\n\n");
      assertThat(raw.answer())
          .startsWith("HTTP/1.1 4")
          .contains("problem+json")
          .contains("\"code\"");
    }
    try (RawHttp raw = new RawHttp(gateway)) {
      assertThat(raw.text("GET /<> HTTP/1.1\nHost: x\nConnection: close\n\n").answer())
          .startsWith("HTTP/1.1 400")
          .contains("invalid_request");
    }
  }

  @Test
  void answersCarryTheRequestIdAndSecurityHeadersAndNoCors() {
    HttpResponse<String> response =
        gateway.send(
            gateway
                .request("/api/v1/uploads")
                .header("X-Request-Id", "my-id-1")
                .header("Origin", "https://evil.example")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
    assertThat(response.headers().firstValue("X-Request-Id")).contains("my-id-1");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'");
    assertThat(response.headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
    HttpResponse<String> strange =
        gateway.send(gateway.request("/api/v1/none").header("X-Request-Id", "a b<script>"));
    String own = strange.headers().firstValue("X-Request-Id").orElseThrow();
    assertThat(own).startsWith("req_");
    assertThat(json(strange).at("/trace_id").asString()).isEqualTo(own);
  }

  @Test
  void theApiDescribesItself() {
    JsonNode document = json(gateway.get("/openapi.json"));
    assertThat(document.at("/openapi").asString()).startsWith("3.1");
    assertThat(document.at("/paths").propertyNames())
        .contains("/api/v1/uploads", "/api/v1/pieces/{pieceCid}", "/api/v1/deals/{id}/history");
    assertThat(document.at("/components/schemas/UploadView/properties").propertyNames())
        .contains("payload_cid", "piece_cid_v2");
    JsonNode upload = document.at("/paths").get("/api/v1/uploads").get("post");
    assertThat(upload.at("/requestBody/content").propertyNames())
        .containsExactlyInAnyOrder(
            "multipart/form-data", "application/octet-stream", "application/vnd.ipld.car");
    assertThat(upload.at("/responses").propertyNames()).contains("201", "default");
    assertThat(document.at("/components/schemas/Problem/properties").propertyNames())
        .contains("code", "retry_after_s");
    assertThat(document.at("/components/securitySchemes/api_key/scheme").asString())
        .isEqualTo("bearer");
  }

  private HttpRequest.Builder request(String method, String path) {
    return HttpRequest.newBuilder(gateway.uri(path))
        .method(method, HttpRequest.BodyPublishers.noBody());
  }

  private static void assertProblem(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    assertThat(json(response).at("/code").asString()).isEqualTo(code);
    assertThat(json(response).at("/type").asString())
        .isEqualTo("https://docs.filstore.example/problems/" + code.replace('_', '-'));
  }
}
