package io.filstore.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.allinone.system.FilstoreSystem;
import io.filstore.allinone.system.SystemOptions;
import io.filstore.db.account.ApiKeyText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a client hears that asks for something wrong, and that nothing of it stays behind. */
class BadInputTest {
  private static final int LIMIT = 1 << 20;
  private static final String UNKNOWN_CID =
      "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";
  private static final String UNKNOWN_PIECE =
      "baga6ea4seaqao7s73y24kcutaosvacpdjgfe5pw76ooefnyqw4ynr3d2y6x2mpq";

  @TempDir static Path state;
  private static FilstoreSystem system;
  private static PublicApi api;
  private static String stored;
  private static JsonNode packed;

  @BeforeAll
  static void start() throws Exception {
    system =
        FilstoreSystem.start(
            SystemOptions.isolated(
                state, Map.of("UPLOAD_MAX_SIZE", LIMIT + "B", "DEVNET_BLOCK_DELAY", "300ms")));
    api = new PublicApi(system.description());
    stored = api.stored("good.txt", "0123456789".getBytes(StandardCharsets.UTF_8));
    packed = prepared(stored);
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  /** Every staged file belongs to an upload that was taken. */
  @AfterEach
  void nothingIsLeftBehind() throws Exception {
    List<JsonNode> uploads = api.uploads();
    assertThat(uploads)
        .extracting(row -> row.path("name").asString())
        .isSubsetOf("good.txt", "empty.txt");
    List<String> known = uploads.stream().map(row -> row.path("id").asString()).toList();
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> {
          assertThat(known).containsAll(staged());
          assertThat(onTheirWay()).isEmpty();
        });
  }

  @Test
  void anEmptyFileIsStored() throws Exception {
    String id = api.stored("empty.txt", new byte[0]);

    assertThat(prepared(id).required("total_bytes").asLong()).isZero();
  }

