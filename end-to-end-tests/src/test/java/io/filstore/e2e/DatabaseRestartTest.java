package io.filstore.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.allinone.system.FilstoreSystem;
import io.filstore.allinone.system.Health;
import io.filstore.allinone.system.SystemDescription;
import io.filstore.allinone.system.SystemOptions;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * PostgreSQL is stopped and started again under the running services, with one upload on the wire
 * and one on its way to its deals.
 */
class DatabaseRestartTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int SIZE = 300_000;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path state;

  private final Random random = new Random();

  @Test
  void everythingGoesOnAfterPostgresWasAway() throws Exception {
    try (FilstoreSystem system =
        FilstoreSystem.start(
            SystemOptions.isolated(state, Map.of("DEVNET_BLOCK_DELAY", "150ms")))) {
      SystemDescription running = system.description();
      PublicApi api = new PublicApi(running);
      DealStories stories = new DealStories(api);
      PostgresServer postgres = PostgresServer.of(running);
      stories.active(stories.upload(1000));

      try (EventReader reader = new EventReader(api)) {
        byte[] content = content();
        String early = stories.upload(SIZE);
        try (SlowUpload onTheWire =
            SlowUpload.begin(api, "wire", "on-the-wire", content).until(SIZE / 2)) {
          postgres.stop();
          whileItIsAway(api, early);
          assertThat(onTheWire.answer().problem(503, "unavailable")).contains("database");
        }
        postgres.start();
        String late = again(api, content);
        everythingIsThereOnce(running, List.of(early, late));
        nothingWasLostOrDoubled(api, reader);
      }
    }
  }

  private static void whileItIsAway(PublicApi api, String upload) throws Exception {
    unavailable(api.get(PublicApi.GATEWAY, "/api/v1/uploads/" + upload));
    unavailable(api.upload("another", new byte[10]));
    unavailable(
        api.get(
            PublicApi.RETRIEVAL,
            "/piece/baga6ea4seaqao7s73y24kcutaosvacpdjgfe5pw76ooefnyqw4ynr3d2y6x2mpq"));
    for (String service : List.of(PublicApi.GATEWAY, PublicApi.RETRIEVAL)) {
      URI live = api.uri(service, "/actuator/health/liveness");
      assertThat(api.send(HttpRequest.newBuilder(live)).status()).as(service).isEqualTo(200);
    }
    URI ready = api.uri(PublicApi.GATEWAY, "/actuator/health/readiness");
    assertThat(api.send(HttpRequest.newBuilder(ready)).status()).isEqualTo(503);
  }

  private static void unavailable(Answer answer) {
    assertThat(answer.problem(503, "unavailable")).contains("database");
    assertThat(answer.header("retry-after")).isNotEmpty();
    assertThat(answer.json().path("retryable").asBoolean()).isTrue();
  }

  /** What the client does that was told to try again: the same request with the same key. */
  private static String again(PublicApi api, byte[] content) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                api.send(
                    api.request(PublicApi.GATEWAY, "/api/v1/uploads?name=wire")
                        .header("Content-Type", "application/octet-stream")
                        .header("Idempotency-Key", "on-the-wire")
                        .POST(BodyPublishers.ofByteArray(content))),
            answer -> answer.status() == 201)
        .json()
        .required("id")
        .asString();
  }

  private void everythingIsThereOnce(SystemDescription running, List<String> uploads)
      throws Exception {
    PublicApi api = new PublicApi(running);
    DealStories stories = new DealStories(api);
    for (String upload : uploads) {
      assertThat(stories.active(upload)).as(upload).hasSize(2);
    }
    assertThat(api.uploads())
        .hasSize(1 + uploads.size())
        .allMatch(row -> row.path("state").asString().equals("prepared"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(Health.of(running)).allMatch(Health.Reading::isUp));
    assertThat(staged()).isEmpty();
    assertThat(spent(api, running)).isEqualTo(paddedBytesOfAllDeals(api));
  }

  private static void nothingWasLostOrDoubled(PublicApi api, EventReader reader)
      throws InterruptedException {
    try (EventReader whole = new EventReader(api)) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> {
            List<Long> seen = reader.seqs();
            assertThat(seen).isNotEmpty().isEqualTo(whole.seqs());
            assertThat(seen).isEqualTo(LongStream.rangeClosed(1, seen.getLast()).boxed().toList());
          });
    }
  }

  private static BigInteger spent(PublicApi api, SystemDescription running) throws Exception {
    String client =
        api.deals(api.uploads().getFirst().path("id").asString())
            .getFirst()
            .path("client")
            .asString();
    BigInteger left =
        new ApiClient(running.address("gateway"), URI.create(running.chainRpc()), api.key())
            .datacap(client);
    return BigInteger.ONE.shiftLeft(40).subtract(left);
  }

  private static BigInteger paddedBytesOfAllDeals(PublicApi api) throws Exception {
    long bytes = 0;
    for (JsonNode upload : api.uploads()) {
      bytes += 2 * upload.required("padded_size").asLong();
    }
    return BigInteger.valueOf(bytes);
  }

  private byte[] content() {
    byte[] content = new byte[SIZE];
    random.nextBytes(content);
    return content;
  }

  private List<String> staged() throws Exception {
    try (Stream<Path> all = Files.list(state.resolve("staging"))) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .toList();
    }
  }
}
