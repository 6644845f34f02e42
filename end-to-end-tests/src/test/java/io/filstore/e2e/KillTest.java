package io.filstore.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.allinone.system.SystemDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * SIGKILL at ten random moments of ten uploads, a new start each time: whatever was under way ends
 * as if nothing had happened. The database server that each kill leaves behind is dealt with as
 * well.
 */
@Tag("slow")
class KillTest {
  private static final int KILLS = 10;
  private static final int LATEST_MS = 6000;
  private static final Duration START = Duration.ofSeconds(120);
  private static final long SEED = 20261121L;

  @TempDir Path folder;
  private final Random random = new Random(SEED);

  @Test
  void tenKillsEndWithEveryUploadPackedAndDataCapSpentOnce() throws Exception {
    Path state = folder.resolve("data");
    Map<String, String> environment =
        AllInOneProcess.environment(state, Map.of("DEVNET_BLOCK_DELAY", "300ms"));
    List<byte[]> contents = new ArrayList<>();
    Account before = accountAfterOneUpload(state, environment);

    for (int round = 0; round < KILLS; round++) {
      contents.add(content());
      try (AllInOneProcess process = AllInOneProcess.up(state, environment)) {
        ApiClient api = client(process.awaitHealthy(START));
        List<byte[]> sent = List.copyOf(contents);
        CompletableFuture<Void> uploading = CompletableFuture.runAsync(() -> uploadAll(api, sent));
        pause(random.nextInt(LATEST_MS));
        process.kill();
        uploading.exceptionally(broken -> null).get(60, TimeUnit.SECONDS);
      }
    }

    try (AllInOneProcess process = AllInOneProcess.up(state, environment)) {
      everythingIsThereOnce(client(process.awaitHealthy(START)), contents, before);
    }
  }

  /** The client's address and what it has left after a first upload that nobody disturbs. */
  private record Account(String client, BigInteger datacap) {}

  private Account accountAfterOneUpload(Path state, Map<String, String> environment)
      throws Exception {
    try (AllInOneProcess process = AllInOneProcess.train(state, environment)) {
      ApiClient api = client(process.awaitHealthy(START));
      String id = api.upload("first", content(), "first");
      await().atMost(Duration.ofMinutes(2)).until(() -> active(api.deals(id)) == 2);
      String client = api.deals(id).getFirst().path("client").asString();
      return new Account(client, api.datacap(client));
    }
  }

  private static void everythingIsThereOnce(ApiClient api, List<byte[]> contents, Account before)
      throws Exception {
    BigInteger spent = BigInteger.ZERO;
    for (int i = 0; i < contents.size(); i++) {
      String id = api.upload("file-" + i, contents.get(i), "key-" + i);
      await().atMost(Duration.ofMinutes(2)).until(() -> state(api.upload(id)).equals("prepared"));
      await().atMost(Duration.ofMinutes(2)).until(() -> active(api.deals(id)) == 2);

      List<JsonNode> deals = api.deals(id);
      assertThat(deals).hasSize(2);
      assertThat(deals.stream().map(deal -> deal.path("provider").asString()))
          .doesNotHaveDuplicates();
      BigInteger padded = api.upload(id).required("padded_size").bigIntegerValue();
      spent = spent.add(padded.multiply(BigInteger.TWO));
    }
    assertThat(api.datacap(before.client())).isEqualTo(before.datacap().subtract(spent));
  }

  private static void uploadAll(ApiClient api, List<byte[]> contents) {
    for (int i = contents.size() - 1; i >= 0; i--) {
      try {
        api.upload("file-" + i, contents.get(i), "key-" + i);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private byte[] content() {
    byte[] content = new byte[1_000_000 + random.nextInt(4_000_000)];
    random.nextBytes(content);
    return content;
  }

  /** The moment of the kill; nothing is being waited for. */
  private static void pause(int milliseconds) throws InterruptedException {
    assertThat(new CountDownLatch(1).await(milliseconds, TimeUnit.MILLISECONDS)).isFalse();
  }

  private static String state(JsonNode upload) {
    return upload.path("state").asString("");
  }

  private static long active(List<JsonNode> deals) {
    return deals.stream().filter(deal -> state(deal).equals("active")).count();
  }

  private static ApiClient client(SystemDescription system) {
    return new ApiClient(system.address("gateway"), URI.create(system.chainRpc()), system.apiKey());
  }
}