  @Test
  void anUploadWithoutAFileIsRefused() throws Exception {
    assertThat(api.upload(new Form()).problem(400, "invalid_request")).contains("no file");
    assertThat(
            api.send(
                    api.request(PublicApi.GATEWAY, "/api/v1/uploads")
                        .header("Content-Type", "application/octet-stream")
                        .POST(BodyPublishers.noBody()))
                .problem(400, "invalid_request"))
        .contains("needs a name");
    api.send(api.request(PublicApi.GATEWAY, "/api/v1/uploads").POST(BodyPublishers.noBody()))
        .problem(415, "unsupported_media");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../up", "a/../../up", "/etc/passwd", "C:/windows", "a//b", "a\\b", "."})
  void aPathThatLeavesItsFolderIsRefused(String path) throws Exception {
    String plain = path.replace("\\", "%5C");

    assertThat(api.upload(plain, new byte[3]).problem(400, "invalid_request")).contains(path);
    api.upload(new Form().file("fine", "x").file(path, "y")).problem(400, "invalid_request");
  }

  @Test
  void aPathWithNulIsRefused() throws Exception {
    assertThat(api.upload("a%00b", new byte[3]).problem(400, "invalid_request")).contains("U+0000");
    assertThat(api.upload(new Form().file("a\0b", "x")).problem(400, "invalid_request"))
        .contains("U+0000");
  }

  @Test
  void aPathThatComesTwiceIsRefused() throws Exception {
    Form twice = new Form().file("a/b", "x").file("a/c", "y").file("a/b", "z");
    assertThat(api.upload(twice).problem(400, "invalid_request")).contains("'a/b'", "twice");

    Form both = new Form().file("a/b", "x").file("a", "y");
    assertThat(api.upload(both).problem(400, "invalid_request"))
        .contains("as a file and as a folder");
  }

  @Test
  void aNameThatIsNotUtf8IsRefused() throws Exception {
    byte[] latin1 = "na\u00efve.txt".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(api.upload("na%EFve.txt", new byte[3]).problem(400, "invalid_request"))
        .contains("UTF-8");
    assertThat(api.upload(new Form().file(latin1, new byte[3])).problem(400, "invalid_request"))
        .contains("UTF-8");
  }

  @Test
  void aBodyShorterThanDeclaredIsRefused() throws Exception {
    Answer plain =
        api.raw(
            PublicApi.GATEWAY,
            head("?name=short", "application/octet-stream", "Content-Length: 100"),
            new byte[40]);
    assertThat(plain.problem(400, "invalid_request")).contains("40", "100");

    Form form = new Form().file("whole", "x");
    Answer multipart =
        api.raw(
            PublicApi.GATEWAY, head("", form.contentType(), "Content-Length: 5000"), form.bytes());
    assertThat(multipart.problem(400, "invalid_request")).contains("5000");
  }

  @Test
  void anUploadLargerThanTheLimitIsRefused() throws Exception {
    byte[] large = new byte[LIMIT + 1];
    String limit = Integer.toString(LIMIT);

    assertThat(api.upload("declared", large).problem(413, "too_large"))
        .contains(limit, Integer.toString(LIMIT + 1));
    Answer chunked =
        api.send(
            api.request(PublicApi.GATEWAY, "/api/v1/uploads?name=chunked")
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))));
    assertThat(chunked.problem(413, "too_large")).contains(limit);
    Form sum = new Form();
    sum.file("a".getBytes(StandardCharsets.UTF_8), new byte[LIMIT - 1]).file("b", "two");
    assertThat(api.upload(sum).problem(413, "too_large")).contains(limit);
  }

  @Test
  void anUploadOfWhichTheStagingDiskHasNoRoomIsRefused() throws Exception {
    try (GatewayReplica full =
        GatewayReplica.start(system.description(), Map.of("STAGING_RESERVE", "1000TB"))) {
      Answer answer =
          api.send(
              full.request(api.key(), "/api/v1/uploads?name=no-room")
                  .header("Content-Type", "application/octet-stream")
                  .POST(BodyPublishers.ofByteArray(new byte[1234])));
      assertThat(answer.problem(503, "staging_full"))
          .contains("1234", Long.toString(1000L << 40), "free");
      assertThat(answer.header("retry-after")).isNotEmpty();
    }
  }

  @Test
  void anUnknownCidIsNotFound() throws Exception {
    assertThat(
            api.get(PublicApi.GATEWAY, "/api/v1/pieces/" + UNKNOWN_PIECE).problem(404, "not_found"))
        .contains(UNKNOWN_PIECE);
    api.get(PublicApi.RETRIEVAL, "/piece/" + UNKNOWN_PIECE).problem(404, "not_found");
    api.get(PublicApi.RETRIEVAL, "/ipfs/" + UNKNOWN_CID).problem(404, "not_found");
    String root = packed.required("payload_cid").asString();
    api.get(PublicApi.RETRIEVAL, "/ipfs/" + root + "/absent.txt").problem(404, "not_found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"baga6ea4seaqbroken", "hello", "bafk", "%F0", "..%2Fx", "Qm", "%00"})
  void aMalformedCidIsRefused(String cid) throws Exception {
    String expected = cid.contains("%") ? "invalid_request" : "invalid_cid";
    api.get(PublicApi.GATEWAY, "/api/v1/pieces/" + cid).problem(400, expected);
    api.get(PublicApi.RETRIEVAL, "/piece/" + cid).problem(400, expected);
    api.get(PublicApi.RETRIEVAL, "/ipfs/" + cid).problem(400, expected);
  }

  @Test
  void aCidOfAnotherKindIsNoPieceCid() throws Exception {
    api.get(PublicApi.GATEWAY, "/api/v1/pieces/" + UNKNOWN_CID).problem(400, "invalid_cid");
    api.get(PublicApi.RETRIEVAL, "/piece/" + UNKNOWN_CID).problem(400, "invalid_cid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=999999-", "bytes=-0", "bytes=9-2", "bytes=x-y"})
  void aRangeOutOfBoundsIsRefusedWithTheSize(String range) throws Exception {
    long size = packed.required("raw_size").asLong();
    for (String version : List.of("piece_cid", "piece_cid_v2")) {
      Answer answer =
          api.get(
              PublicApi.RETRIEVAL, "/piece/" + packed.required(version).asString(), "Range", range);
      assertThat(answer.problem(416, "invalid_request")).contains(range, Long.toString(size));
      assertThat(answer.header("content-range")).isEqualTo("bytes */" + size);
    }
    String file = "/ipfs/" + packed.required("payload_cid").asString() + "/good.txt";
    Answer answer = api.get(PublicApi.RETRIEVAL, file, "Range", range);
    assertThat(answer.problem(416, "invalid_request")).contains(range, "10");
    assertThat(answer.header("content-range")).isEqualTo("bytes */10");
  }

  @Test
  void anUnknownDealIsNotFound() throws Exception {
    String id = "dl_01ARZ3NDEKTSV4RRFFQ69G5FAV";
    assertThat(api.get(PublicApi.GATEWAY, "/api/v1/deals/" + id).problem(404, "not_found"))
        .contains(id);
    api.get(PublicApi.GATEWAY, "/api/v1/deals/nonsense").problem(404, "not_found");
    api.get(PublicApi.GATEWAY, "/api/v1/uploads/upl_nonsense").problem(404, "not_found");
    try (EventSocket socket = new EventSocket(api)) {
      JsonNode frame = socket.send("{'action':'monitor','dealIds':['" + id + "']}").next();
      assertThat(frame.path("type").asString()).isEqualTo("error");
      assertThat(Answer.problem(frame.path("problem"), "not_found")).contains(id);
    }
  }

  @ParameterizedTest
  @MethodSource("wrongKeys")
  void aWrongKeyOpensNothing(String key) throws Exception {
    PublicApi wrong = api.with(key);
    for (String path : List.of("/api/v1/uploads", "/api/v1/uploads/" + stored, "/openapi.json")) {
      unauthenticated(wrong.get(PublicApi.GATEWAY, path));
    }
    unauthenticated(wrong.upload("by-a-stranger", new byte[10]));
    String piece = "/piece/" + packed.required("piece_cid").asString();
    unauthenticated(wrong.get(PublicApi.RETRIEVAL, piece));
    unauthenticated(wrong.get(PublicApi.RETRIEVAL, "/ipfs/" + UNKNOWN_CID));
    unauthenticated(
        api.raw(
            PublicApi.GATEWAY,
            """
            GET /ws/deals HTTP/1.1
            Host: x
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Authorization: Bearer %s

            """
                .formatted(key),
            new byte[0]));
  }

  /** What no service of ours is asked for, but what the internet asks for all the same. */
  @ParameterizedTest
  @ValueSource(strings = {PublicApi.GATEWAY, PublicApi.RETRIEVAL})
  void requestsThatNoServiceOffersAreProblemsToo(String service) throws Exception {
    api.get(service, "/nothing/here").problem(404, "not_found");
    api.get(service, "/a/..%2f..%2fetc/passwd").problem(400, "invalid_request");
    assertThat(api.send(api.request(service, "/nothing/here").DELETE()).status()).isIn(404, 405);
    api.raw(service, "GET /bad path|^ HTTP/1.1\nHost: x\n\n", new byte[0])
        .problem(400, "invalid_request");
    api.raw(service, "GET / HTTP/1.1\nHost: x\nHost: y\nConnection: close\n\n", new byte[0])
        .problem(400, "invalid_request");
    String endless = "GET / HTTP/1.1\nHost: x\nX-Long: " + "x".repeat(100_000) + "\n\n";
    assertThat(api.raw(service, endless, new byte[0]).status()).isIn(400, 431);
  }

  @Test
  void retrievalOffersReadingOnly() throws Exception {
    String piece = "/piece/" + packed.required("piece_cid").asString();
    Answer answer =
        api.send(api.request(PublicApi.RETRIEVAL, piece).POST(BodyPublishers.ofString("x")));
    answer.problem(405, "method_not_allowed");
    assertThat(answer.header("allow")).contains("GET", "HEAD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "{'action':'dance'}",
        "{'action':'subscribe','id':'s'}",
        "{'action':'subscribe','id':'s','all':true,'since':-1}",
        "{'action':'subscribe','id':'s','deals':['nonsense']}",
        "{'action':'monitor','dealIds':7}"
      })
  void aFrameThatCannotBeReadIsAnsweredAndTheConnectionStays(String frame) throws Exception {
    try (EventSocket socket = new EventSocket(api)) {
      JsonNode error = socket.send(frame).next();
      assertThat(error.path("type").asString()).isEqualTo("error");
      Answer.problem(error.path("problem"), "invalid_request");
      assertThat(socket.send("{'action':'ping'}").next().path("type").asString()).isEqualTo("pong");
    }
  }

  /** Nonsense, a well-formed key that nobody was given, and a piece token that nobody signed. */
  static List<String> wrongKeys() {
    return List.of("fsk_guess", ApiKeyText.generate().reveal(), "f01000.99999999999.AAAA", "x y z");
  }

  private static void unauthenticated(Answer answer) {
    answer.problem(401, "unauthenticated");
    assertThat(answer.header("www-authenticate")).startsWith("Bearer");
  }

  private static JsonNode prepared(String id) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> api.upload(id), row -> row.path("state").asString().equals("prepared"));
  }

  private static String head(String query, String type, String length) {
    return """
    POST /api/v1/uploads%s HTTP/1.1
    Host: x
    Connection: close
    Authorization: Bearer %s
    Content-Type: %s
    %s

    """
        .formatted(query, api.key(), type, length);
  }

  private static List<String> staged() throws IOException {
    try (Stream<Path> all = Files.list(state.resolve("staging"))) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .toList();
    }
  }

  private static List<Path> onTheirWay() throws IOException {
    try (Stream<Path> all = Files.walk(state.resolve("staging/.receiving"), 2)) {
      return all.filter(path -> path.getFileName().toString().startsWith("upl_")).toList();
    }
  }
}
