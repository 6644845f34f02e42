package io.filstore.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.allinone.system.FilstoreSystem;
import io.filstore.allinone.system.SystemOptions;
import io.filstore.car.CarReader;
import io.filstore.car.CarWriter;
import io.filstore.fixtures.Fixtures;
import io.filstore.multiformats.Cid;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** CARs go in through the public door, and their blocks and bytes come out of the other one. */
class CarUploadTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path state;

  @Test
  void everyBlockOfEveryCarIsServedAndThePieceIsTheCar() throws Exception {
    List<Path> cars = cars();
    byte[] damaged = Fixtures.bytes("formats/car/bad-hash-cid-flip.car");
    try (FilstoreSystem system = FilstoreSystem.start(SystemOptions.isolated(state, Map.of()))) {
      PublicApi api = new PublicApi(system.description());
      String bad = accepted(api, damaged).at("/id").asString();
      Map<String, byte[]> sent = new LinkedHashMap<>();
      for (Path car : cars) {
        byte[] bytes = Files.readAllBytes(car);
        sent.put(accepted(api, bytes).at("/id").asString(), bytes);
      }
      byte[] twoRoots = twoRoots();
      sent.put(accepted(api, twoRoots).at("/id").asString(), twoRoots);
      for (Map.Entry<String, byte[]> each : sent.entrySet()) {
        JsonNode upload = settled(api, each.getKey());
        assertThat(upload.at("/state").asString()).as(upload.toString()).isEqualTo("prepared");
        assertServed(api, upload, each.getValue());
      }
      JsonNode refused = settled(api, bad);
      assertThat(refused.at("/state").asString()).isEqualTo("failed");
      assertThat(refused.at("/failure/code").asString()).isEqualTo("car_invalid");
      assertThat(refused.at("/failure/detail").asString()).contains("does not match its CID");
    }
  }

  private static List<Path> cars() throws IOException {
    try (Stream<Path> files = Files.walk(Fixtures.path("gateway"))) {
      List<Path> gateway =
          files
              .filter(file -> file.toString().endsWith(".car"))
              .filter(car -> roots(car) > 0)
              .sorted()
              .toList();
      return Stream.concat(
              gateway.stream(),
              Stream.of("v2-mh-index.car", "v1-root-missing.car")
                  .map(name -> Fixtures.path("formats/car").resolve(name)))
          .toList();
    }
  }

  private static byte[] twoRoots() throws IOException {
    List<byte[]> blocks = List.of("one block".getBytes(UTF_8), "another".getBytes(UTF_8));
    List<Cid> roots = blocks.stream().map(block -> Cid.sha256(Cid.RAW, block)).toList();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CarWriter writer = new CarWriter(out, roots);
    for (int i = 0; i < blocks.size(); i++) {
      writer.block(roots.get(i), blocks.get(i), 0, blocks.get(i).length);
    }
    return out.toByteArray();
  }

  private static int roots(Path car) {
    try {
      return new CarReader(new ByteArrayInputStream(Files.readAllBytes(car))).roots().size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode accepted(PublicApi api, byte[] car) throws Exception {
    Answer answer =
        api.send(
            api.request(PublicApi.GATEWAY, "/api/v1/uploads")
                .header("Content-Type", "application/vnd.ipld.car")
                .POST(HttpRequest.BodyPublishers.ofByteArray(car)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json();
  }

  private static JsonNode settled(PublicApi api, String id) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> api.upload(id),
            upload -> List.of("prepared", "failed").contains(upload.at("/state").asString()));
  }

  private static void assertServed(PublicApi api, JsonNode upload, byte[] sent) throws Exception {
    CarReader reader = new CarReader(new ByteArrayInputStream(sent));
    assertThat(upload.at("/payload_cid").asString())
        .isEqualTo(reader.roots().getFirst().toV1().toString());
    assertThat(upload.at("/car/root_count").asInt()).isEqualTo(reader.roots().size());
    int blocks = 0;
    for (CarReader.Section s = reader.nextSection(); s != null; s = reader.nextSection()) {
      blocks++;
      HttpResponse<byte[]> block = get(api, "/ipfs/" + s.cid() + "?format=raw");
      assertThat(block.statusCode()).as(s.cid().toString()).isEqualTo(200);
      assertThat(block.body()).isEqualTo(s.data());
    }
    assertThat(upload.at("/car/blocks").asInt()).isEqualTo(blocks);
    HttpResponse<byte[]> piece = get(api, "/piece/" + upload.at("/piece_cid").asString());
    assertThat(piece.statusCode()).isEqualTo(200);
    int from = (int) reader.payloadStart();
    int to = from + piece.body().length;
    assertThat(piece.body()).isEqualTo(Arrays.copyOfRange(sent, from, to));
    assertThat(piece.body().length).isEqualTo(upload.at("/raw_size").asInt());
  }

  private static HttpResponse<byte[]> get(PublicApi api, String path) throws Exception {
    return HTTP.send(api.request(PublicApi.RETRIEVAL, path).build(), BodyHandlers.ofByteArray());
  }
}
