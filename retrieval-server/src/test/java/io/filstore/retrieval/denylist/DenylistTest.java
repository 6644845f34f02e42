package io.filstore.retrieval.denylist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.db.denylist.Denials;
import io.filstore.db.denylist.DeniedHash;
import io.filstore.db.denylist.ListedDenial;
import io.filstore.ids.IdKind;
import io.filstore.ipld.DagPb;
import io.filstore.ipld.PbLink;
import io.filstore.ipld.PbNode;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multibase;
import io.filstore.multiformats.Multihash;
import io.filstore.retrieval.RawHttp;
import io.filstore.retrieval.RunningServer;
import io.filstore.retrieval.RunningServer.Owner;
import io.filstore.retrieval.RunningServer.Stored;
import io.filstore.retrieval.TestCar;
import io.filstore.unixfs.UnixFsData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was denied is given to nobody, over real HTTP. */
class DenylistTest {

  private static final Random RANDOM = new Random(5);

  @TempDir static Path cars;
  private static RunningServer server;
  private static Owner owner;

  @BeforeAll
  static void start() {
    server =
        RunningServer.start(
            cars,
            "filstore.retrieval.peer.public-url=https://content.example.org",
            "filstore.retrieval.denylist.blocked-by=https://legal.example.org");
    owner = server.owner("owner", "content:read");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private record Tree(Cid root, Cid first, Cid last, Stored stored) {}

  /** A folder of two files of a mebibyte each. */
  private static Tree tree() throws IOException {
    return tree(random());
  }

  private static Tree tree(byte[] last) throws IOException {
    TestCar car = new TestCar();
    Cid a = car.add(Cid.RAW, random());
    Cid b = car.add(Cid.RAW, last);
    Cid root =
        car.add(
            Cid.DAG_PB,
            DagPb.encode(
                new PbNode(
                    List.of(new PbLink(a, "a", 1 << 20), new PbLink(b, "b", 1 << 20)),
                    UnixFsData.directory().encode())));
    return new Tree(root, a, b, server.store(owner, car.bytes(), root, 3));
  }

  private static byte[] random() {
    byte[] bytes = new byte[1 << 20];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static String operator() {
    return server.jdbc().sql("select id from api_key").query(String.class).single();
  }

  private static String deny(Cid cid) {
    String id = IdKind.DENIAL.next();
    assertThat(denials().add(id, cid.toString(), DeniedHash.of(cid), "a reason", operator()))
        .isTrue();
    return id;
  }

  private static Denials denials() {
    return server.bean(Denials.class);
  }

  private static HttpResponse<byte[]> get(String path) throws Exception {
    return server.get(path, owner.key());
  }

  private static void becomes(int status, String path) {
    await().untilAsserted(() -> assertThat(get(path).statusCode()).as(path).isEqualTo(status));
  }

  @Test
  void whatAListHidesIsRefusedByBothKindsOfDoubleHashAndSoIsItsWholePiece() throws Exception {
    Tree modern = tree();
    Tree legacy = tree();
    String hidden = Multibase.BASE58BTC.encodeRaw(modern.first.multihash().bytes());
    List<ListedDenial> list =
        List.of(
            listed(ListedDenial.Form.DOUBLE, hidden),
            listed(ListedDenial.Form.DOUBLE_LEGACY, legacy.root.toV1() + "/"));
    assertThat(get("/ipfs/" + modern.first).statusCode()).isEqualTo(200);

    List<String> ids = denials().addAll(list, operator());

    becomes(451, "/ipfs/" + modern.first);
    becomes(451, "/ipfs/" + modern.root + "/a");
    becomes(451, "/piece/" + modern.stored.piece().v2());
    becomes(451, "/ipfs/" + legacy.root.toV0().orElseThrow() + "/b");
    becomes(451, "/piece/" + legacy.stored.piece().v2());
    assertThat(get("/ipfs/" + modern.root + "/b").statusCode()).isEqualTo(200);
    ids.forEach(id -> assertThat(denials().lift(id, operator())).isTrue());
    becomes(200, "/ipfs/" + modern.first);
    becomes(200, "/piece/" + legacy.stored.piece().v2());
  }

  private static ListedDenial listed(ListedDenial.Form form, String hidden) {
    Multihash hash = Multihash.sha256(hidden.getBytes(UTF_8));
    return new ListedDenial(IdKind.DENIAL.next(), form, hash, "//x", "a list");
  }

  @Test
  void aRootIsRefusedInEveryFormUntilTheDenialIsLifted() throws Exception {
    Tree tree = tree();
    String piece = "/piece/" + tree.stored.piece().v2();
    assertThat(get("/ipfs/" + tree.root + "/").statusCode()).isEqualTo(200);
    String etag =
        get("/ipfs/" + tree.root + "?format=car").headers().firstValue("ETag").orElseThrow();

    String denial = deny(tree.root);

    becomes(451, "/ipfs/" + tree.root + "/");
    for (String path :
        List.of(
            "/ipfs/" + tree.root.toV0().orElseThrow() + "/",
            "/ipfs/" + Cid.v1(Cid.RAW, tree.root.multihash()),
            "/ipfs/" + tree.root,
            "/ipfs/" + tree.root + "/a",
            "/ipfs/" + tree.root + "/nothing",
            "/ipfs/" + tree.root + "?format=raw",
            "/ipfs/" + tree.root + "?format=tar",
            "/ipfs/" + tree.root + "?format=car",
            piece)) {
      HttpResponse<byte[]> answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(451);
      assertThat(answer.headers().firstValue("Link"))
          .contains("<https://legal.example.org>; rel=\"blocked-by\"");
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
      assertThat(new String(answer.body(), UTF_8))
          .contains("\"content_blocked\"")
          .doesNotContain("a reason");
      assertThat(server.send("HEAD", path, owner.key()).statusCode()).as(path).isEqualTo(451);
    }
    assertThat(
            server
                .get("/ipfs/" + tree.root + "?format=car", owner.key(), "If-None-Match", etag)
                .statusCode())
        .isEqualTo(451);

    assertThat(denials().lift(denial, operator())).isTrue();
    becomes(200, "/ipfs/" + tree.root + "/");
    assertThat(get(piece).statusCode()).isEqualTo(200);
  }

  /** What lies below goes with it; the same block in a CAR that is not denied stays. */
  @Test
  void aCarWhoseRootIsDeniedIsNotReadFrom() throws Exception {
    byte[] shared = random();
    Tree tree = tree(shared);
    deny(tree.root);
    becomes(451, "/ipfs/" + tree.first);
    assertThat(get("/ipfs/" + tree.last).statusCode()).isEqualTo(451);

    Tree other = tree(shared);

    assertThat(get("/ipfs/" + tree.last).statusCode()).isEqualTo(200);
    assertThat(get("/ipfs/" + other.root + "/b").statusCode()).isEqualTo(200);
    assertThat(get("/ipfs/" + tree.first).statusCode()).isEqualTo(451);
  }

  @Test
  void aPathThatLeadsToADeniedBlockIsRefused() throws Exception {
    Tree tree = tree();
    deny(tree.last);

    becomes(451, "/ipfs/" + tree.root + "/b");
    assertThat(get("/ipfs/" + tree.last).statusCode()).isEqualTo(451);
    assertThat(server.send("HEAD", "/ipfs/" + tree.root + "/b", owner.key()).statusCode())
        .isEqualTo(451);
    assertThat(get("/ipfs/" + tree.root + "/a").statusCode()).isEqualTo(200);
    assertThat(get("/ipfs/" + tree.root + "/").statusCode()).isEqualTo(200);
  }

  @Test
  void aStreamThatComesToADeniedBlockIsVisiblyCut() throws Exception {
    Tree tree = tree();
    deny(tree.last);
    becomes(451, "/ipfs/" + tree.root + "/b");

    for (String form : List.of("car", "tar")) {
      RawHttp.Answer cut =
          RawHttp.get(
              server.port(),
              "/ipfs/" + tree.root + "?format=" + form,
              "Authorization",
              "Bearer " + owner.key());

      assertThat(cut.status()).as(form).isEqualTo(200);
      assertThat(cut.complete()).as(form).isFalse();
      assertThat(cut.text().length()).as(form).isLessThan((1 << 20) + 10_000);
    }
  }

  @Test
  void aPieceThatHoldsADeniedBlockIsRefusedToProvidersToo() throws Exception {
    Tree tree = tree();
    String path = "/piece/" + tree.stored.piece().v2();
    assertThat(get(path).statusCode()).isEqualTo(200);
    String token = server.token(tree.stored.piece().v1(), Duration.ofMinutes(5));

    deny(tree.first);

    becomes(451, path);
    assertThat(server.get("/piece/" + tree.stored.piece().v1(), token).statusCode()).isEqualTo(451);
    assertThat(server.get(path, owner.key(), "Range", "bytes=0-9").statusCode()).isEqualTo(451);
  }

  /** The reader takes nothing until the denial counts, so the server is in the middle by then. */
  @Test
  void aPieceThatIsOnItsWayIsCutWhenItIsDenied() throws Exception {
    TestCar car = new TestCar();
    for (int i = 0; i < 48; i++) {
      car.add(Cid.RAW, random());
    }
    Stored stored = server.store(owner, car.bytes(), car.root(), 48);
    String path = "/piece/" + stored.piece().v1();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      String request =
          "GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
              .formatted(path, owner.key());
      socket.getOutputStream().write(request.getBytes(UTF_8));
      assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8))
          .isEqualTo("HTTP/1.1 200");

      deny(stored.piece().v1().cid());
      await()
          .untilAsserted(
              () -> assertThat(server.send("HEAD", path, owner.key()).statusCode()).isEqualTo(451));

      assertThat(untilClosed(socket)).isBetween(1L, 48L << 20);
    }
  }

  private static long untilClosed(Socket socket) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long all = 0;
    try {
      for (int n = socket.getInputStream().read(buffer); n >= 0; ) {
        all += n;
        n = socket.getInputStream().read(buffer);
      }
    } catch (SocketException reset) {
      return all; // a reset is one of the ways to be cut
    }
    return all;
  }

  @Test
  void aPieceIsDeniedInBothVersionsWithAllThatIsInIt() throws Exception {
    Tree tree = tree();
    deny(tree.stored.piece().v2().cid());

    becomes(451, "/piece/" + tree.stored.piece().v1());
    assertThat(get("/piece/" + tree.stored.piece().v2()).statusCode()).isEqualTo(451);
    assertThat(get("/ipfs/" + tree.first).statusCode()).isEqualTo(451);
    assertThat(get("/ipfs/" + tree.root + "/a").statusCode()).isEqualTo(451);
  }

  /** A stranger learns no more than that it is denied: the same whether it is here or not. */
  @Test
  void aDenialDoesNotTellWhetherTheContentIsHere() throws Exception {
    Tree tree = tree();
    Cid unknown = Cid.sha256(Cid.RAW, "unknown".getBytes(UTF_8));
    deny(tree.root);
    deny(unknown);

    becomes(451, "/ipfs/" + tree.root + "/");
    assertThat(server.get("/ipfs/" + tree.root + "/", "").statusCode()).isEqualTo(451);
    assertThat(server.get("/ipfs/" + unknown, "").statusCode()).isEqualTo(451);
    assertThat(server.get("/ipfs/" + tree.first, "").statusCode()).isEqualTo(401);
  }

  @Test
  void nobodyIsToldThatDeniedContentIsHere() throws Exception {
    Tree tree = tree();
    Tree holed = tree();
    server.show(tree.stored.upload(), "public");
    server.show(holed.stored.upload(), "public");
    for (Cid cid : List.of(tree.root, tree.first, holed.root, holed.last)) {
      assertThat(providers(cid)).as("%s", cid).contains("\"peer\"");
    }

    deny(tree.root);
    deny(holed.last);
    becomes(451, "/ipfs/" + holed.last);

    for (Cid cid : List.of(tree.root, tree.first, holed.last)) {
      assertThat(providers(cid)).as("%s", cid).isEqualTo("{\"Providers\":[]}");
    }
    assertThat(providers(holed.root)).contains("\"peer\"");
  }

  private static String providers(Cid cid) throws Exception {
    HttpResponse<byte[]> answer = server.get("/routing/v1/providers/" + cid, "");
    assertThat(answer.statusCode()).isEqualTo(200);
    return new String(answer.body(), UTF_8);
  }
}
