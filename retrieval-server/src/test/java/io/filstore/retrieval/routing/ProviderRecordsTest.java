package io.filstore.retrieval.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.db.Rows;
import io.filstore.db.denylist.Denials;
import io.filstore.db.denylist.DeniedHash;
import io.filstore.db.piece.DamagedCars;
import io.filstore.ids.IdKind;
import io.filstore.libp2p.Ed25519Key;
import io.filstore.multiformats.Cid;
import io.filstore.retrieval.RunningServer;
import io.filstore.retrieval.RunningServer.Owner;
import io.filstore.retrieval.RunningServer.Stored;
import io.filstore.retrieval.TestCar;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Storage providers beside this server, asked for over real HTTP. */
class ProviderRecordsTest {

  private static final String SELF =
      "12D3KooWA4Xop1JaT3MHxwYMkCepYsv4iPVopMXwCz5iHYdBfeSB"
          + " /dns4/content.example.org/tcp/443/https";
  private static final String PEER = peer(1);
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path cars;
  private static RunningServer server;
  private static Owner owner;
  private static int contents;

  /** A public upload of one block. */
  private record Content(Stored stored, Cid cid) {}

  @BeforeAll
  static void start() {
    server =
        RunningServer.start(cars, "filstore.retrieval.peer.public-url=https://content.example.org");
    owner = server.owner("owner", "content:read");
    Rows.wallet(server.jdbc());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void forget() {
    server.jdbc().sql("truncate provider cascade").update();
  }

  private static String peer(int number) {
    byte[] seed = new byte[32];
    seed[0] = (byte) number;
    return Ed25519Key.ofSeed(seed).peerId().toString();
  }

  @Test
  void providersOfActiveDealsAreNamedBehindThisServer() throws Exception {
    Content content = content();
    provider("f01001", "https://sp.example.org:8443/below", PEER);
    deal(content, "f01001", "active");

    assertThat(named(content.cid()))
        .containsExactly(SELF, PEER + " /dns4/sp.example.org/tcp/8443/https/http-path/below");
    JsonNode record = records(server, content.cid(), "").get(1);
    assertThat(record.get("Schema").asString()).isEqualTo("peer");
    assertThat(record.get("Protocols").toString()).isEqualTo("[\"transport-ipfs-gateway-http\"]");
    HttpResponse<byte[]> lines =
        server.get("/routing/v1/providers/" + content.cid(), "", "Accept", "application/x-ndjson");
    assertThat(new String(lines.body(), UTF_8).lines()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"sealing", "faulted", "terminated", "completed"})
  void othersHaveOrHadADealAndAreNotNamed(String state) throws Exception {
    Content content = content();
    provider("f01001", "https://sp.example.org", PEER);
    deal(content, "f01001", state);

    assertThat(named(content.cid())).containsExactly(SELF);
  }

  @Test
  void whatHasNoPeerIdOrNoAddressMakesNoRecord() throws Exception {
    Content content = content();
    provider("f01001", null, PEER);
    provider("f01002", "https://sp.example.org", null);
    provider("f01003", "https://sp.example.org", "no peer id");
    provider("f01004", "not a url at all", peer(4));
    for (int i = 1; i <= 4; i++) {
      deal(content, "f0100" + i, "active");
    }

    assertThat(named(content.cid())).containsExactly(SELF);
  }

  @Test
  void providersThatAreOnePeerAreOneRecord() throws Exception {
    Content content = content();
    provider("f01001", "https://a.example.org", PEER);
    provider("f01002", "https://b.example.org", PEER);
    provider("f01003", "https://a.example.org", PEER);
    provider("f01004", "https://c.example.org", peer(2));
    for (int i = 1; i <= 4; i++) {
      deal(content, "f0100" + i, "active");
    }

    assertThat(named(content.cid()))
        .containsExactly(
            SELF,
            PEER + " /dns4/a.example.org/tcp/443/https /dns4/b.example.org/tcp/443/https",
            peer(2) + " /dns4/c.example.org/tcp/443/https");
  }

  @ParameterizedTest
  @CsvSource({
    "filter-addrs=https, true, false",
    "filter-addrs=http, false, true",
    "filter-addrs=!https, false, true",
    "filter-addrs=tcp, true, true",
    "filter-protocols=transport-ipfs-gateway-http, true, true",
    "filter-protocols=transport-bitswap, false, false",
  })
  void filtersHoldForProvidersToo(String query, boolean self, boolean provider) throws Exception {
    Content content = content();
    provider("f01001", "http://sp.example.org", PEER);
    deal(content, "f01001", "active");

    List<String> expected = new ArrayList<>();
    if (self) {
      expected.add(SELF);
    }
    if (provider) {
      expected.add(PEER + " /dns4/sp.example.org/tcp/80/http");
    }
    assertThat(named(records(server, content.cid(), "?" + query))).isEqualTo(expected);
  }

  @Test
  void theProvidersOfPrivateContentAreNobodysBusiness() throws Exception {
    Content content = content();
    provider("f01001", "https://sp.example.org", PEER);
    deal(content, "f01001", "active");
    server.show(content.stored().upload(), "private");

    assertThat(named(content.cid())).isEmpty();
  }

  @Test
  void nobodyHasWhatIsDenied() throws Exception {
    Content content = content();
    provider("f01001", "https://sp.example.org", PEER);
    deal(content, "f01001", "active");
    Cid piece = Cid.parse(content.stored().piece().v1().toString());
    String operator =
        server.jdbc().sql("select id from api_key limit 1").query(String.class).single();
    Denials denials = server.bean(Denials.class);
    for (Cid denied : List.of(content.cid(), piece)) {
      String denial = IdKind.DENIAL.next();
      denials.add(denial, denied.toString(), DeniedHash.of(denied), "a reason", operator);
      await().untilAsserted(() -> assertThat(named(content.cid())).isEmpty());
      denials.lift(denial, operator);
      await().untilAsserted(() -> assertThat(named(content.cid())).hasSize(2));
    }
    Files.delete(content.stored().file());
    denials.add(IdKind.DENIAL.next(), piece.toString(), DeniedHash.of(piece), "a reason", operator);
    await().untilAsserted(() -> assertThat(named(content.cid())).isEmpty());
  }

  @Test
  void nobodyIsNamedForContentThatIsDamaged() throws Exception {
    Content content = content();
    provider("f01001", "https://sp.example.org", PEER);
    deal(content, "f01001", "active");
    server
        .bean(DamagedCars.class)
        .quarantine(content.stored().piece().v1().toString(), "a test says so");

    assertThat(named(content.cid())).isEmpty();
  }

  /** Its index alone still says what is in the piece. */
  @Test
  void ofContentThatIsHereNoMoreTheProvidersAreNamedAlone() throws Exception {
    Content content = content();
    provider("f01001", "https://sp.example.org", PEER);
    deal(content, "f01001", "active");
    Files.delete(content.stored().file());

    assertThat(named(content.cid())).containsExactly(PEER + " /dns4/sp.example.org/tcp/443/https");
    server.show(content.stored().upload(), "private");
    assertThat(named(content.cid())).isEmpty();
  }

  @Test
  void addressesThatOnlyWeCanReachAreForTheDevnet() throws Exception {
    Content content = content();
    for (String host : List.of("10.0.0.1", "[::1]", "localhost", "sp.example.org")) {
      String id = "f0100" + host.length();
      provider(id, "http://" + host + ":81", peer(host.length()));
      deal(content, id, "active");
    }

    assertThat(named(content.cid())).hasSize(5);
    try (RunningServer mainnet = server.beside("filstore.retrieval.providers.network=mainnet")) {
      assertThat(named(records(mainnet, content.cid(), "")))
          .filteredOn(record -> !record.startsWith(SELF.substring(0, 52)))
          .containsExactly(peer(14) + " /dns4/sp.example.org/tcp/81/http");
    }
  }

  /** With the providers it is long enough to become shorter. */
  @Test
  void whoAsksForItGetsItCompressed() throws Exception {
    Content content = content();
    for (int i = 1; i <= 4; i++) {
      provider("f0100" + i, "https://sp" + i + ".example.org", peer(i));
      deal(content, "f0100" + i, "active");
    }
    String path = "/routing/v1/providers/" + content.cid();
    for (String accept : List.of("application/json", "application/x-ndjson")) {
      HttpResponse<byte[]> plain = server.get(path, "", "Accept", accept);
      HttpResponse<byte[]> shorter =
          server.get(path, "", "Accept", accept, "Accept-Encoding", "gzip");

      assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
      assertThat(shorter.headers().firstValue("Content-Encoding")).contains("gzip");
      assertThat(plain.headers().allValues("Vary")).contains("Accept", "Accept-Encoding");
      assertThat(shorter.headers().allValues("Vary")).contains("Accept", "Accept-Encoding");
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(shorter.body()))) {
        assertThat(in.readAllBytes()).isEqualTo(plain.body());
      }
    }
  }

  private static List<String> named(Cid cid) throws Exception {
    return named(records(server, cid, ""));
  }

  /** Peer ids with their addresses. */
  private static List<String> named(JsonNode records) {
    List<String> named = new ArrayList<>();
    for (JsonNode record : records) {
      StringBuilder one = new StringBuilder(record.get("ID").asString());
      record.get("Addrs").forEach(address -> one.append(' ').append(address.asString()));
      named.add(one.toString());
    }
    return named;
  }

  private static JsonNode records(RunningServer at, Cid cid, String query) throws Exception {
    HttpResponse<byte[]> answer = at.get("/routing/v1/providers/" + cid + query, "");
    assertThat(answer.statusCode()).isEqualTo(200);
    return JSON.readTree(answer.body()).get("Providers");
  }

  private static Content content() throws IOException {
    TestCar car = new TestCar();
    Cid cid = car.add(Cid.RAW, ("content " + ++contents).getBytes(UTF_8));
    Stored stored = server.store(owner, car.bytes(), car.root(), car.blocks());
    server.show(stored.upload(), "public");
    return new Content(stored, cid);
  }

  private static void provider(String id, @Nullable String url, @Nullable String peer) {
    server
        .jdbc()
        .sql("insert into provider (id, base_url, peer_id) values (?, ?::text, ?::text)")
        .param(id)
        .param(url)
        .param(peer)
        .update();
  }

  private static void deal(Content content, String provider, String state) {
    String id = IdKind.DEAL.next();
    server
        .jdbc()
        .sql(
            """
            insert into deal (id, piece_cid, provider, wallet, product, verified, state, duration_epochs, proposal_key)
            values (?, ?, ?, ?, 'ddo', true, ?, 518400, ?)
            """)
        .params(id, content.stored().piece().v1().toString(), provider, Rows.WALLET, state, id)
        .update();
  }
}
