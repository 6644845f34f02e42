package io.filstore.retrieval.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.ipld.DagPb;
import io.filstore.ipld.PbLink;
import io.filstore.ipld.PbNode;
import io.filstore.libp2p.PeerId;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import io.filstore.retrieval.RunningServer;
import io.filstore.retrieval.RunningServer.Owner;
import io.filstore.retrieval.RunningServer.Stored;
import io.filstore.retrieval.TestCar;
import io.filstore.unixfs.UnixFsData;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who has a CID, asked over real HTTP. */
class RoutingTest {

  private static final String PEER = "12D3KooWA4Xop1JaT3MHxwYMkCepYsv4iPVopMXwCz5iHYdBfeSB";
  private static final String ADDRESS = "/dns4/content.example.org/tcp/443/https";
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path cars;
  private static RunningServer server;
  private static Owner owner;
  private static Tree open;
  private static Tree closed;

  /** An upload of one file in one folder. */
  private record Tree(Stored stored, Cid leaf, Cid root) {}

  @BeforeAll
  static void start() throws IOException {
    server =
        RunningServer.start(cars, "filstore.retrieval.peer.public-url=https://content.example.org");
    owner = server.owner("owner", "content:read");
    open = tree("public");
    closed = tree("private");
    publish(open.stored.upload());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void namesThisServerForEveryBlockOfAPublicUpload() throws Exception {
    for (Cid cid : List.of(open.root, open.leaf)) {
      HttpResponse<byte[]> answer = providers(cid, "");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
      JsonNode record = JSON.readTree(answer.body()).get("Providers").get(0);
      assertThat(record.get("Schema").asString()).isEqualTo("peer");
      assertThat(record.get("ID").asString()).isEqualTo(PEER);
      assertThat(record.get("Addrs").get(0).asString()).isEqualTo(ADDRESS);
      assertThat(record.get("Protocols").get(0).asString())
          .isEqualTo("transport-ipfs-gateway-http");
    }
  }

  @Test
  void findsABlockWhateverTheFormOfItsCid() throws Exception {
    assertThat(found(Cid.v1(Cid.DAG_CBOR, open.leaf.multihash()))).isTrue();
    assertThat(found(open.root.toV0().orElseThrow())).isTrue();
  }

  /** Neither its root, nor its file, nor a block of it, whoever asks. */
  @Test
  void neverConfirmsACidOfAPrivateUpload() throws Exception {
    for (Cid cid : List.of(closed.root, closed.leaf)) {
      assertThat(found(cid)).as(cid.toString()).isFalse();
      HttpResponse<byte[]> asOwner = server.get("/routing/v1/providers/" + cid, owner.key());
      assertThat(new String(asOwner.body(), UTF_8)).isEqualTo("{\"Providers\":[]}");
    }
  }

  @Test
  void tellsPrivateContentNoDifferentlyThanUnknownContent() throws Exception {
    HttpResponse<byte[]> known = providers(closed.root, "");
    HttpResponse<byte[]> unknown = providers(Cid.sha256(Cid.RAW, "nowhere".getBytes(UTF_8)), "");

    assertThat(known.body()).isEqualTo(unknown.body());
    assertThat(known.statusCode()).isEqualTo(unknown.statusCode()).isEqualTo(200);
    assertThat(known.headers().map().keySet()).isEqualTo(unknown.headers().map().keySet());
    assertThat(known.headers().firstValue("Cache-Control"))
        .isEqualTo(unknown.headers().firstValue("Cache-Control"));
  }

  /** The private one's root lies in a public piece, its other block in a piece of its own. */
  @Test
  void aPieceSharedWithAPublicUploadGivesNothingElseOfAPrivateOneAway() throws Exception {
    Tree other = tree("beside");
    String root = open.root.toString();
    String both =
        server.upload(
            owner,
            open.root,
            1,
            other.stored.piece().v1().toString(),
            open.stored.piece().v1().toString());
    server
        .jdbc()
        .sql("insert into entry (upload_id, path, kind, size, cid) values (?, 'f', 'file', 1, ?)")
        .params(both, other.leaf.toString())
        .update();

    assertThat(found(Cid.parse(root))).isTrue();
    assertThat(found(other.leaf)).isFalse();
    assertThat(found(other.root)).isFalse();
  }

  @Test
  void forgetsAnUploadThatIsPublicNoMore() throws Exception {
    Tree once = tree("once");
    publish(once.stored.upload());
    assertThat(found(once.leaf)).isTrue();

    server.show(once.stored.upload(), "private");
    assertThat(found(once.leaf)).isFalse();
  }

  @Test
  void aCarThatIsNotHereAndOneThatIsDamagedHoldNothing() throws Exception {
    Tree gone = tree("gone");
    Tree damaged = tree("damaged");
    Tree cut = tree("cut");
    publish(cut.stored.upload());
    Files.write(cut.stored.file(), new byte[] {1});
    publish(gone.stored.upload());
    publish(damaged.stored.upload());
    Files.delete(gone.stored.file());
    Files.write(
        cars.resolve(damaged.stored.piece().v1() + ".idx"), "FSCARIX1 or not".getBytes(UTF_8));

    assertThat(found(gone.leaf)).isFalse();
    assertThat(found(damaged.leaf)).isFalse();
    assertThat(found(cut.leaf)).isFalse();
    assertThat(found(open.leaf)).isTrue();
    Files.delete(damaged.stored.file());
    Files.delete(cut.stored.file());
  }

  @Test
  void anIdentityCidIsHeldByNobody() throws Exception {
    assertThat(found(Cid.v1(Cid.RAW, Multihash.of(Multihash.IDENTITY, new byte[] {1})))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'application/x-ndjson, application/json;q=0.8', true",
    "application/x-ndjson, true",
    "'application/json, application/x-ndjson', true",
    "'application/json, application/x-ndjson;q=0.5', false",
    "application/x-ndjson;q=0, false",
    "*/*, false",
    "'text/html,*/*;q=0.1', false",
    "not a type, false",
  })
  void givesLinesOnlyToThoseWhoAsk(String accept, boolean lines) throws Exception {
    HttpResponse<byte[]> answer = providers(open.leaf, "", "Accept", accept);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains(lines ? "application/x-ndjson" : "application/json");
    String record =
        """
        {"Schema":"peer","ID":"%s","Addrs":["%s"],"Protocols":["transport-ipfs-gateway-http"]}\
        """
            .formatted(PEER, ADDRESS);
    assertThat(new String(answer.body(), UTF_8))
        .isEqualTo(lines ? record + "\n" : "{\"Providers\":[" + record + "]}");
  }

  @Test
  void noLinesAreAnEmptyBody() throws Exception {
    HttpResponse<byte[]> answer = providers(closed.leaf, "", "Accept", "application/x-ndjson");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "filter-addrs=https, true",
    "filter-addrs=HTTPS, true",
    "'filter-addrs=wss,tcp', true",
    "filter-addrs=wss, false",
    "filter-addrs=!https, false",
    "filter-addrs=!http, true",
    "'filter-addrs=tcp,!https', false",
    "filter-addrs=unknown, false",
    "filter-addrs=, true",
    "filter-protocols=transport-ipfs-gateway-http, true",
    "filter-protocols=Transport-IPFS-Gateway-HTTP, true",
    "'filter-protocols=unknown,transport-bitswap', false",
    "'filter-protocols=unknown,transport-ipfs-gateway-http&filter-addrs=webrtc', false",
  })
  void leavesOutWhatTheCallerCannotUse(String query, boolean found) throws Exception {
    assertThat(found(providers(open.leaf, "?" + query))).isEqualTo(found);
    HttpResponse<byte[]> peers = server.get("/routing/v1/peers/" + PEER + "?" + query, "");
    assertThat(JSON.readTree(peers.body()).get("Peers").isEmpty()).isEqualTo(!found);
  }

