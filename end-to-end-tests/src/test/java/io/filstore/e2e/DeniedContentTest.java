package io.filstore.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.allinone.system.FilstoreSystem;
import io.filstore.allinone.system.SystemOptions;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What an operator says at one door counts at the other. */
class DeniedContentTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final byte[] CONTENT =
      "to be read, then not, then again".repeat(99).getBytes(UTF_8);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path state;

  @Test
  void contentIsDeniedAndLimitedAtTheGatewayAndRefusedByTheRetrievalServer() throws Exception {
    try (FilstoreSystem system = FilstoreSystem.start(SystemOptions.isolated(state, Map.of()))) {
      PublicApi api = new PublicApi(system.description());
      String id = api.stored("a.txt", CONTENT);
      JsonNode upload =
          await()
              .atMost(PATIENCE)
              .until(() -> api.upload(id), one -> one.at("/state").asString().equals("prepared"));
      String content = "/ipfs/" + upload.at("/payload_cid").asString() + "/a.txt";
      String piece = "/piece/" + upload.at("/piece_cid").asString();
      becomes(api, content, 200);

      Answer denied =
          change(
              api,
              "POST",
              "/api/v1/denylist",
              "{\"cid\":\"%s\",\"reason\":\"a court\"}"
                  .formatted(upload.at("/payload_cid").asString()));
      assertThat(denied.status()).as(denied.body()).isEqualTo(201);
      becomes(api, content, 451);
      becomes(api, piece, 451);

      String denial = denied.json().at("/id").asString();
      assertThat(change(api, "DELETE", "/api/v1/denylist/" + denial, "").status()).isEqualTo(204);
      becomes(api, content, 200);

      JsonNode used =
          await()
              .atMost(PATIENCE)
              .until(
                  () -> api.get(PublicApi.GATEWAY, "/api/v1/egress").json(),
                  egress -> egress.at("/bytes").asLong() >= 2L * CONTENT.length);
      String limit = "/api/v1/accounts/" + used.at("/account_id").asString() + "/egress-limit";
      assertThat(change(api, "PUT", limit, "{\"bytes_per_day\":1}").status()).isEqualTo(200);
      becomes(api, content, 429);
    }
  }

  private static Answer change(PublicApi api, String method, String path, String body)
      throws Exception {
    return api.send(
        api.request(PublicApi.GATEWAY, path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)));
  }

  private static void becomes(PublicApi api, String path, int status) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(api.get(PublicApi.RETRIEVAL, path).status()).as(path).isEqualTo(status));
  }
}
