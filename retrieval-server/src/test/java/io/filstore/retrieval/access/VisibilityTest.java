package io.filstore.retrieval.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.multiformats.Cid;
import io.filstore.retrieval.RunningServer;
import io.filstore.retrieval.RunningServer.Owner;
import io.filstore.retrieval.RunningServer.Stored;
import io.filstore.retrieval.TestCar;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who reads what of public and private uploads, over real HTTP. */
class VisibilityTest {

  @TempDir static Path cars;
  private static RunningServer server;
  private static Owner owner;
  private static Owner other;
  private static int number;

  @BeforeAll
  static void start() {
    server = RunningServer.start(cars);
    owner = server.owner("owner", "content:read");
    other = server.owner("other", "content:read");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private record Content(Cid root, Cid leaf, Stored stored) {}

  private static Content content() throws IOException {
    TestCar car = new TestCar();
    Cid leaf = car.add(Cid.RAW, ("leaf " + number++).getBytes(UTF_8));
    Cid root = car.add(Cid.RAW, ("root " + number++).getBytes(UTF_8));
    return new Content(root, leaf, server.store(owner, car.bytes(), root, 2));
  }

  private static Content shown() throws IOException {
    Content content = content();
    server.show(content.stored().upload(), "public");
    return content;
  }

  private static int status(String path, String key) throws Exception {
    return server.get(path, key).statusCode();
  }

  @Test
  void anybodyReadsWhatIsPublicAndCachesMayKeepIt() throws Exception {
    Content content = shown();

    for (String path :
        new String[] {
          "/ipfs/" + content.root(),
          "/ipfs/" + content.leaf(),
          "/ipfs/" + content.leaf() + "?format=raw",
          "/ipfs/" + content.root() + "?format=car",
          "/piece/" + content.stored().piece().v1(),
          "/piece/" + content.stored().piece().v2()
        }) {
      HttpResponse<byte[]> answer = server.get(path, "");
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.headers().firstValue("Cache-Control").orElseThrow())
          .as(path)
          .startsWith("public")
          .contains("immutable");
      assertThat(answer.headers().firstValue("Vary").orElseThrow()).contains("Authorization");
    }
  }

  @Test
  void withoutCredentialsPrivateUnknownAndMalformedAnswerAlike() throws Exception {
    Content hidden = content();
    Cid unknown = Cid.sha256(Cid.RAW, "unknown".getBytes(UTF_8));
    String unknownPiece = "baga6ea4seaqao7s73y24kcutaosvacpdjgfe5pw76ooefnyqw4ynr3d2y6x2mpq";

    String refusal = refusal("/ipfs/" + unknown);
    assertThat(refusal("/ipfs/" + hidden.root())).isEqualTo(refusal);
    assertThat(refusal("/ipfs/" + hidden.leaf())).isEqualTo(refusal);
    assertThat(refusal("/ipfs/" + hidden.root() + "/name")).isEqualTo(refusal);
    assertThat(refusal("/ipfs/nonsense")).isEqualTo(refusal);
    assertThat(refusal("/piece/" + hidden.stored().piece().v1())).isEqualTo(refusal);
    assertThat(refusal("/piece/" + hidden.stored().piece().v2())).isEqualTo(refusal);
    assertThat(refusal("/piece/" + unknownPiece)).isEqualTo(refusal);
    assertThat(refusal("/piece/nonsense")).isEqualTo(refusal);
  }

  /** Everything that a stranger sees of the refusal, but for the time and its own address. */
  private static String refusal(String path) throws Exception {
    StringBuilder seen = new StringBuilder();
    for (String[] headers :
        new String[][] {{"X-None", "1"}, {"If-None-Match", "*"}, {"Range", "bytes=0-0"}}) {
      HttpResponse<byte[]> answer = server.get(path, "", headers);
      assertThat(answer.statusCode()).as(path).isEqualTo(401);
      TreeMap<String, Object> told = new TreeMap<>(answer.headers().map());
      told.remove("date");
      told.remove("content-length");
      seen.append(told).append(new String(answer.body(), UTF_8).replace(path, "PATH"));
    }
    return seen.toString();
  }

  @Test
  void aKeyReadsItsOwnAndWhatIsPublic() throws Exception {
    Content hidden = content();
    Content shown = shown();

    assertThat(status("/ipfs/" + hidden.root(), owner.key())).isEqualTo(200);
    assertThat(status("/ipfs/" + shown.leaf(), other.key())).isEqualTo(200);
    assertThat(status("/piece/" + shown.stored().piece().v1(), other.key())).isEqualTo(200);
    assertThat(status("/ipfs/" + hidden.root(), other.key())).isEqualTo(404);
    assertThat(status("/ipfs/" + hidden.leaf(), other.key())).isEqualTo(404);
    assertThat(status("/piece/" + hidden.stored().piece().v1(), other.key())).isEqualTo(404);
    HttpResponse<byte[]> own = server.get("/ipfs/" + shown.root(), owner.key());
    assertThat(own.headers().firstValue("Cache-Control").orElseThrow()).startsWith("private");
    assertThat(status("/ipfs/" + shown.root(), "fsk_wrong")).isEqualTo(401);
  }

  @Test
  void whatBecomesPrivateAgainIsClosedSoon() throws Exception {
    Content content = shown();
    assertThat(status("/ipfs/" + content.root(), "")).isEqualTo(200);

    assertThat(status("/piece/" + content.stored().piece().v1(), "")).isEqualTo(200);
    assertThat(status("/ipfs/" + content.leaf() + "?format=raw", "")).isEqualTo(200);

    server.show(content.stored().upload(), "private");

    for (String path :
        List.of(
            "/ipfs/" + content.root(),
            "/ipfs/" + content.leaf() + "?format=raw",
            "/piece/" + content.stored().piece().v1())) {
      await().until(() -> status(path, ""), is -> is == 401);
    }
  }

  /**
   * Equal content of two accounts lies in one CAR, which is open while either of them is public.
   */
  @Test
  void aSharedCarIsOpenWhileOneOfItsUploadsIsPublic() throws Exception {
    Content mine = content();
    String theirs = server.upload(other, mine.root(), 1, mine.stored().piece().v1().toString());
    assertThat(status("/ipfs/" + mine.leaf(), "")).isEqualTo(401);

    server.show(theirs, "public");

    assertThat(status("/ipfs/" + mine.leaf(), "")).isEqualTo(200);
  }

  /**
   * Two uploads begin alike and share their first CAR; the second CAR of the private one stays
   * closed.
   */
  @Test
  void whatOnlyThePrivateUploadHasStaysClosed() throws Exception {
    Content first = content();
    Content end = content();
    String whole =
        server.upload(
            owner,
            end.root(),
            1,
            first.stored().piece().v1().toString(),
            end.stored().piece().v1().toString());
    server.show(first.stored().upload(), "public");

    assertThat(status("/ipfs/" + first.leaf(), "")).isEqualTo(200);
    assertThat(status("/ipfs/" + end.leaf(), "")).isEqualTo(401);
    assertThat(status("/piece/" + end.stored().piece().v1(), "")).isEqualTo(401);

    server.show(whole, "public");
    assertThat(status("/ipfs/" + end.leaf(), "")).isEqualTo(200);
  }
}
