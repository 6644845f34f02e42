package io.filstore.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.allinone.system.FilstoreSystem;
import io.filstore.allinone.system.SystemOptions;
import io.filstore.cli.Filstore;
import io.filstore.cli.console.Streams;
import io.filstore.fixtures.Fixtures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The verbs that ask a gateway, against a running system. */
class GatewayVerbsTest {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path state;

  @TempDir Path folder;

  private record Run(int exit, String out, String err) {}

  @Test
  void aCarIsSentAsOneAndToldOfAndWhatAListDeniesIsRefused() throws Exception {
    Path car = Fixtures.path("formats/car").resolve("v1-root-missing.car");
    Path damaged = Fixtures.path("formats/car").resolve("bad-hash-cid-flip.car");
    try (FilstoreSystem system = FilstoreSystem.start(SystemOptions.isolated(state, Map.of()))) {
      PublicApi api = new PublicApi(system.description());
      Path key = Files.writeString(folder.resolve("key"), api.key() + "\n");
      Path wrong = Files.writeString(folder.resolve("wrong"), "fsk_guess\n");

      Run refused = run(api, wrong, "upload", "send", car.toString(), "--car");
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.err()).startsWith("filstore: ").hasLineCount(1);

      Run broken = run(api, key, "upload", "send", damaged.toString(), "--car", "--wait");
      assertThat(broken.exit()).isEqualTo(1);
      assertThat(broken.out()).contains("state         failed", "car_invalid");

      JsonNode file = json(run(api, key, "upload", "send", car.toString(), "--json"));
      assertThat(file.at("/format").asString()).isEqualTo("files");

      JsonNode sent =
          json(run(api, key, "upload", "send", car.toString(), "--car", "--json", "--wait"));
      assertThat(sent.at("/format").asString()).isEqualTo("car");
      assertThat(sent.at("/state").asString()).as(sent.toString()).isEqualTo("prepared");
      assertThat(sent.at("/car/missing_links").asInt()).isPositive();
      Run shown = run(api, key, "upload", "show", sent.at("/id").asString());
      assertThat(shown.exit()).isZero();
      assertThat(shown.out())
          .contains(
              "format        car",
              "root          " + sent.at("/payload_cid").asString(),
              "missing       " + sent.at("/car/missing_links").asLong(),
              "  " + sent.at("/car/missing/0").asString(),
              "unlinked      " + sent.at("/car/unlinked_blocks").asLong());

      String piece = sent.at("/piece_cid").asString();
      assertThat(api.get(PublicApi.RETRIEVAL, "/piece/" + piece).status()).isEqualTo(200);
      Path list =
          Files.writeString(
              folder.resolve("bad.deny"),
              "name: bad\n---\n/ipfs/%s\n/ipns/example.com\n".formatted(piece));
      Run denied = run(api, key, "denylist", "import", list.toString());
      assertThat(denied.exit()).as(denied.err()).isZero();
      assertThat(denied.out())
          .contains("taken         1", "not taken     1", "line 4: /ipns/example.com: ");
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() ->
              assertThat(api.get(PublicApi.RETRIEVAL, "/piece/" + piece).status()).isEqualTo(451));
    }
  }

  private static Run run(PublicApi api, Path key, String... words) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (PrintStream errors = new PrintStream(err, true, UTF_8)) {
      Streams streams = new Streams(new ByteArrayInputStream(new byte[0]), out, errors, false);
      String gateway = api.uri(PublicApi.GATEWAY, "/").toString();
      String[] all =
          Stream.concat(
                  Stream.of(words), Stream.of("--gateway", gateway, "--key-file", key.toString()))
              .toArray(String[]::new);
      int exit = new Filstore(streams).execute(all);
      return new Run(exit, out.toString(UTF_8), err.toString(UTF_8));
    }
  }

  private static JsonNode json(Run run) {
    assertThat(run.exit()).as(run.err()).isZero();
    return JsonMapper.shared().readTree(run.out());
  }
}
