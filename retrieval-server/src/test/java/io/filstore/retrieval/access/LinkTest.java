package io.filstore.retrieval.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.share.ShareText;
import io.filstore.db.share.Shares;
import io.filstore.ipld.DagPb;
import io.filstore.ipld.PbLink;
import io.filstore.ipld.PbNode;
import io.filstore.multiformats.Cid;
import io.filstore.retrieval.RunningServer;
import io.filstore.retrieval.RunningServer.Owner;
import io.filstore.retrieval.RunningServer.Stored;
import io.filstore.retrieval.TestCar;
import io.filstore.unixfs.UnixFsData;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the token of a link opens, over real HTTP. */
class LinkTest {

  @TempDir static Path cars;
  private static RunningServer server;
  private static Owner owner;
  private static Cid leaf;
  private static Cid root;
  private static Stored stored;
  private static Cid otherRoot;
  private static Stored other;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.start(cars);
    owner = server.owner("owner", "content:read");
    TestCar car = new TestCar();
    leaf = car.add(Cid.RAW, "text".getBytes(UTF_8));
    root = car.add(Cid.DAG_PB, folder(new PbLink(leaf, "a b.txt", 4)));
    stored = server.store(owner, car.bytes(), root, 2);
    TestCar second = new TestCar();
    otherRoot = second.add(Cid.RAW, "another upload of the account".getBytes(UTF_8));
    other = server.store(owner, second.bytes(), otherRoot, 1);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static byte[] folder(PbLink... links) {
    return DagPb.encode(new PbNode(List.of(links), UnixFsData.directory().encode()));
  }

  private record Link(String id, String token) {}

  private static Link link(Duration validFor) {
    ShareText text = ShareText.generate();
    String key = server.jdbc().sql("select id from api_key limit 1").query(String.class).single();
    boolean added =
        new Shares(server.jdbc(), Clock.systemUTC())
            .add(
                text.id(),
                stored.upload(),
                null,
                text.hash(RunningServer.PEPPER),
                key,
                Instant.now().plus(validFor),
                100);
    assertThat(added).isTrue();
    return new Link(text.id(), text.reveal());
  }

  @Test
  void opensTheUploadsContentAndPiecesByQueryOrHeader() throws Exception {
    String token = link(Duration.ofDays(1)).token();
    String piece = "/piece/" + stored.piece().v1();

    for (String path :
        List.of("/ipfs/" + root + "/", "/ipfs/" + root + "/a%20b.txt", "/ipfs/" + leaf, piece)) {
      HttpResponse<byte[]> answer = server.get(path + "?share=" + token, "");
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.headers().firstValue("Cache-Control").orElseThrow())
          .as(path)
          .startsWith("private");
      assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
      assertThat(server.get(path, token).statusCode()).as(path).isEqualTo(200);
    }
    assertThat(server.get("/ipfs/" + root + "?format=car&share=" + token, "").statusCode())
        .isEqualTo(200);
  }

  @Test
  void opensNothingElse() throws Exception {
    String token = link(Duration.ofDays(1)).token();
    Cid unknown = Cid.sha256(Cid.RAW, "unknown".getBytes(UTF_8));

    for (String path :
        List.of("/ipfs/" + otherRoot, "/ipfs/" + unknown, "/piece/" + other.piece().v1())) {
      assertThat(server.get(path + "?share=" + token, "").statusCode()).as(path).isEqualTo(404);
      assertThat(server.get(path, token).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void whatHasEndedAndWhatNeverWasAnswerAlike() throws Exception {
    String path = "/ipfs/" + leaf;
    Link revoked = link(Duration.ofDays(1));
    assertThat(server.get(path + "?share=" + revoked.token(), "").statusCode()).isEqualTo(200);
    new Shares(server.jdbc(), Clock.systemUTC()).revoke(stored.upload(), revoked.id());
    String good = link(Duration.ofDays(1)).token();
    String end = good.endsWith("A") ? "B" : "A";

    String refusal = refusal(path, revoked.token());
    assertThat(refusal(path, link(Duration.ofSeconds(-1)).token())).isEqualTo(refusal);
    assertThat(refusal(path, good.substring(0, good.length() - 10) + end.repeat(10)))
        .isEqualTo(refusal);
    assertThat(refusal(path, ShareText.generate().reveal())).isEqualTo(refusal);
    assertThat(refusal(path, "fsl_nonsense")).isEqualTo(refusal);
  }

  private static String refusal(String path, String token) throws Exception {
    HttpResponse<byte[]> answer = server.get(path + "?share=" + token, "");
    assertThat(answer.statusCode()).as(token).isEqualTo(401);
    assertThat(server.get(path, token).body()).isEqualTo(answer.body());
    assertThat(new String(answer.body(), UTF_8)).doesNotContain(token);
    return new String(answer.body(), UTF_8);
  }

  /** A wrong link is refused even with a key that would do, for it would be shared on unnoticed. */
  @Test
  void aWrongTokenIsNotMadeGoodByAKey() throws Exception {
    assertThat(server.get("/ipfs/" + leaf + "?share=x", owner.key()).statusCode()).isEqualTo(401);
    assertThat(server.get("/ipfs/" + leaf + "?share=", owner.key()).statusCode()).isEqualTo(401);
  }

  @Test
  void theWayThroughAFolderKeepsTheToken() throws Exception {
    String token = link(Duration.ofDays(1)).token();

    HttpResponse<byte[]> bare = server.get("/ipfs/" + root + "?share=" + token, "");
    assertThat(bare.statusCode()).isEqualTo(301);
    assertThat(bare.headers().firstValue("Location"))
        .contains("/ipfs/" + root + "/?share=" + token);
    assertThat(bare.headers().firstValue("Cache-Control").orElseThrow()).startsWith("private");
    String page = new String(server.get("/ipfs/" + root + "/?share=" + token, "").body(), UTF_8);
    assertThat(page)
        .contains("href=\"/ipfs/" + root + "/a%20b.txt?share=" + token + "\"")
        .contains("?filename=a%20b.txt&amp;share=" + token + "\"")
        .contains("?format=car&amp;share=" + token + "\"");
  }
}
