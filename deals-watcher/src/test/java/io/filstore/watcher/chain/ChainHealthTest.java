package io.filstore.watcher.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.db.TestDatabase;
import io.filstore.watcher.WatcherService;
import io.filstore.watcher.market.FixtureNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The health detail {@code chain} of a running watcher. */
@ExtendWith(OutputCaptureExtension.class)
class ChainHealthTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private final OkHttpClient http = new OkHttpClient();

  @Test
  void showsTheHeadAndTellsAnOutageOnce(CapturedOutput output) throws IOException {
    TestDatabase database = TestDatabase.fresh();
    FixtureNode node = new FixtureNode(currentEpoch());
    try (WatcherService watcher =
        WatcherService.start(
            database,
            "LOTUS_RPC=" + node.rpc(),
            "DEAL_MONITOR_INTERVAL=200ms",
            "CHAIN_STALE_AFTER=1h")) {
      await().atMost(SOON).until(() -> chain(watcher).at("/status").asString().equals("UP"));
      assertThat(chain(watcher).at("/details/head_epoch").asLong()).isPositive();
      assertThat(chain(watcher).at("/details/network").asString()).isEqualTo("testnetnet");

      assertThat(chain(watcher).at("/details/endpoints/0").asString()).endsWith(": ok");

      node.close();
      await().atMost(SOON).until(() -> chain(watcher).at("/status").asString().equals("STALE"));
      await().atMost(SOON).until(() -> outage(watcher).contains("StateNetworkName"));
      assertThat(outage(watcher)).contains("Connect");
      assertThat(chain(watcher).at("/details/heads/0").asString())
          .isEqualTo(node.rpc() + ": polled, no WebSocket: HTTP 405");
      assertThat(chain(watcher).at("/details/endpoints/0").asString()).contains("Connect");
      await().atMost(SOON).until(() -> chain(watcher).at("/details/head_age_s").asLong() >= 2);
      assertThat(get(watcher, "/actuator/health/readiness").code()).isEqualTo(200);
      assertThat(get(watcher, "/actuator/prometheus").code()).isEqualTo(401);
      assertThat(get(watcher, "/actuator/prometheus", WatcherService.TOKEN).body())
          .contains("filstore_chain_head_age_seconds");
      assertThat(output.getOut().split("cannot be used, deals stay", -1)).hasSize(2);
    }
  }

  @Test
  void answersNothingElseWithoutTheToken() throws IOException {
    try (WatcherService watcher =
        WatcherService.start(
            TestDatabase.fresh(), "FILSTORE_KEYSTORE_PASSWORD=a password of the tests")) {
      assertThat(get(watcher, "/actuator/health").code()).isEqualTo(200);
      assertThat(get(watcher, "/internal/anything").code()).isEqualTo(401);
      assertThat(get(watcher, "/anything").code()).isEqualTo(401);
      assertThat(get(watcher, "/internal/anything").body()).contains("\"unauthenticated\"");
    }
  }

  private static long currentEpoch() {
    return (Instant.now().getEpochSecond() - FixtureNode.GENESIS) / FixtureNode.BLOCK_DELAY_S;
  }

  private String outage(WatcherService watcher) throws IOException {
    return chain(watcher).at("/details/outage").asString();
  }

  private JsonNode chain(WatcherService watcher) throws IOException {
    return JsonMapper.builder()
        .build()
        .readTree(get(watcher, "/actuator/health").body())
        .at("/components/chain");
  }

  private record Answer(int code, String body) {}

  private Answer get(WatcherService watcher, String path) throws IOException {
    return get(watcher, path, "");
  }

  private Answer get(WatcherService watcher, String path, String token) throws IOException {
    Request request =
        new Request.Builder()
            .url(watcher.url(path))
            .header("Authorization", "Bearer " + token)
            .build();
    try (Response response = http.newCall(request).execute()) {
      return new Answer(response.code(), response.body().string());
    }
  }
}
