package io.filstore.retrieval.fallback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.Cid;
import io.filstore.retrieval.RawHttp;
import io.filstore.retrieval.RunningServer;
import io.filstore.retrieval.RunningServer.Owner;
import io.filstore.retrieval.RunningServer.Stored;
import io.filstore.retrieval.TestCar;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content whose CAR is gone is read back from those who have a copy, over real HTTP. */
class FallbackTest {
  @TempDir static Path cars;
  private static final Map<String, byte[]> ON_THE_GATEWAY = new ConcurrentHashMap<>();
  private static RawSource gateway;
  private static RunningServer server;
  private static Owner owner;
  private static int contents;

  private final List<RawSource> sources = new ArrayList<>();

  /** An upload of two leaves under a root of dag-cbor. */
  private record Upload(Stored stored, Cid root, Cid leaf, byte[] leafBytes, byte[] car) {}

  @BeforeAll
  static void start() throws IOException {
    gateway = new RawSource(blocks(ON_THE_GATEWAY));
    server =
        RunningServer.start(
            cars,
            "filstore.retrieval.fallback.gateways=" + gateway.url(),
            "filstore.retrieval.fallback.allow-private=true",
            "filstore.retrieval.fallback.hedge-least=1h",
            "filstore.retrieval.fallback.hedge-most=1h");
    owner = server.owner("owner", "content:read");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    gateway.close();
  }

  @AfterEach
  void forget() throws IOException {
    for (RawSource source : sources) {
      source.close();
    }
    ON_THE_GATEWAY.clear();
  }

  @Test
  void theSameBytesComeFromTheProviderOfTheDeal() throws Exception {
    Upload upload = upload();
    byte[] before = get("/ipfs/" + upload.root() + "?format=car").body();
    RawSource provider = provider(upload, "f01001", RawSource.piece(upload.car()));
    Copies.lose(upload.stored());

    HttpResponse<byte[]> after = get("/ipfs/" + upload.root() + "?format=car");

    assertThat(after.statusCode()).isEqualTo(200);
    assertThat(after.body()).isEqualTo(before);
    assertThat(provider.asked())
        .hasSize(3)
        .allSatisfy(asked -> {
          assertThat(asked.path()).isEqualTo("/piece/" + upload.stored().piece().v2());
          assertThat(asked.range()).startsWith("bytes=");
        });
  }

  /** Behind a proxy that keeps other things at its root. */
  @Test
  void aProvidersOwnPathStays() throws Exception {
    Upload upload = upload();
    RawSource provider = provider(upload, "f01001", blocks(Map.of()));
    server
        .jdbc()
        .sql("update provider set base_url = base_url || '/under/' where id = 'f01001'")
        .update();
    Copies.lose(upload.stored());

    get("/ipfs/" + upload.leaf() + "?format=raw");

    assertThat(provider.asked())
        .extracting(RawSource.Asked::path)
        .containsExactly(
            "/under/piece/" + upload.stored().piece().v2(),
            "/under/ipfs/" + upload.leaf() + "?format=raw");
  }

  @Test
  void aBlockThatOnlyTheIndexNamesComesBackToo() throws Exception {
    Upload upload = upload();
    provider(upload, "f01001", RawSource.piece(upload.car()));
    Copies.lose(upload.stored());

    HttpResponse<byte[]> block = get("/ipfs/" + upload.leaf() + "?format=raw");

    assertThat(block.statusCode()).isEqualTo(200);
    assertThat(block.body()).isEqualTo(upload.leafBytes());
  }

  @Test
  void aProviderThatLiesIsPassedOverForOneThatDoesNot() throws Exception {
    Upload upload = upload();
    byte[] wrong = upload.car().clone();
    for (int i = 60; i < wrong.length; i++) {
      wrong[i] ^= 1;
    }
    RawSource liar = provider(upload, "f01001", RawSource.piece(wrong));
    RawSource honest = provider(upload, "f01002", RawSource.piece(upload.car()));
    Copies.lose(upload.stored());

    assertThat(get("/ipfs/" + upload.leaf() + "?format=raw").body()).isEqualTo(upload.leafBytes());
    assertThat(get("/ipfs/" + upload.root() + "?format=raw").statusCode()).isEqualTo(200);
    assertThat(liar.asked()).as("asked once and then left alone").hasSize(1);
    assertThat(honest.asked()).hasSize(2);
  }

  @Test
  void theGatewayGivesWhatNoProviderHas() throws Exception {
    Upload upload = upload();
    RawSource without = provider(upload, "f01001", blocks(Map.of()));
    ON_THE_GATEWAY.put(upload.leaf().toString(), upload.leafBytes());
    Copies.lose(upload.stored());

    assertThat(get("/ipfs/" + upload.leaf() + "?format=raw").body()).isEqualTo(upload.leafBytes());
    assertThat(without.asked()).as("for its piece and for the block").hasSize(2);
  }

