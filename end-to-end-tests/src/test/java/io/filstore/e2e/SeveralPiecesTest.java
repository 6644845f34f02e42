package io.filstore.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.allinone.system.FilstoreSystem;
import io.filstore.allinone.system.SystemOptions;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An upload larger than a piece, from the gateway to the providers and back. */
class SeveralPiecesTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int REPLICAS = 2;

  @TempDir static Path state;
  private static FilstoreSystem system;
  private static PublicApi api;

  @BeforeAll
  static void start() {
    system =
        FilstoreSystem.start(
            SystemOptions.isolated(
                state, Map.of("PIECE_MAX_SIZE", "2MB", "DEVNET_BLOCK_DELAY", "300ms")));
    api = new PublicApi(system.description());
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  @Test
  void isStoredPieceByPieceAndComesBackByteForByte() throws Exception {
    byte[] content = new byte[3_500_000];
    new Random(20261126).nextBytes(content);

    String id = api.stored("large.bin", content);
    await().atMost(LIMIT).until(() -> text(api.upload(id), "state").equals("prepared"));

    JsonNode upload = api.upload(id);
    List<String> pieces =
        upload.required("pieces").valueStream().map(piece -> text(piece, "piece_cid")).toList();
    assertThat(pieces).hasSize(3).doesNotHaveDuplicates().endsWith(text(upload, "piece_cid"));
    assertThat(read(text(upload, "payload_cid") + "/large.bin")).isEqualTo(content);
    await()
        .atMost(LIMIT)
        .until(() -> text(api.upload(id).path("protection"), "status"), "met"::equals);
    Map<String, Long> copies =
        api.deals(id).stream()
            .filter(deal -> text(deal, "state").equals("active"))
            .collect(Collectors.groupingBy(deal -> text(deal, "piece_cid"), Collectors.counting()));
    assertThat(copies)
        .containsOnlyKeys(pieces)
        .allSatisfy((piece, deals) -> assertThat(deals).isEqualTo(REPLICAS));

    loseCars(pieces);
    assertThat(read(text(upload, "payload_cid") + "/large.bin"))
        .as("from the providers, as nothing is here any more")
        .isEqualTo(content);
  }

  /** Their indexes stay. */
  private static void loseCars(List<String> pieces) throws IOException {
    for (String piece : pieces) {
      Files.delete(state.resolve("cars").resolve(piece + ".car"));
    }
  }

  private static byte[] read(String path) throws Exception {
    HttpRequest request = api.request(PublicApi.RETRIEVAL, "/ipfs/" + path).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.body();
    }
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }
}
