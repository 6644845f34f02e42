package io.filstore.retrieval.find;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.libp2p.PeerId;
import io.filstore.multiformats.Cid;
import io.filstore.retrieval.fallback.RawSource;
import io.filstore.retrieval.outside.OutsideHttp;
import io.filstore.retrieval.outside.Patience;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routers and indexers, good ones and bad ones, over real HTTP. */
class FinderTest {
  private static final Cid CID = Cid.sha256(Cid.RAW, new byte[] {1});
  private static final Cid OTHER = Cid.sha256(Cid.RAW, new byte[] {2});
  private static final PeerId SELF =
      PeerId.parse("12D3KooWA4Xop1JaT3MHxwYMkCepYsv4iPVopMXwCz5iHYdBfeSB");
  private static final String PEER = "12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq";
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String JSON = "Content-Type: application/json";
  private static final String LINES = "Content-Type: application/x-ndjson";
  private static final String GATEWAY_METADATA = base64("a01200");
  private static final String BITSWAP_METADATA = base64("8012");

  private final OutsideHttp http = OutsideHttp.anywhere(new Patience(MINUTE, MINUTE, MINUTE));
  private final List<RawSource> servers = new ArrayList<>();
  private final MovingClock clock = new MovingClock();

  @AfterEach
  void stop() throws IOException {
    for (RawSource server : servers) {
      server.close();
    }
    http.close();
  }

  @Test
  void aRoutersJsonIsRead() throws Exception {
    RawSource router =
        answering(
            providers(
                peer("/dns4/one.example/tcp/443/https", Records.GATEWAY),
                peer("/dns/two.example/tcp/8443/tls/http", "Transport-IPFS-Gateway-HTTP"),
                peer("/dns4/three.example/tcp/443/https/http-path/fil%2Fgw", Records.GATEWAY),
                peer("/dns4/no.example/tcp/443/https/http-path/..%2Fgw", Records.GATEWAY)),
            JSON);

    assertThat(finder(routing(router)).whoHas(CID))
        .containsExactly(
            HttpUrl.get("https://one.example"),
            HttpUrl.get("https://two.example:8443"),
            HttpUrl.get("https://three.example/fil/gw"));
    assertThat(router.asked().getFirst().path())
        .isEqualTo(
            "/routing/v1/providers/" + CID + "?filter-protocols=transport-ipfs-gateway-http");
    assertThat(router.asked().getFirst().headers().get("accept"))
        .isEqualTo("application/x-ndjson, application/json;q=0.8");
  }

  @Test
  void aRoutersLinesAreReadAndTheUnreadableOnesPassedOver() throws Exception {
    RawSource router =
        answering(
            String.join(
                "\n",
                peer("/dns4/one.example/tcp/443/https", Records.GATEWAY),
                "",
                "{\"Schema\": \"peer\", \"Addrs",
                "[1, 2]",
                "\"text\"",
                peer("/dns4/two.example/tcp/443/https", Records.GATEWAY),
                ""),
            LINES);

    assertThat(finder(routing(router)).whoHas(CID))
        .containsExactly(HttpUrl.get("https://one.example"), HttpUrl.get("https://two.example"));
  }

  @Test
  void onlyPublicGatewaysByHttpsAreUsedAndNeverOurselves() throws Exception {
    RawSource router =
        answering(
            providers(
                peer("/dns4/bitswap.example/tcp/443/https", "transport-bitswap"),
                peer("/dns4/plain.example/tcp/80/http", Records.GATEWAY),
                peer("/ip4/10.0.0.1/tcp/443/https", Records.GATEWAY),
                peer("/ip4/169.254.169.254/tcp/443/https", Records.GATEWAY),
                peer("/ip6/::1/tcp/443/https", Records.GATEWAY),
                peer("/ip4/1.2.3.4/tcp/4001", Records.GATEWAY),
                peer("no address", Records.GATEWAY),
                peer(SELF.toString(), "/dns4/us.example/tcp/443/https", Records.GATEWAY),
                peer("/dns4/ours.example/tcp/443/https", Records.GATEWAY),
                peer("/ip4/1.2.3.4/tcp/443/https", Records.GATEWAY)),
            JSON);

    assertThat(finder(routing(router)).whoHas(CID)).containsExactly(HttpUrl.get("https://1.2.3.4"));
  }

