package io.filstore.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.allinone.system.FilstoreSystem;
import io.filstore.allinone.system.SystemOptions;
import io.filstore.db.event.Documented;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * One upload on its way to its deals, told page by page, over WebSocket, as server-sent events and
 * to a webhook: the same events everywhere, and each as /asyncapi.json describes it.
 */
class PushTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path state;

  @Test
  void everyChannelTellsTheSameEventsAsDescribed() throws Exception {
    try (FilstoreSystem system =
            FilstoreSystem.start(
                SystemOptions.isolated(state, Map.of("DEVNET_BLOCK_DELAY", "150ms")));
        WebhookReceiver receiver = new WebhookReceiver()) {
      PublicApi api = new PublicApi(system.description());
      Documented documented = new Documented(api.get(PublicApi.GATEWAY, "/asyncapi.json").json());
      JsonNode webhook = webhook(api, receiver);
      try (EventReader socket = new EventReader(api);
          EventStream stream = new EventStream(api)) {
        DealStories stories = new DealStories(api);
        stories.active(stories.upload(1000));
        Answer tested =
            api.send(
                api.request(
                        PublicApi.GATEWAY,
                        "/api/v1/webhooks/" + webhook.at("/id").asString() + ":test")
                    .POST(BodyPublishers.noBody()));
        assertThat(tested.status()).isEqualTo(202);

        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> {
              List<JsonNode> page = page(api);
              assertThat(types(page))
                  .contains(
                      "upload.received", "upload.prepared", "deal.state_changed", "webhook.test");
              assertThat(socket.seqs()).isEqualTo(seqs(page));
              assertThat(stream.seqs()).isEqualTo(seqs(page));
              assertThat(new TreeSet<>(receiver.seqs())).containsExactlyElementsOf(seqs(page));
            });
        assertThat(receiver.unsigned(webhook.at("/secret").asString())).isEmpty();
        for (JsonNode event : page(api)) {
          String type = event.at("/type").asString();
          assertThat(documented.messages("webhook")).contains(type);
          assertThat(documented.errors(type, event)).as(event.toString()).isEmpty();
        }
      }
    }
  }

  private static JsonNode webhook(PublicApi api, WebhookReceiver receiver) throws Exception {
    Answer made =
        api.send(
            api.request(PublicApi.GATEWAY, "/api/v1/webhooks")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"url\":\"" + receiver.url() + "\"}")));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.json();
  }

  private static List<JsonNode> page(PublicApi api) throws Exception {
    return api.get(PublicApi.GATEWAY, "/api/v1/events?limit=1000")
        .json()
        .required("data")
        .valueStream()
        .toList();
  }

  private static List<String> types(List<JsonNode> events) {
    return events.stream().map(event -> event.at("/type").asString()).distinct().toList();
  }

  private static List<Long> seqs(List<JsonNode> events) {
    return new ArrayList<>(events.stream().map(event -> event.at("/seq").asLong()).toList());
  }
}
