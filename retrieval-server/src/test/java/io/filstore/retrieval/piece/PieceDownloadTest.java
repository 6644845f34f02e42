package io.filstore.retrieval.piece;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.db.transfer.Transfers;
import io.filstore.multiformats.Cid;
import io.filstore.piece.CommP;
import io.filstore.piece.PieceCid;
import io.filstore.retrieval.RawHttp;
import io.filstore.retrieval.RunningServer;
import io.filstore.retrieval.RunningServer.Owner;
import io.filstore.retrieval.RunningServer.Stored;
import io.filstore.retrieval.TestCar;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider's and an owner's way to a piece, over real HTTP and a real database. */
class PieceDownloadTest {

  private static final Random RANDOM = new Random(11);

  @TempDir static Path cars;
  private static RunningServer server;
  private static Owner owner;
  private static Stored stored;
  private static TestCar car;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.start(cars);
    owner = server.owner("owner", "content:read");
    car = randomCar(40);
    stored = server.store(owner, car.bytes(), car.root(), car.blocks());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void bothFormsOfThePieceCidLeadToTheRawBytes() throws Exception {
    for (PieceCid cid : new PieceCid[] {stored.piece().v1(), stored.piece().v2()}) {
      HttpResponse<byte[]> answer = server.get("/piece/" + cid, owner.key());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(stored.car());
      assertThat(answer.headers().firstValue("ETag")).contains("\"" + cid + "\"");
      assertThat(answer.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("application/vnd.ipld.car"));
      assertThat(answer.headers().firstValue("Cache-Control"))
          .hasValueSatisfying(
              cache -> assertThat(cache).startsWith("private").contains("immutable"));
      assertThat(answer.headers().firstValue("Vary")).contains("Accept, Authorization");
    }
  }

  /** As booster-http has it: 127 of 128 bytes of the padded size, with the same piece CID. */
  @Test
  void whoAsksForTheFilledPieceGetsItsZerosToo() throws Exception {
    byte[] filled = Arrays.copyOf(stored.car(), (int) stored.piece().size().unpadded());
    assertThat(filled.length).isGreaterThan(stored.car().length);
    String[] accept = {"Accept", "text/html, Application/Piece;q=0.5"};

    HttpResponse<byte[]> head = server.send("HEAD", path(), owner.key(), accept);
    assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(filled.length);
    HttpResponse<byte[]> whole = server.get(path(), owner.key(), accept);
    assertThat(whole.body()).isEqualTo(filled);
    assertThat(whole.headers().firstValue("Content-Type")).contains("application/piece");
    CommP commP = new CommP();
    commP.update(whole.body(), 0, filled.length);
    assertThat(commP.finish().v1()).isEqualTo(stored.piece().v1());
    String tag = whole.headers().firstValue("ETag").orElseThrow();
    assertThat(server.get(path(), owner.key()).headers().firstValue("ETag"))
        .hasValueSatisfying(ofData -> assertThat(ofData).isNotEqualTo(tag));

    int end = stored.car().length;
    for (int[] range :
        new int[][] {{0, 10}, {end - 5, end + 5}, {end, end + 1}, {end + 3, 1 << 30}}) {
      HttpResponse<byte[]> part =
          server.get(
              path(),
              owner.key(),
              "Accept",
              "application/piece",
              "If-Range",
              tag,
              "Range",
              "bytes=" + range[0] + "-" + range[1]);
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(part.body())
          .isEqualTo(Arrays.copyOfRange(filled, range[0], Math.min(range[1] + 1, filled.length)));
    }
    for (String other : new String[] {"application/piece;q=0", "*/*", "application/", ""}) {
      assertThat(server.get(path(), owner.key(), "Accept", other).body()).isEqualTo(stored.car());
    }
  }

  /**
   * Boost: HEAD, then five chunks whose end is one past the last byte wanted, the last one past the
   * end of the file.
   */
  @Test
  void boostsFiveChunksMakeUpTheWhole() throws Exception {
    String token = server.token(stored.piece().v1(), Duration.ofMinutes(5));
    HttpResponse<byte[]> head = server.send("HEAD", path(), token);
    assertThat(head.statusCode()).isEqualTo(200);
    int size = Math.toIntExact(head.headers().firstValueAsLong("Content-Length").orElseThrow());
    assertThat(size).isEqualTo(stored.car().length);

    byte[] whole = new byte[size];
    int chunk = size / 5;
    for (int i = 0; i < 5; i++) {
      int from = i * chunk;
      int to = i == 4 ? size : from + chunk;
      HttpResponse<byte[]> part = server.get(path(), token, "Range", "bytes=" + from + "-" + to);
      assertThat(part.statusCode()).isEqualTo(206);
      System.arraycopy(part.body(), 0, whole, from, to - from);
    }
    assertThat(whole).isEqualTo(stored.car());
  }