  @Test
  void withoutAnIndexOnlyProvidersAreAsked() throws Exception {
    Upload upload = upload();
    RawSource provider =
        provider(upload, "f01001", blocks(Map.of(upload.root().toString(), root(upload))));
    Copies.lose(upload.stored());
    Copies.loseIndex(upload.stored());
    int before = gateway.asked().size();

    assertThat(get("/ipfs/" + upload.root() + "?format=raw").body()).isEqualTo(root(upload));
    assertThat(get("/ipfs/" + upload.root() + "?format=car").statusCode()).isEqualTo(503);
    assertThat(provider.asked()).allSatisfy(asked -> assertThat(asked.path()).startsWith("/ipfs/"));
    assertThat(gateway.asked()).hasSize(before);
  }

  @Test
  void whatNoRowNamesIsAskedOfNobody() throws Exception {
    Upload upload = upload();
    RawSource provider = provider(upload, "f01001", RawSource.piece(upload.car()));
    Copies.lose(upload.stored());
    byte[] foreign = "not ours".getBytes(UTF_8);
    Cid cid = Cid.sha256(Cid.RAW, foreign);
    ON_THE_GATEWAY.put(cid.toString(), foreign);
    int before = gateway.asked().size();

    assertThat(get("/ipfs/" + cid + "?format=raw").statusCode()).isEqualTo(404);
    assertThat(gateway.asked()).hasSize(before);
    assertThat(provider.asked()).isEmpty();
  }

  @Test
  void aLinkOfOursToAForeignBlockIsNotFollowedOutside() throws Exception {
    byte[] foreign = "not ours either".getBytes(UTF_8);
    Cid cid = Cid.sha256(Cid.RAW, foreign);
    ON_THE_GATEWAY.put(cid.toString(), foreign);
    TestCar car = new TestCar();
    Cid root = car.add(Cid.DAG_CBOR, list(cid));
    Stored stored = server.store(owner, car.bytes(), root, 1);
    Upload upload = new Upload(stored, root, cid, foreign, car.bytes());
    provider(upload, "f01001", RawSource.piece(car.bytes()));
    Copies.lose(stored);
    int before = gateway.asked().size();

    assertThat(get("/ipfs/" + root + "/0?format=raw").statusCode()).isEqualTo(404);
    assertThat(gateway.asked()).hasSize(before);
  }

  @Test
  void aStrangerCausesNoQuestion() throws Exception {
    Upload upload = upload();
    RawSource provider = provider(upload, "f01001", RawSource.piece(upload.car()));
    Copies.lose(upload.stored());
    Owner stranger = server.owner("stranger", "content:read");

    assertThat(server.get("/ipfs/" + upload.root(), stranger.key()).statusCode()).isEqualTo(404);
    assertThat(server.get("/ipfs/" + upload.leaf(), "").statusCode()).isEqualTo(401);
    assertThat(provider.asked()).isEmpty();
  }

  @Test
  void onlyIfCachedCausesNoQuestion() throws Exception {
    Upload upload = upload();
    RawSource provider = provider(upload, "f01001", RawSource.piece(upload.car()));
    Copies.lose(upload.stored());

    assertThat(
            get("/ipfs/" + upload.root() + "?format=raw", "Cache-Control", "only-if-cached")
                .statusCode())
        .isEqualTo(412);
    assertThat(provider.asked()).isEmpty();
  }

  @Test
  void whenNobodyGivesItTheProblemNamesWhoWasAsked() throws Exception {
    Upload upload = upload();
    RawSource down = provider(upload, "f01001", RawSource.piece(upload.car()));
    down.close();
    provider(
        upload,
        "f01002",
        (_, out) -> out.write(RawSource.http("500 Internal Server Error", new byte[0])));
    Copies.lose(upload.stored());

    HttpResponse<byte[]> answer = get("/ipfs/" + upload.root() + "?format=raw");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("30");
    assertThat(answer.body())
        .asString(UTF_8)
        .contains(
            "\"code\":\"retrieval_unavailable\"",
            "\"retryable\":true",
            "f01001 (unreachable)",
            "f01002 (refused)",
            "127.0.0.1 (does not have it)")
        .doesNotContain("http://127");
  }

