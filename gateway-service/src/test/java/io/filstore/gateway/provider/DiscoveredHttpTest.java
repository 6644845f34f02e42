package io.filstore.gateway.provider;

import static io.filstore.gateway.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.discovery.DiscoveredProvider;
import io.filstore.db.discovery.Discoveries;
import io.filstore.db.discovery.DiscoveryWalk;
import io.filstore.gateway.RunningGateway;
import java.math.BigInteger;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What was found on the chain, over HTTP. */
class DiscoveredHttpTest {
  private static final String PATH = "/api/v1/providers/discovered";
  private static final Instant SEEN = Instant.parse("2026-11-28T12:00:00Z");

  private final RunningGateway gateway = RunningGateway.start();
  private final Discoveries discoveries = gateway.bean(Discoveries.class);
  private final String reader = gateway.newKey("reader", Set.of("providers:read")).reveal();

  @AfterEach
  void stop() {
    gateway.close();
  }

  private void found(String id, BigInteger power, @Nullable String problem, String... products) {
    BigInteger price = products.length == 0 ? null : BigInteger.valueOf(50);
    Long min = products.length == 0 ? null : 256L;
    discoveries.save(
        new DiscoveredProvider(
            id,
            power,
            power.multiply(BigInteger.TEN),
            "f0100",
            1L << 35,
            "https://sp.example",
            List.of(products),
            price,
            price,
            min,
            min,
            problem,
            SEEN,
            SEEN),
        1);
  }

  private JsonNode get(String query) {
    return json(
        gateway.send(
            HttpRequest.newBuilder(gateway.uri(PATH + query))
                .header("Authorization", "Bearer " + reader)));
  }

  private static List<String> ids(JsonNode page) {
    return page.at("/data").valueStream().map(each -> each.at("/id").asString()).toList();
  }

  @Test
  void theMostPowerfulComeFirstPageByPage() {
    BigInteger most = BigInteger.ONE.shiftLeft(100);
    found("f01000", BigInteger.TWO, null, "mk12");
    found("f01001", most, null, "ddo", "mk12");
    found("f01003", BigInteger.TWO, "no HTTP server");
    found("f01002", BigInteger.TWO, null, "ddo");

    List<String> all = new ArrayList<>();
    JsonNode page = get("?limit=1");
    for (int i = 0; i < 3; i++) {
      all.addAll(ids(page));
      page = get("?limit=1&cursor=" + page.at("/page/next_cursor").asString());
    }
    all.addAll(ids(page));
    assertThat(page.at("/page/next_cursor").isNull()).isTrue();
    assertThat(all).containsExactly("f01001", "f01000", "f01002", "f01003");

    JsonNode first = get("").at("/data/0");
    assertThat(first.at("/raw_power").asString()).isEqualTo(most.toString());
    assertThat(first.at("/quality_adjusted_power").asString())
        .isEqualTo(most.multiply(BigInteger.TEN).toString());
    assertThat(first.at("/ask/value").asString()).isEqualTo("50");
    assertThat(first.at("/min_piece_size").asLong()).isEqualTo(256);
    assertThat(first.at("/sector_size").asLong()).isEqualTo(1L << 35);
    assertThat(first.at("/base_url").asString()).isEqualTo("https://sp.example");
    assertThat(first.at("/seen_at").asString()).isEqualTo(SEEN.toString());
    assertThat(first.at("/choice").isNull()).isTrue();
    assertThat(get("").at("/data/3/problem").asString()).isEqualTo("no HTTP server");
    assertThat(ids(get("?product=ddo"))).containsExactly("f01001", "f01002");
    assertThat(ids(get("?product=mk12"))).containsExactly("f01001", "f01000");
  }

  @Test
  void beingFoundIsNotBeingAllowed() {
    found("f01000", BigInteger.TWO, null, "ddo");
    assertThat(json(gateway.get("/api/v1/providers/f01000")).at("/status").asInt()).isEqualTo(404);
    assertThat(json(gateway.get("/api/v1/providers")).at("/data")).isEmpty();

    String operator = gateway.newKey("operator", Set.of("providers:manage")).reveal();
    gateway.send(
        HttpRequest.newBuilder(gateway.uri("/api/v1/providers/f01000"))
            .header("Authorization", "Bearer " + operator)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString("{\"choice\":\"allowed\"}")));
    assertThat(get("").at("/data/0/choice/choice").asString()).isEqualTo("allowed");
  }

  @Test
  void theWalkIsToldWithItsProblem() {
    assertThat(get("").at("/walk").isNull()).isTrue();

    DiscoveryWalk begun = discoveries.walkOrFirst();
    discoveries.advance(begun, 1234, 5, 600_000, SEEN);
    JsonNode walk = get("").at("/walk");
    assertThat(walk.at("/position").asLong()).isEqualTo(5);
    assertThat(walk.at("/total").asLong()).isEqualTo(600_000);
    assertThat(walk.at("/started_at").asString()).isEqualTo(SEEN.toString());
    assertThat(walk.at("/last_ended_at").isNull()).isTrue();
    assertThat(walk.at("/rests_until").isNull()).isTrue();

    Instant later = Instant.parse("2100-01-01T00:00:00Z");
    discoveries.pause(discoveries.walkOrFirst(), "the node refuses", later);
    walk = get("").at("/walk");
    assertThat(walk.at("/problem").asString()).isEqualTo("the node refuses");
    assertThat(walk.at("/rests_until").asString()).isEqualTo(later.toString());

    discoveries.end(discoveries.walkOrFirst(), SEEN, later);
    walk = get("").at("/walk");
    assertThat(walk.at("/last_ended_at").asString()).isEqualTo(SEEN.toString());
    assertThat(walk.at("/problem").isNull()).isTrue();
    assertThat(walk.at("/number").asLong()).isEqualTo(2);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    String foreign = cursor("deals\n5\nf01000");
    String noAmount = cursor("discovered-providers\n-5\nf01000");
    for (String query :
        List.of("?product=pdp", "?limit=0", "?cursor=" + foreign, "?cursor=" + noAmount)) {
      assertThat(get(query).at("/status").asInt()).as(query).isEqualTo(400);
    }
    String other = gateway.newKey("other", Set.of("deals:read")).reveal();
    assertThat(
            gateway
                .send(
                    HttpRequest.newBuilder(gateway.uri(PATH))
                        .header("Authorization", "Bearer " + other))
                .statusCode())
        .isEqualTo(403);
  }

  private static String cursor(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