  @Test
  void isItselfTheOnlyPeerItKnows() throws Exception {
    String asCid = PeerId.parse(PEER).cid().toString();
    for (String name : List.of(PEER, asCid)) {
      JsonNode peers = JSON.readTree(server.get("/routing/v1/peers/" + name, "").body());
      assertThat(peers.get("Peers").get(0).get("ID").asString()).isEqualTo(PEER);
    }
    HttpResponse<byte[]> other =
        server.get("/routing/v1/peers/QmQzqxhK82kAmKvARFZSkUVS6fo9sySaiogAnx5EnZ6ZmC", "");
    assertThat(new String(other.body(), UTF_8)).isEqualTo("{\"Peers\":[]}");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /routing/v1/providers/garbage, 422",
    "GET, /routing/v1/providers/%00, 400",
    "GET, /routing/v1/peers/garbage, 422",
    "GET, /routing/v1/peers/bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku, 200",
    "GET, /routing/v1/ipns/k51, 501",
    "PUT, /routing/v1/ipns/k51, 501",
    "GET, /routing/v1/dht/closest/peers/x, 501",
    "PUT, /routing/v1/providers, 501",
    "GET, /routing/v1/, 400",
    "GET, /routing/v1/something/else, 400",
    "POST, /routing/v1/providers/garbage, 405",
  })
  void refusesWhatItCannotAnswer(String method, String path, int status) throws Exception {
    HttpResponse<byte[]> answer = server.send(method, path, "");

    assertThat(answer.statusCode()).isEqualTo(status);
    if (status != 200) {
      assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("application/problem+json");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "OPTIONS"})
  void letsPagesOfAnyOriginAsk(String method) throws Exception {
    HttpResponse<byte[]> answer =
        server.send(
            method, "/routing/v1/providers/" + open.leaf, "", "Origin", "https://a.example");

    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Methods").orElseThrow())
        .contains("GET", "OPTIONS");
  }

  @Test
  void saysHowLongTheAnswerHolds() throws Exception {
    HttpResponse<byte[]> known = providers(open.leaf, "");
    HttpResponse<byte[]> unknown = providers(closed.leaf, "");

    assertThat(known.headers().firstValue("Cache-Control"))
        .contains("public, max-age=300, stale-while-revalidate=172800, stale-if-error=172800");
    assertThat(unknown.headers().firstValue("Cache-Control"))
        .contains("public, max-age=15, stale-while-revalidate=172800, stale-if-error=172800");
    for (HttpResponse<byte[]> answer : List.of(known, unknown)) {
      assertThat(answer.headers().allValues("Vary")).contains("Accept");
      assertThat(answer.headers().firstValue("Last-Modified")).isPresent();
    }
  }

  private static boolean found(Cid cid) throws Exception {
    return found(providers(cid, ""));
  }

  private static boolean found(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    return !JSON.readTree(answer.body()).get("Providers").isEmpty();
  }

  private static HttpResponse<byte[]> providers(Cid cid, String query, String... headers)
      throws Exception {
    return server.get("/routing/v1/providers/" + cid + query, "", headers);
  }

  private static void publish(String upload) {
    server.show(upload, "public");
  }

  private static Tree tree(String content) throws IOException {
    byte[] bytes = content.getBytes(UTF_8);
    TestCar car = new TestCar();
    Cid leaf = car.add(Cid.RAW, bytes);
    car.add(
        Cid.DAG_PB,
        DagPb.encode(
            new PbNode(
                List.of(new PbLink(leaf, "file", bytes.length)), UnixFsData.directory().encode())));
    Stored stored = server.store(owner, car.bytes(), car.root(), car.blocks());
    return new Tree(stored, leaf, car.root());
  }
}
