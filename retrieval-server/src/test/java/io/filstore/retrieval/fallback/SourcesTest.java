package io.filstore.retrieval.fallback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.multiformats.Cid;
import io.filstore.retrieval.RunningServer;
import io.filstore.retrieval.RunningServer.Owner;
import io.filstore.retrieval.RunningServer.Stored;
import io.filstore.retrieval.TestCar;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an operator sees of the sources, and does about one that lied. */
class SourcesTest {
  private static final byte[] BLOCK = "a block that is gone".getBytes(UTF_8);
  private static final String SOURCES = "/internal/fallback/sources";

  @TempDir Path cars;

  /** What the gateway answers with. */
  private volatile byte[] answer = new byte[0];

  @Test
  void whoSendsAWrongBlockIsBlockedSeenCountedAndReset() throws Exception {
    try (RawSource gateway =
            new RawSource((_, out) -> out.write(RawSource.http("200 OK", answer)));
        RunningServer server =
            RunningServer.start(
                cars,
                "filstore.retrieval.fallback.gateways=" + gateway.url(),
                "filstore.retrieval.fallback.allow-private=true")) {
      Owner owner = server.owner("owner", "content:read");
      String path = "/ipfs/" + lost(server, owner) + "?format=raw";
      answer = "wrong bytes".getBytes(UTF_8);
      assertThat(server.get(path, owner.key()).statusCode()).isEqualTo(502);
      answer = BLOCK;
      assertThat(server.get(path, owner.key()).statusCode()).isEqualTo(503);
      assertThat(gateway.asked()).as("not asked any more").hasSize(1);

      String name = gateway.url().replace("http://", "");
      JsonNode blocked = only(server);
      assertThat(blocked.at("/server").asString()).isEqualTo(name);
      assertThat(blocked.at("/kind").asString()).isEqualTo("gateway");
      assertThat(blocked.at("/state").asString()).isEqualTo("blocked");
      assertThat(blocked.at("/wrong").asInt()).isEqualTo(1);
      assertThat(blocked.at("/last_fault").asString()).isEqualTo("sent wrong bytes");
      assertThat(metrics(server))
          .contains("filstore_fallback_failures_total{fault=\"wrong_bytes\",kind=\"gateway\"} 1.0")
          .contains("filstore_fallback_circuits_broken_total{kind=\"gateway\"} 1.0")
          .contains("filstore_fallback_blocked 1.0")
          .doesNotContain(name);

      assertThat(reset(server, "").statusCode()).isEqualTo(404);
      HttpResponse<byte[]> unknown = reset(server, "unknown.example:443");
      assertThat(unknown.statusCode()).isEqualTo(404);
      assertThat(unknown.body()).asString(UTF_8).contains("\"not_found\"", "host:port");
      assertThat(only(server).at("/state").asString()).isEqualTo("blocked");
      assertThat(reset(server, name).statusCode()).isEqualTo(204);

      assertThat(only(server).at("/state").asString()).isEqualTo("asked");
      assertThat(server.get(path, owner.key()).body()).isEqualTo(BLOCK);
      assertThat(only(server).at("/blocks").asInt()).isEqualTo(1);
      assertThat(metrics(server))
          .contains("filstore_fallback_blocks_total{kind=\"gateway\"} 1.0")
          .contains("filstore_fallback_bytes_total{kind=\"gateway\"} " + (double) BLOCK.length)
          .contains("filstore_fallback_took_seconds_count{kind=\"gateway\"} 1")
          .contains("filstore_fallback_blocked 0.0");
    }
  }

  @Test
  void nobodyElseSeesOrChangesThem() throws Exception {
    try (RunningServer server = RunningServer.start(cars)) {
      Owner owner = server.owner("owner", "content:read", "admin:*");
      for (String credentials : new String[] {"", owner.key(), "guess"}) {
        assertThat(server.get(SOURCES, credentials).statusCode()).isEqualTo(401);
        assertThat(server.send("POST", SOURCES + ":reset?server=a:1", credentials).statusCode())
            .isEqualTo(401);
      }
    }
  }

  private static Cid lost(RunningServer server, Owner owner) throws Exception {
    TestCar car = new TestCar();
    Cid cid = car.add(Cid.RAW, BLOCK);
    Stored stored = server.store(owner, car.bytes(), cid, car.blocks());
    Copies.lose(stored);
    return cid;
  }

  private static JsonNode only(RunningServer server) throws Exception {
    HttpResponse<byte[]> answer = server.get(SOURCES, RunningServer.SERVICE_TOKEN);
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode sources = JsonMapper.shared().readTree(answer.body()).required("data");
    assertThat(sources).hasSize(1);
    return sources.get(0);
  }

  private static HttpResponse<byte[]> reset(RunningServer server, String name) throws Exception {
    return server.send("POST", SOURCES + ":reset?server=" + name, RunningServer.SERVICE_TOKEN);
  }

  private static String metrics(RunningServer server) throws Exception {
    return new String(
        server.get("/actuator/prometheus", RunningServer.SERVICE_TOKEN).body(), UTF_8);
  }
}