  @Test
  void whatAProviderDownloadsIsCountedWhateverTheWay() throws Exception {
    TestCar counted = randomCar(45);
    Stored other = server.store(owner, counted.bytes(), counted.root(), counted.blocks());
    String path = "/piece/" + other.piece().v1();
    Transfers transfers = new Transfers(server.jdbc());
    String token = server.token(other.piece().v1(), Duration.ofMinutes(5));

    server.send("HEAD", path, token);
    server.get(path, owner.key());
    assertThat(transfers.find(other.piece().v1().toString(), "f01000")).isEmpty();

    assertThat(server.get(path, token, "Range", "bytes=0-99").statusCode()).isEqualTo(206);
    assertThat(server.get(path, token, "Range", "bytes=100-149").statusCode()).isEqualTo(206);
    counted(transfers, other, 150);
    assertThat(server.get(path, token, "Range", "bytes=50-59,0-9,5-14").statusCode())
        .isEqualTo(206);
    counted(transfers, other, 175);
  }

  /** What was sent is written down when the answer is over, and the reader may be faster. */
  private static void counted(Transfers transfers, Stored stored, long bytes) {
    await()
        .untilAsserted(() ->
            assertThat(transfers.find(stored.piece().v1().toString(), "f01000"))
                .hasValueSatisfying(row -> assertThat(row.sentBytes()).isEqualTo(bytes)));
  }

  @Test
  void bytesThatTheContainerSendsAreCountedToo(@TempDir Path folder) throws Exception {
    try (RunningServer plain =
        RunningServer.start(folder, "filstore.retrieval.verify-pieces=false")) {
      Stored file = plain.store(plain.owner("o", "content:read"), car.bytes(), car.root(), 40);
      String token = plain.token(file.piece().v1(), Duration.ofMinutes(5));

      plain.get("/piece/" + file.piece().v1(), token);

      counted(new Transfers(plain.jdbc()), file, file.car().length);
    }
  }

  @Test
  void anyRangeIsExact() throws Exception {
    for (int i = 0; i < 200; i++) {
      int from = RANDOM.nextInt(stored.car().length);
      int to = Math.min(stored.car().length, from + 1 + RANDOM.nextInt(i % 2 == 0 ? 100 : 200_000));
      HttpResponse<byte[]> part =
          server.get(path(), owner.key(), "Range", "bytes=" + from + "-" + (to - 1));

      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(part.body()).isEqualTo(Arrays.copyOfRange(stored.car(), from, to));
    }
  }

  @Test
  void severalRangesAreExactWithSendfileToo(@TempDir Path folder) throws Exception {
    try (RunningServer plain =
        RunningServer.start(folder, "filstore.retrieval.verify-pieces=false")) {
      Owner other = plain.owner("o", "content:read");
      Stored file = plain.store(other, car.bytes(), car.root(), 40);
      String range = "bytes=100000-299999,7-9";
      for (HttpResponse<byte[]> parts :
          List.of(
              server.get(path(), owner.key(), "Range", range),
              plain.get("/piece/" + file.piece().v1(), other.key(), "Range", range))) {
        assertThat(parts.statusCode()).isEqualTo(206);
        assertThat(parts.headers().firstValueAsLong("Content-Length"))
            .hasValue(parts.body().length);
        assertThat(new String(parts.body(), ISO_8859_1))
            .contains(
                new String(Arrays.copyOfRange(file.car(), 100_000, 300_000), ISO_8859_1),
                "\r\n\r\n" + new String(Arrays.copyOfRange(file.car(), 7, 10), ISO_8859_1));
      }
    }
  }

  @Test
  void aRangeOutsideIs416() throws Exception {
    HttpResponse<byte[]> answer =
        server.get(path(), owner.key(), "Range", "bytes=" + stored.car().length + "-");

    assertThat(answer.statusCode()).isEqualTo(416);
    assertThat(answer.headers().firstValue("Content-Range"))
        .contains("bytes */" + stored.car().length);
    assertThat(text(answer)).contains("\"status\":416");
  }

  @Test
  void withoutGoodCredentialsNothingIsTold() throws Exception {
    PieceCid v1 = stored.piece().v1();
    assertThat(server.get(path(), "").statusCode()).isEqualTo(401);
    assertThat(server.get(path(), "nonsense").statusCode()).isEqualTo(401);
    String key = owner.key();
    String wrong = key.substring(0, key.length() - 2) + (key.endsWith("AA") ? "BB" : "AA");
    assertThat(server.get(path(), wrong).statusCode()).isEqualTo(401);
    assertThat(server.get(path(), server.token(v1, Duration.ofMinutes(-1))).statusCode())
        .isEqualTo(401);
    assertThat(server.get("/piece/unknown", "").statusCode()).isEqualTo(401);
    assertThat(server.get(path(), "").headers().firstValue("WWW-Authenticate")).contains("Bearer");
  }

