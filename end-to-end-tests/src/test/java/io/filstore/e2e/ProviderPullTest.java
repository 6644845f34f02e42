package io.filstore.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.allinone.system.FilstoreSystem;
import io.filstore.allinone.system.SystemOptions;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A provider of which the policy knows nothing takes the copy that nobody else would. */
class ProviderPullTest {
  @TempDir static Path folder;
  private static FilstoreSystem system;
  private static PublicApi api;

  @BeforeAll
  static void start() throws Exception {
    system =
        FilstoreSystem.start(
            SystemOptions.isolated(
                folder.resolve("data"),
                Map.of("DEVNET_BLOCK_DELAY", "150ms", "DEAL_PROVIDERS", "f01000")));
    api = new PublicApi(system.description());
  }

  @AfterAll
  static void stop() throws Exception {
    system.close();
  }

  @Test
  void anOfferIsPulledReservedAndKept() throws Exception {
    DealStories stories = new DealStories(api);
    String upload = stories.upload(3000);
    PublicApi theirs = api.with(key("f01001"));
    JsonNode offer =
        await()
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofMillis(200))
            .until(() -> offers(theirs), offers -> !offers.isEmpty())
            .getFirst();
    assertThat(offer.path("missing").asInt()).isEqualTo(1);

    String reserve = "/api/v1/sp/offers/" + offer.path("id").asString() + ":reserve";
    Answer taken = post(theirs, reserve, "{\"sealing_epochs\":500}");
    assertThat(taken.status()).as(taken.body()).isEqualTo(201);
    Answer again = post(theirs, reserve, "{\"sealing_epochs\":500}");
    assertThat(again.status()).as(again.body()).isEqualTo(200);
    String deal = taken.json().required("id").asString();
    assertThat(again.json().required("id").asString()).isEqualTo(deal);

    assertThat(stories.active(upload))
        .hasSize(2)
        .extracting(one -> one.path("provider").asString())
        .containsExactlyInAnyOrder("f01000", "f01001");
    assertThat(offers(theirs)).isEmpty();
    assertThat(api.deal(deal).at("/start/epoch").asLong()).isPositive();

    String problem = "{\"code\":\"unsealed_copy_lost\",\"text\":\"a disk died\"}";
    assertThat(post(theirs, "/api/v1/sp/deals/" + deal + "/problems", problem).status())
        .isEqualTo(201);
    assertThat(stories.eventTypes(deal)).contains("deal.problem_reported");
  }

  private static List<JsonNode> offers(PublicApi provider) throws Exception {
    Answer answer = provider.get(PublicApi.GATEWAY, "/api/v1/sp/offers?max_size=1048576");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().required("data").valueStream().toList();
  }

  private static String key(String provider) throws Exception {
    Answer made =
        post(
            api,
            "/api/v1/api-keys",
            "{\"name\":\"pull\",\"scopes\":[\"sp:deals\"],\"provider\":\"" + provider + "\"}");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.json().required("key").asString();
  }

  private static Answer post(PublicApi caller, String path, String json) throws Exception {
    HttpRequest.Builder request =
        caller
            .request(PublicApi.GATEWAY, path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json));
    return caller.send(request);
  }
}
