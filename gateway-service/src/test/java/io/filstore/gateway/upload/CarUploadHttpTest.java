package io.filstore.gateway.upload;

import static io.filstore.gateway.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.car.CarConversion;
import io.filstore.car.CarWriter;
import io.filstore.gateway.RunningGateway;
import io.filstore.multiformats.Cid;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A body that is a CAR. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CarUploadHttpTest {
  private static final byte[] BLOCK = "a block".getBytes(StandardCharsets.UTF_8);
  private static final Cid ROOT = Cid.sha256(Cid.RAW, BLOCK);

  private RunningGateway gateway;

  @BeforeAll
  void start() {
    gateway = RunningGateway.start();
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  static Stream<byte[]> noCars() {
    HexFormat hex = HexFormat.of();
    return Stream.of(
        new byte[0],
        new byte[1],
        hex.parseHex("80"),
        hex.parseHex("8000"),
        hex.parseHex("ffffffffffffffffff01"),
        hex.parseHex("ffffff7f"),
        "<html><body>no CAR at all</body></html>".getBytes(StandardCharsets.UTF_8),
        hex.parseHex("0aa16776657273696f6e02"),
        hex.parseHex("0aa16776657273696f6e03"),
        hex.parseHex("11a265726f6f7473806776657273696f6e01"));
  }

  @ParameterizedTest
  @MethodSource("noCars")
  void aBodyThatDoesNotBeginAsACarIsRefused(byte[] body) {
    HttpResponse<String> answer = post("", body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(json(answer).at("/code").asString()).isEqualTo("invalid_request");
    assertThat(json(answer).at("/detail").asString()).contains("CAR");
  }

  @Test
  void aHeaderThatIsCutOffIsRefused() throws IOException {
    assertThat(post("", Arrays.copyOf(car(), 30)).statusCode()).isEqualTo(400);
  }

  @Test
  void aCarIsAnUploadOfItsOwnFormat(@TempDir Path folder) throws IOException {
    byte[] v1 = car();
    for (byte[] car : List.of(v1, v2(v1, folder.resolve("v2")))) {
      HttpResponse<String> answer = post("", car);

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
      JsonNode upload = json(answer);
      assertThat(upload.at("/format").asString()).isEqualTo("car");
      assertThat(upload.at("/name").asString()).isEqualTo("upload.car");
      assertThat(upload.at("/wrap").asBoolean()).isFalse();
      assertThat(upload.at("/total_bytes").asLong()).isEqualTo(car.length);
      assertThat(upload.at("/car").isObject()).isFalse();
    }
  }

  @Test
  void theReportIsShownOnceItIsThere() throws IOException {
    String id = json(post("?name=a.car", car())).at("/id").asString();
    gateway
        .bean(JdbcClient.class)
        .sql(
            """
            insert into upload_car (upload_id, root_count, roots, block_count, missing_links, missing, unlinked_blocks, unlinked)
            values (?, 2, '{a,b}', 7, 1, '{c}', 0, '{}')
            """)
        .param(id)
        .update();

    JsonNode car = json(gateway.get("/api/v1/uploads/" + id)).at("/car");

    assertThat(car.at("/root_count").asInt()).isEqualTo(2);
    assertThat(car.at("/roots").valueStream().map(JsonNode::asString)).containsExactly("a", "b");
    assertThat(car.at("/blocks").asLong()).isEqualTo(7);
    assertThat(car.at("/missing_links").asLong()).isEqualTo(1);
    assertThat(car.at("/missing/0").asString()).isEqualTo("c");
    assertThat(car.at("/unlinked_blocks").asLong(-1)).isZero();
    assertThat(car.at("/unlinked")).isEmpty();
  }

  @Test
  void theSameBytesAsAFileAreAnotherRequest() throws IOException {
    HttpResponse<String> car = keyed("application/vnd.ipld.car", "?name=x&wrap=false");
    HttpResponse<String> again = keyed("application/vnd.ipld.car", "?name=x&wrap=false");
    HttpResponse<String> file = keyed("application/octet-stream", "?name=x&wrap=false");

    assertThat(car.statusCode()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(car.body());
    assertThat(file.statusCode()).as(file.body()).isNotEqualTo(201);
  }

  private HttpResponse<String> keyed(String type, String query) throws IOException {
    return gateway.send(
        gateway
            .request("/api/v1/uploads" + query)
            .header("Content-Type", type)
            .header("Idempotency-Key", "the-same")
            .POST(HttpRequest.BodyPublishers.ofByteArray(car())));
  }

  private HttpResponse<String> post(String query, byte[] body) {
    return gateway.send(
        gateway
            .request("/api/v1/uploads" + query)
            .header("Content-Type", "application/vnd.ipld.car")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  private static byte[] car() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new CarWriter(out, ROOT).block(ROOT, BLOCK, 0, BLOCK.length);
    return out.toByteArray();
  }

  private static byte[] v2(byte[] v1, Path file) throws IOException {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      CarConversion.toV2WithoutIndex(new ByteArrayInputStream(v1), out);
    }
    return Files.readAllBytes(file);
  }
}