  @Test
  void aTokenOpensOnlyItsPiece() throws Exception {
    TestCar other = randomCar(2);
    Stored second = server.store(owner, other.bytes(), other.root(), other.blocks());
    String token = server.token(stored.piece().v1(), Duration.ofMinutes(5));

    assertThat(server.get("/piece/" + second.piece().v1(), token).statusCode()).isEqualTo(401);
    assertThat(server.get("/piece/" + stored.piece().v2(), token).statusCode()).isEqualTo(200);
  }

  @Test
  void anotherAccountDoesNotSeeThePiece() throws Exception {
    Owner stranger = server.owner("stranger", "content:read");
    Owner writer = server.owner("writer", "uploads:write");

    assertThat(server.get(path(), stranger.key()).statusCode()).isEqualTo(404);
    assertThat(server.get(path(), writer.key()).statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "bafkqaaa",
        "baga6ea4seaq",
        "QmWvY6FaqFMS89YAQ9NAPjVP4WZKA1qbHbicc9HeSKQTgt"
      })
  void whatIsNoPieceCidIs400(String cid) throws Exception {
    HttpResponse<byte[]> answer = server.get("/piece/" + cid, owner.key());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(text(answer)).contains("\"code\":\"invalid_cid\"").contains("problems/invalid-cid");
  }

  @Test
  void unknownIs404AndMissingBytesAre503() throws Exception {
    assertThat(server.get("/piece/" + PieceCid.v1(new byte[32]), owner.key()).statusCode())
        .isEqualTo(404);

    TestCar lost = randomCar(2);
    Stored gone = server.store(owner, lost.bytes(), lost.root(), lost.blocks());
    Files.delete(gone.file());
    HttpResponse<byte[]> answer = server.get("/piece/" + gone.piece().v1(), owner.key());
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(text(answer)).contains("retrieval_unavailable").contains("\"retryable\":true");
  }

  @Test
  void aFlippedBitCutsTheConnectionBeforeItsBlock() throws Exception {
    TestCar sound = randomCar(20);
    Stored damaged = server.store(owner, sound.bytes(), sound.root(), sound.blocks());
    byte[] bytes = sound.bytes();
    bytes[sound.endOf(12) - 5] ^= 0x10;
    Files.write(damaged.file(), bytes);
    String path = "/piece/" + damaged.piece().v1();

    RawHttp.Answer answer =
        RawHttp.get(server.port(), path, "Authorization", "Bearer " + owner.key());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.complete()).isFalse();
    assertThat(answer.text().length()).isLessThanOrEqualTo(sound.endOf(11));
    HttpResponse<byte[]> before =
        server.get(path, owner.key(), "Range", "bytes=0-" + (sound.endOf(11) - 1));
    assertThat(before.body())
        .as("sound ranges are still served")
        .isEqualTo(Arrays.copyOf(bytes, sound.endOf(11)));
    assertThat(
            server.get(path, owner.key(), "Range", "bytes=" + sound.endOf(11) + "-").statusCode())
        .isEqualTo(502);
  }

  @Test
  void aCarCutShortOrWithAForeignHeaderIsNotServed() throws Exception {
    TestCar sound = randomCar(3);
    Stored damaged = server.store(owner, sound.bytes(), sound.root(), sound.blocks());
    String path = "/piece/" + damaged.piece().v1();

    Files.write(damaged.file(), Arrays.copyOf(sound.bytes(), sound.bytes().length - 1));
    assertThat(server.get(path, owner.key()).statusCode()).isEqualTo(502);

    byte[] bytes = sound.bytes();
    bytes[40] ^= 1;
    Files.write(damaged.file(), bytes);
    assertThat(server.get(path, owner.key()).statusCode()).isEqualTo(502);
  }

  @Test
  void otherMethodsAndPathsAreRefused() throws Exception {
    HttpResponse<byte[]> post = server.send("POST", path(), owner.key());
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(post.headers().firstValue("Allow")).isPresent();
    assertThat(server.get("/elsewhere", owner.key()).statusCode()).isIn(401, 403, 404);
    assertThat(server.get("/actuator/health", "").statusCode()).isEqualTo(200);
  }

  private static String path() {
    return "/piece/" + stored.piece().v1();
  }

  private static TestCar randomCar(int blocks) {
    TestCar car = new TestCar();
    for (int i = 0; i < blocks; i++) {
      byte[] block = new byte[20_000 + RANDOM.nextInt(50_000)];
      RANDOM.nextBytes(block);
      car.add(Cid.RAW, block);
    }
    return car;
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), UTF_8);
  }
}
