package io.filstore.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.allinone.system.FilstoreSystem;
import io.filstore.allinone.system.SystemOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A byte of a stored CAR turns over: nobody gets it, it is told, and a provider has the CAR. */
class DamagedCarTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int SIZE = 3_000_000;

  /** In the second block of a mebibyte; the other blocks stay as they are. */
  private static final int DAMAGED_AT = 1_500_000;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path state;

  private final HttpClient http = HttpClient.newHttpClient();

  /** What a reader got before the answer ended, and whether it ended as announced. */
  private record Read(int status, byte[] bytes, boolean whole) {}

  @Test
  void isNeverServedSilentlyAndComesBackFromAProvider() throws Exception {
    byte[] content = new byte[SIZE];
    new Random(11).nextBytes(content);
    try (FilstoreSystem system = FilstoreSystem.start(SystemOptions.isolated(state, Map.of()))) {
      PublicApi api = new PublicApi(system.description());
      String id = api.stored("a.bin", content);
      new DealStories(api).active(id);
      JsonNode upload = api.upload(id);
      String piece = upload.at("/piece_cid").asString();
      String file = "/ipfs/" + upload.at("/payload_cid").asString() + "/a.bin";
      assertThat(upload.at("/staged").asBoolean()).isFalse();
      Path car = car(piece);
      byte[] sound = Files.readAllBytes(car);

      turnOver(car, DAMAGED_AT);

      Read first = read(api, file);
      assertThat(first.status() == 200 && first.whole()).as("status %s", first.status()).isFalse();
      assertPrefix(first, content);

      List<JsonNode> told =
          await()
              .atMost(PATIENCE)
              .until(() -> events(api, piece), events -> types(events).contains("piece.rebuilt"));
      assertThat(types(told)).containsSubsequence("piece.damaged", "piece.rebuilt");
      JsonNode rebuilt = of(told, "piece.rebuilt");
      assertThat(rebuilt.at("/data").toString()).contains("the copy of provider f0");
      assertThat(of(told, "piece.damaged").at("/data/piece_cid").asString()).isEqualTo(piece);

      assertThat(car).hasBinaryContent(sound);
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                Read again = read(api, file);
                assertPrefix(again, content);
                return again;
              },
              again -> again.status() == 200 && again.whole());
      assertThat(read(api, "/piece/" + piece).bytes()).isEqualTo(sound);
      Answer row = api.get(PublicApi.GATEWAY, "/api/v1/pieces/" + piece);
      assertThat(row.json().path("damaged_at").isNull()).as(row.body()).isTrue();
    }
  }

  /** An answer that is no refusal has nothing but right bytes, as far as it goes. */
  private static void assertPrefix(Read read, byte[] content) {
    if (read.status() == 200) {
      assertThat(read.bytes()).isEqualTo(Arrays.copyOf(content, read.bytes().length));
      assertThat(read.whole()).isEqualTo(read.bytes().length == content.length);
    } else {
      assertThat(read.status()).isBetween(500, 599);
    }
  }

  private Read read(PublicApi api, String path) throws InterruptedException {
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    int status = 0;
    try {
      HttpResponse<InputStream> answer =
          http.send(api.request(PublicApi.RETRIEVAL, path).build(), BodyHandlers.ofInputStream());
      status = answer.statusCode();
      try (InputStream in = answer.body()) {
        in.transferTo(got);
      }
      return new Read(status, got.toByteArray(), true);
    } catch (IOException brokenOff) {
      return new Read(status == 0 ? 502 : status, got.toByteArray(), false);
    }
  }

  private Path car(String piece) throws IOException {
    try (Stream<Path> files = Files.walk(state.resolve("cars"))) {
      return files
          .filter(file -> file.getFileName().toString().equals(piece + ".car"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static void turnOver(Path file, long at) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, at);
      one.put(0, (byte) (one.get(0) ^ 1)).flip();
      channel.write(one, at);
    }
  }

  private static List<JsonNode> events(PublicApi api, String piece) throws Exception {
    Answer page =
        api.get(PublicApi.GATEWAY, "/api/v1/events?after=0&limit=1000&topics=piece:" + piece);
    assertThat(page.status()).as(page.body()).isEqualTo(200);
    return page.json().required("data").valueStream().toList();
  }

  private static List<String> types(List<JsonNode> events) {
    return events.stream().map(event -> event.at("/type").asString()).toList();
  }

  private static JsonNode of(List<JsonNode> events, String type) {
    return events.stream()
        .filter(event -> event.at("/type").asString().equals(type))
        .findFirst()
        .orElseThrow();
  }
}
