package io.filstore.gateway.upload;

import static io.filstore.gateway.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.car.CarConversion;
import io.filstore.car.CarV2Header;
import io.filstore.car.CarWriter;
import io.filstore.gateway.RunningGateway;
import io.filstore.multiformats.Cid;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
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

  /** Of a piece of 1 MiB. */
  private static final int ROOM = (1 << 20) / 128 * 127;

  private RunningGateway gateway;

  @BeforeAll
  void start() {
    gateway = RunningGateway.start("filstore.gateway.upload.piece-max-size=1MB");
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
  void aCarWithoutARootIsRefusedInEitherVersion() {
    byte[] rootless = HexFormat.of().parseHex("11a265726f6f7473806776657273696f6e01");

    for (byte[] car : List.of(rootless, padded(0, rootless), padded(200_000, rootless))) {
      HttpResponse<String> answer = post("", car);

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
      assertThat(json(answer).at("/detail").asString())
          .isEqualTo("The CAR has no root; it needs at least one to be found by.");
    }
  }

  @Test
  void theHeaderInsideIsLookedAtHoweverFarBehindItIs() throws IOException {
    assertThat(post("", padded(200_000, car())).statusCode()).isEqualTo(201);
    assertThat(post("", Arrays.copyOf(padded(200_000, car()), 100_000)).statusCode())
        .isEqualTo(400);
    byte[] none = "no CAR at all".getBytes(StandardCharsets.UTF_8);
    assertThat(post("", padded(200_000, none)).statusCode()).isEqualTo(400);
  }

  @Test
  void aCarLargerThanAPieceIsRefusedWithTheNumbers(@TempDir Path folder) throws IOException {
    byte[] v1 = car(List.of(ROOT), new byte[ROOM]);
    byte[] v2 = v2(v1, folder.resolve("v2"));
    long before = staged();
    List<HttpResponse<String>> answers = List.of(post("", v1), post("", v2), chunked(v1));

    for (HttpResponse<String> answer : answers) {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(413);
      assertThat(json(answer).at("/code").asString()).isEqualTo("too_large");
      assertThat(json(answer).at("/params/max_bytes").asLong()).isEqualTo(ROOM);
      assertThat(json(answer).at("/params/piece_bytes").asLong()).isEqualTo(1 << 20);
      assertThat(json(answer).at("/params/car_bytes").asLong())
          .isBetween(ROOM + 1L, (long) v1.length);
    }
    assertThat(json(answers.getFirst()).at("/params/car_bytes").asLong()).isEqualTo(v1.length);
    assertThat(staged()).isEqualTo(before);
  }

  @Test
  void aCarThatFillsAPieceIsTakenAndSoIsOneWithAnIndexBehindIt(@TempDir Path folder)
      throws IOException {
    int around = car(List.of(ROOT), new byte[ROOM]).length - ROOM;
    byte[] v1 = car(List.of(ROOT), new byte[ROOM - around]);
    byte[] v2 = v2(v1, folder.resolve("v2"));

    assertThat(v1).hasSize(ROOM);
    assertThat(post("", v1).statusCode()).isEqualTo(201);
    assertThat(post("", v2).statusCode()).isEqualTo(201);
    assertThat(chunked(v1).statusCode()).isEqualTo(201);
  }

  @Test
  void theEventSaysThatItCameAsACar() throws IOException {
    for (String type : List.of("vnd.ipld.car car", "octet-stream files")) {
      String[] words = type.split(" ");
      String id =
          json(gateway.send(
                  gateway
                      .request("/api/v1/uploads?name=x")
                      .header("Content-Type", "application/" + words[0])
                      .POST(HttpRequest.BodyPublishers.ofByteArray(car()))))
              .at("/id")
              .asString();

      String format =
          gateway
              .bean(JdbcClient.class)
              .sql(
                  "select data ->> 'format' from event where type = 'upload.received' and subject = ?")
              .param(id)
              .query(String.class)
              .single();

      assertThat(format).isEqualTo(words[1]);
    }
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

  private long staged() throws IOException {
    try (Stream<Path> files = Files.walk(gateway.staging())) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private HttpResponse<String> chunked(byte[] body) {
    return gateway.send(
        gateway
            .request("/api/v1/uploads")
            .header("Content-Type", "application/vnd.ipld.car")
            .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
  }

  private static byte[] car() throws IOException {
    return car(List.of(ROOT), BLOCK);
  }

  private static byte[] car(List<Cid> roots, byte[] block) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new CarWriter(out, roots).block(Cid.sha256(Cid.RAW, block), block, 0, block.length);
    return out.toByteArray();
  }

  /** A CARv2 with a gap before its data. */
  private static byte[] padded(int gap, byte[] v1) {
    CarV2Header tight = CarV2Header.of(v1.length);
    CarV2Header wide = new CarV2Header(0, 0, tight.dataOffset() + gap, v1.length, 0);
    return ByteBuffer.allocate(CarV2Header.MIN_DATA_OFFSET + gap + v1.length)
        .put(wide.encode())
        .put(new byte[gap])
        .put(v1)
        .array();
  }

  private static byte[] v2(byte[] v1, Path file) throws IOException {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      CarConversion.toV2WithoutIndex(new ByteArrayInputStream(v1), out);
    }
    return Files.readAllBytes(file);
  }
}