  @Test
  void whenAllGiveWrongBytesItIs502() throws Exception {
    Upload upload = upload();
    byte[] wrong = upload.car().clone();
    for (int i = 0; i < wrong.length; i++) {
      wrong[i] ^= 1;
    }
    provider(upload, "f01001", RawSource.piece(wrong));
    Copies.lose(upload.stored());

    HttpResponse<byte[]> answer = get("/ipfs/" + upload.root() + "?format=raw");

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).asString(UTF_8).contains("f01001 (sent wrong bytes)");
  }

  @Test
  void withNobodyToAskItIs503() throws Exception {
    Upload upload = upload();
    Copies.lose(upload.stored());
    Copies.loseIndex(upload.stored());

    assertThat(get("/ipfs/" + upload.root() + "?format=raw").statusCode()).isEqualTo(503);
  }

  @Test
  void aCarStreamWhoseSourceFailsEndsVisiblyBroken() throws Exception {
    TestCar car = new TestCar();
    Cid large = car.add(Cid.RAW, new byte[1 << 20]);
    Cid lost = car.add(Cid.RAW, "lost".getBytes(UTF_8));
    int lostFrom = car.endOf(1) - 4;
    Cid root = car.add(Cid.DAG_CBOR, list(large, lost));
    Stored stored = server.store(owner, car.bytes(), root, car.blocks());
    Upload upload = new Upload(stored, root, large, new byte[1 << 20], car.bytes());
    provider(
        upload,
        "f01001",
        (asked, out) -> {
          if (asked.range().startsWith("bytes=" + lostFrom + "-")) {
            throw new IOException("no more");
          }
          RawSource.piece(car.bytes()).answer(asked, out);
        });
    Copies.lose(stored);

    RawHttp.Answer cut = raw("/ipfs/" + root + "?format=car");

    assertThat(cut.status()).isEqualTo(200);
    assertThat(cut.complete()).isFalse();
  }

  @Test
  void aWholePieceIsNotFetchedAsItCannotBeVerifiedOnItsWay() throws Exception {
    Upload upload = upload();
    RawSource provider = provider(upload, "f01001", RawSource.piece(upload.car()));
    Copies.lose(upload.stored());

    assertThat(get("/piece/" + upload.stored().piece().v2()).statusCode()).isEqualTo(503);
    assertThat(provider.asked()).isEmpty();
  }

  @Test
  void switchedOffNobodyIsAsked(@TempDir Path others) throws Exception {
    try (RunningServer off =
        RunningServer.start(others, "filstore.retrieval.fallback.enabled=false")) {
      Owner reader = off.owner("owner", "content:read");
      Upload upload = upload(off, reader);
      RawSource provider = add(off, upload, "f01001", RawSource.piece(upload.car()));
      Copies.lose(upload.stored());

      assertThat(off.get("/ipfs/" + upload.root(), reader.key()).statusCode()).isEqualTo(503);
      assertThat(provider.asked()).isEmpty();
    }
  }

  @Test
  void onARealNetworkAProviderAtAPrivateAddressIsNotCalled(@TempDir Path others) throws Exception {
    try (RunningServer real =
        RunningServer.start(others, "filstore.retrieval.providers.network=mainnet")) {
      Owner reader = real.owner("owner", "content:read");
      Upload upload = upload(real, reader);
      RawSource provider = add(real, upload, "f01001", RawSource.piece(upload.car()));
      Copies.lose(upload.stored());

      HttpResponse<byte[]> answer =
          real.get("/ipfs/" + upload.root() + "?format=raw", reader.key());

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).asString(UTF_8).contains("f01001 (at a private address)");
      assertThat(provider.asked()).isEmpty();
    }
  }

  @Test
  void sourcesThatAreTooSlowAre504(@TempDir Path others) throws Exception {
    try (RunningServer hasty =
        RunningServer.start(others, "filstore.retrieval.fallback.call=200ms")) {
      Owner reader = hasty.owner("owner", "content:read");
      Upload upload = upload(hasty, reader);
      CountDownLatch over = new CountDownLatch(1);
      add(hasty, upload, "f01001", (_, _) -> over.await());
      Copies.lose(upload.stored());

      HttpResponse<byte[]> answer =
          hasty.get("/ipfs/" + upload.root() + "?format=raw", reader.key());
      over.countDown();

      assertThat(answer.statusCode()).isEqualTo(504);
      assertThat(answer.body())
          .asString(UTF_8)
          .contains("\"code\":\"upstream_timeout\"", "f01001 (too slow)");
    }
  }

  @Test
  void whoeverARouterNamesIsAskedLast(@TempDir Path others) throws Exception {
    Map<String, byte[]> there = new ConcurrentHashMap<>();
    RawSource found = new RawSource(blocks(there));
    sources.add(found);
    String address = found.url().replace("http://127.0.0.1:", "/ip4/127.0.0.1/tcp/") + "/http";
    String record =
        "{\"Providers\":[{\"Addrs\":[\"%s\"],\"Protocols\":[\"transport-ipfs-gateway-http\"]}]}"
            .formatted(address);
    RawSource router =
        new RawSource((_, out) ->
            out.write(
                RawSource.http(
                    "200 OK", record.getBytes(UTF_8), "Content-Type: application/json")));
    sources.add(router);
    try (RunningServer finding =
        RunningServer.start(
            others,
            "filstore.retrieval.find.routing=" + router.url(),
            "filstore.retrieval.find.allow-private=true",
            "filstore.retrieval.fallback.allow-private=true")) {
      Owner reader = finding.owner("owner", "content:read");
      Upload upload = upload(finding, reader);
      RawSource provider = add(finding, upload, "f01001", blocks(Map.of()));
      there.put(upload.leaf().toString(), upload.leafBytes());
      Copies.lose(upload.stored());

      assertThat(finding.get("/ipfs/" + upload.leaf() + "?format=raw", reader.key()).body())
          .isEqualTo(upload.leafBytes());
      assertThat(provider.asked()).hasSize(2);
      assertThat(router.asked()).hasSize(1);

      assertThat(
              finding.get("/ipfs/" + Cid.sha256(Cid.RAW, new byte[9]), reader.key()).statusCode())
          .isEqualTo(404);
      assertThat(router.asked()).as("nobody is told what was asked for in vain").hasSize(1);
    }
  }

  @Test
  void whatWasFetchedOnceIsKeptAndReadBackVerified(@TempDir Path others, @TempDir Path kept)
      throws Exception {
    try (RunningServer keeping =
        RunningServer.start(others, "filstore.retrieval.fallback.cache-dir=" + kept)) {
      Owner reader = keeping.owner("owner", "content:read");
      Owner stranger = keeping.owner("stranger", "content:read");
      Upload upload = upload(keeping, reader);
      RawSource provider = add(keeping, upload, "f01001", RawSource.piece(upload.car()));
      Copies.lose(upload.stored());
      String path = "/ipfs/" + upload.leaf() + "?format=raw";

      assertThat(keeping.get(path, reader.key()).body()).isEqualTo(upload.leafBytes());
      provider.close();

      assertThat(keeping.get(path, reader.key()).body()).isEqualTo(upload.leafBytes());
      assertThat(keeping.get(path, stranger.key()).statusCode()).isEqualTo(404);

      Path file = Files.list(kept).toList().getFirst();
      byte[] changed = Files.readAllBytes(file);
      changed[0] ^= 1;
      Files.write(file, changed);
      assertThat(keeping.get(path, reader.key()).statusCode()).isEqualTo(503);
    }
  }

  private static Upload upload() throws IOException {
    return upload(server, owner);
  }

  private static Upload upload(RunningServer at, Owner of) throws IOException {
    byte[] leafBytes = ("leaf " + ++contents).getBytes(UTF_8);
    TestCar car = new TestCar();
    Cid leaf = car.add(Cid.RAW, leafBytes);
    Cid other = car.add(Cid.RAW, ("other " + contents).getBytes(UTF_8));
    Cid root = car.add(Cid.DAG_CBOR, list(leaf, other));
    Stored stored = at.store(of, car.bytes(), root, car.blocks());
    return new Upload(stored, root, leaf, leafBytes, car.bytes());
  }

  private static byte[] root(Upload upload) {
    return list(upload.leaf(), Cid.sha256(Cid.RAW, ("other " + contents).getBytes(UTF_8)));
  }

  private static byte[] list(Cid... links) {
    CborWriter list = new CborWriter().array(links.length);
    for (Cid link : links) {
      list.link(link);
    }
    return list.toBytes();
  }

  private RawSource provider(Upload upload, String id, RawSource.Script script) throws IOException {
    return add(server, upload, id, script);
  }

  private RawSource add(RunningServer at, Upload upload, String id, RawSource.Script script)
      throws IOException {
    RawSource source = new RawSource(script);
    sources.add(source);
    Copies.add(at, upload.stored(), id, source);
    return source;
  }

  /** Gives these blocks, by their CIDs. */
  private static RawSource.Script blocks(Map<String, byte[]> blocks) {
    return (asked, out) -> {
      String cid = asked.path().replaceAll("^/ipfs/|\\?.*", "");
      byte[] block = blocks.get(cid);
      out.write(
          block == null
              ? RawSource.http("404 Not Found", new byte[0])
              : RawSource.http("200 OK", block, "Content-Type: application/vnd.ipld.raw"));
    };
  }

  private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return server.get(path, owner.key(), headers);
  }

  private static RawHttp.Answer raw(String path) throws IOException {
    return RawHttp.get(server.port(), path, "Authorization", "Bearer " + owner.key());
  }
}