  @Test
  void anIndexersJsonIsReadAsFarAsItIsAboutTheBlock() throws Exception {
    RawSource indexer =
        answering(
            "{\"MultihashResults\":[%s,%s,{\"Multihash\":\"!\",\"ProviderResults\":[%s]}]}"
                .formatted(
                    result(CID, provider("/dns4/one.example/tcp/443/https", GATEWAY_METADATA)),
                    result(OTHER, provider("/dns4/no.example/tcp/443/https", GATEWAY_METADATA)),
                    provider("/dns4/no.example/tcp/443/https", GATEWAY_METADATA)),
            JSON);

    assertThat(finder(ipni(indexer)).whoHas(CID))
        .containsExactly(HttpUrl.get("https://one.example"));
    assertThat(indexer.asked().getFirst().path()).isEqualTo("/cid/" + CID);
  }

  @Test
  void anIndexersLinesAreReadAndThoseWithoutAGatewayPassedOver() throws Exception {
    RawSource indexer =
        answering(
            String.join(
                "\n",
                provider("/dns4/bitswap.example/tcp/443/https", BITSWAP_METADATA),
                "",
                provider("/dns4/cut.example/tcp/443/https", base64("a012")),
                provider("/dns4/none.example/tcp/443/https", "***"),
                provider("/dns4/one.example/tcp/443/https", base64("8012a01200"))),
            LINES);

    assertThat(finder(ipni(indexer)).whoHas(CID))
        .containsExactly(HttpUrl.get("https://one.example"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 Not Found | X-None: 1 | 15",
        "200 OK | X-None: 1 | 15",
        "404 Not Found | Cache-Control: public, max-age=40 | 40",
        "200 OK | Cache-Control: public, max-age=40, stale-if-error=172800 | 40",
        "200 OK | Cache-Control: max-age=100000 | 60",
        "200 OK | Cache-Control: max-age=0 | 5",
        "404 Not Found | Cache-Control: no-store | 5",
      })
  void thatNobodyHasItIsRemembered(String status, String header, int seconds) throws Exception {
    RawSource router =
        server(status, "{\"Providers\": null}", header, "Content-Type: application/json");
    Finder finder = finder(routing(router));

    assertThat(finder.whoHas(CID)).isEmpty();
    clock.pass(Duration.ofSeconds(seconds).minusMillis(1));
    assertThat(finder.whoHas(CID)).isEmpty();
    assertThat(router.asked()).as("asked again too soon").hasSize(1);

    clock.pass(Duration.ofMillis(1));
    assertThat(finder.whoHas(CID)).isEmpty();
    assertThat(router.asked()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-None: 1 | 60",
        "Cache-Control: public, max-age=7 | 7",
        "Cache-Control: s-maxage=3, max-age=\"9\" | 9",
        "Cache-Control: max-age=100000 | 300",
      })
  void whoHasItIsRemembered(String header, int seconds) throws Exception {
    RawSource router =
        answering(
            providers(peer("/dns4/one.example/tcp/443/https", Records.GATEWAY)), JSON, header);
    Finder finder = finder(routing(router));

    assertThat(finder.whoHas(CID)).hasSize(1);
    clock.pass(Duration.ofSeconds(seconds).minusMillis(1));
    assertThat(finder.whoHas(CID)).hasSize(1);
    assertThat(router.asked()).hasSize(1);

    clock.pass(Duration.ofMillis(1));
    assertThat(finder.whoHas(CID)).hasSize(1);
    assertThat(router.asked()).hasSize(2);
  }

  @Test
  void whatMustNotBeStoredIsNot() throws Exception {
    RawSource router =
        answering(
            providers(peer("/dns4/one.example/tcp/443/https", Records.GATEWAY)),
            JSON,
            "Cache-Control: no-store");
    Finder finder = finder(routing(router));

    finder.whoHas(CID);
    finder.whoHas(CID);
    assertThat(router.asked()).hasSize(2);
  }

  @Test
  void aRouterThatIsTooBusyIsLeftAloneForAllBlocks() throws Exception {
    RawSource router = server("429 Too Many Requests", "", "Retry-After: 30");
    Finder finder = finder(routing(router));

    finder.whoHas(CID);
    clock.pass(Duration.ofSeconds(30).minusMillis(1));
    finder.whoHas(OTHER);
    assertThat(router.asked()).hasSize(1);

    clock.pass(Duration.ofMillis(1));
    finder.whoHas(OTHER);
    assertThat(router.asked()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"{", "<html>", "{\"Providers\": [}"})
  void anAnswerThatIsNoJsonNamesNobody(String body) throws Exception {
    RawSource router = answering(body, JSON);
    Finder finder = finder(routing(router));

    assertThat(finder.whoHas(CID)).isEmpty();
    assertThat(finder.whoHas(OTHER)).isEmpty();
    assertThat(router.asked()).as("left alone").hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]",
        "7",
        "null",
        "{\"Providers\": {\"a\": 1}}",
        "{\"Providers\": [1, null, [], {\"Protocols\": 1, \"Addrs\": {}}]}",
        "{\"Providers\": [{\"Protocols\": [\"transport-ipfs-gateway-http\"], \"Addrs\": [1, {}]}]}",
      })
  void anAnswerOfAnotherShapeNamesNobody(String body) throws Exception {
    assertThat(finder(routing(answering(body, JSON))).whoHas(CID)).isEmpty();
  }

  @Test
  void anAnswerThatIsTooLongNamesNobody() throws Exception {
    String much = " ".repeat(1 << 20);
    RawSource router =
        answering(providers(peer("/dns4/one.example/tcp/443/https", Records.GATEWAY)) + much, JSON);

    assertThat(finder(routing(router)).whoHas(CID)).isEmpty();
  }

  @Test
  void ofManyNamesFewAreTaken() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      lines.append(peer("/dns4/h%d.example/tcp/443/https".formatted(i), Records.GATEWAY));
      lines.append('\n');
    }
    assertThat(finder(routing(answering(lines.toString(), LINES))).whoHas(CID)).hasSize(16);
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    RawSource other =
        answering(providers(peer("/dns4/one.example/tcp/443/https", Records.GATEWAY)), JSON);
    RawSource router = server("307 Temporary Redirect", "", "Location: " + other.url() + "/x");

    assertThat(finder(routing(router)).whoHas(CID)).isEmpty();
    assertThat(other.asked()).isEmpty();
  }

  @Test
  void theNextIsAskedWhenTheFirstNamesNobody() throws Exception {
    RawSource empty = answering("{\"Providers\":[]}", JSON);
    RawSource down = server("500 Internal Server Error", "");
    RawSource knows =
        answering(provider("/dns4/one.example/tcp/443/https", GATEWAY_METADATA), LINES);

    assertThat(finder(routing(empty), routing(down), ipni(knows)).whoHas(CID))
        .containsExactly(HttpUrl.get("https://one.example"));
  }

  private Finder finder(Router... routers) {
    Usable usable = Usable.of(false, SELF, List.of("/dns4/ours.example/tcp/443/https"));
    return new Finder(List.of(routers), usable, http, clock);
  }

  private static Router routing(RawSource server) {
    return router(server, Router.Delegated::new);
  }

  private static Router ipni(RawSource server) {
    return router(server, Router.Indexer::new);
  }

  private static Router router(RawSource server, Function<HttpUrl, Router> kind) {
    return kind.apply(HttpUrl.get(server.url()));
  }

  private RawSource answering(String body, String... headers) throws IOException {
    return server("200 OK", body, headers);
  }

  private RawSource server(String status, String body, String... headers) throws IOException {
    byte[] answer = RawSource.http(status, body.getBytes(UTF_8), headers);
    RawSource server = new RawSource((_, out) -> out.write(answer));
    servers.add(server);
    return server;
  }

  private static String providers(String... peers) {
    return "{\"Providers\":[" + String.join(",", peers) + "]}";
  }

  private static String peer(String address, String protocol) {
    return peer(PEER, address, protocol);
  }

  private static String peer(String id, String address, String protocol) {
    return "{\"Schema\":\"peer\",\"ID\":\"%s\",\"Addrs\":[\"%s\"],\"Protocols\":[\"%s\"],\"x\":{}}"
        .formatted(id, address, protocol);
  }

  private static String result(Cid cid, String... providers) {
    return "{\"Multihash\":\"%s\",\"ProviderResults\":[%s]}"
        .formatted(
            Base64.getEncoder().encodeToString(cid.multihash().bytes()),
            String.join(",", Arrays.asList(providers)));
  }

  private static String provider(String address, String metadata) {
    return "{\"ContextID\":\"AAA=\",\"Metadata\":\"%s\",\"Provider\":{\"ID\":\"%s\",\"Addrs\":[\"%s\"]}}"
        .formatted(metadata, PEER, address);
  }

  private static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }

  private static final class MovingClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
