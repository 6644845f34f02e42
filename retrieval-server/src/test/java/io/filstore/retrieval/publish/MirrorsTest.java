package io.filstore.retrieval.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.filstore.db.Crashes;
import io.filstore.libp2p.Ed25519Key;
import io.filstore.retrieval.RunningServer;
import io.filstore.retrieval.RunningServer.Stored;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** Who else has it, read from the running server by an indexer that checks everything. */
class MirrorsTest {
  private static final String FIRST = "aa".repeat(32);
  private static final String SECOND = "bb".repeat(32);

  @TempDir static Path cars;
  private static Publishing publishing;

  @BeforeAll
  static void start() {
    publishing = Publishing.start(cars, Publishing.byHand());
  }

  @BeforeEach
  void empty() {
    publishing.empty();
  }

  @AfterAll
  static void stop() {
    publishing.close();
  }

  @Test
  void areToldOnceForAllThereIsAndWillBe() throws Exception {
    publishing.open(publishing.upload("a"));
    StrictIndexer indexer = publishing.indexer();
    round(mirrors("https://a.example.org", FIRST));
    round(mirrors("https://a.example.org", FIRST));
    assertThat(indexer.sync().extended)
        .isEqualTo(Map.of(peer(FIRST), "/dns4/a.example.org/tcp/443/https a01200"));

    publishing.open(publishing.upload("b"));
    Publisher running = publisher(Publishing.URL, mirrors("https://a.example.org", FIRST));
    for (int i = 0; i < 3; i++) {
      running.run();
      round(mirrors("https://a.example.org", FIRST));
    }
    assertThat(indexer.sync().contexts).hasSize(2);
    assertThat(indexer.chain).hasSize(3);
    assertThat(indexer.extended).hasSize(1);
    assertThat(publishing.indexer().sync().extended).isEqualTo(indexer.extended);
  }

  @Test
  void nobodyIsToldWithoutTheSettingNorBeforeThereIsContent() throws Exception {
    round(mirrors("https://a.example.org", FIRST));
    assertThat(publishing.indexer().sync().chain).isEmpty();

    publishing.open(publishing.upload("a"));
    round(List.of());
    round(List.of());
    StrictIndexer indexer = publishing.indexer().sync();
    assertThat(indexer.chain).hasSize(1);
    assertThat(indexer.extensions).isZero();
  }

  @Test
  void areToldAnewWhenTheSettingChangesAndTakenBackWithIt() throws Exception {
    publishing.open(publishing.upload("a"));
    round(List.of());
    StrictIndexer indexer = publishing.indexer();
    round(mirrors("https://a.example.org", FIRST));
    assertThat(indexer.sync().extended).hasSize(1);

    round(mirrors("https://a.example.org,http://b.example.org:81/below", FIRST + ", " + SECOND));
    assertThat(indexer.sync().extended)
        .isEqualTo(
            Map.of(
                peer(FIRST), "/dns4/a.example.org/tcp/443/https a01200",
                peer(SECOND), "/dns4/b.example.org/tcp/81/http/http-path/below a01200"));

    round(mirrors("https://moved.example.org", SECOND));
    assertThat(indexer.sync().extended)
        .isEqualTo(Map.of(peer(SECOND), "/dns4/moved.example.org/tcp/443/https a01200"));

    round(List.of());
    round(List.of());
    assertThat(indexer.sync().extended).isEmpty();
    assertThat(indexer.extensions).isEqualTo(4);
    assertThat(indexer.chain).hasSize(5);
    assertThat(indexer.contexts).hasSize(1);
  }

  @Test
  void anAddressOfOursThatChangesIsToldWithThem() throws Exception {
    publishing.open(publishing.upload("a"));
    List<Mirror> mirrors = mirrors("https://a.example.org", FIRST);
    round(mirrors);
    round(mirrors);
    StrictIndexer indexer = publishing.indexer().sync();
    String moved = "https://moved.example.org/below";
    publisher(moved, mirrors).run();
    publisher(moved, mirrors).run();
    assertThat(indexer.sync().addresses)
        .containsExactly("/dns4/moved.example.org/tcp/443/https/http-path/below");
    assertThat(indexer.chain).hasSize(3);
    assertThat(indexer.extensions).isEqualTo(2);

    publisher(moved, List.of()).run();
    round(List.of());
    round(List.of());
    assertThat(indexer.sync().extensions).isEqualTo(3);
    assertThat(indexer.chain).hasSize(5);
    assertThat(indexer.addresses).containsExactly("/dns4/content.example.org/tcp/443/https");
    assertThat(indexer.extended).isEmpty();
  }

  /** A listing that is told at the same time brings the address, and leaves the mirrors to tell. */
  @Test
  void areToldAlsoWhenAListingHasToldTheAddress() throws Exception {
    Stored stored = publishing.upload("a");
    publishing.open(stored);
    List<Mirror> mirrors = mirrors("https://a.example.org", FIRST);
    round(mirrors);
    round(mirrors);
    publishing.shut(stored);
    publisher("https://moved.example.org", mirrors).run();
    publisher("https://moved.example.org", mirrors).run();

    StrictIndexer indexer = publishing.indexer().sync();
    assertThat(indexer.extensions).isEqualTo(2);
    assertThat(indexer.chain).hasSize(4);
  }

  @Test
  void aDeathAtAnyPlaceTellsThemNeitherNeverNorTwice() throws Exception {
    Crashes crashes = new Crashes();
    PlatformTransactionManager manager =
        crashes.around(new DataSourceTransactionManager(publishing.server.dataSource()));
    publishing.open(publishing.upload("a"));
    round(List.of());
    int told = 0;
    for (int place = 1; ; place++) {
      List<Mirror> mirrors = mirrors("https://a" + place + ".example.org", FIRST);
      crashes.dieAt(place);
      Publisher publisher = publishing.publisher(manager, Publishing.URL, 10, mirrors);
      try {
        publisher.run();
      } catch (Crashes.Crash crash) {
        publisher.run();
      }
      round(mirrors);
      told++;
      StrictIndexer indexer = publishing.indexer().sync();
      assertThat(indexer.extensions).isEqualTo(told);
      assertThat(indexer.extended.get(peer(FIRST))).contains("/a" + place + ".example.org/");
      if (crashes.pending()) {
        break;
      }
    }
    assertThat(told).isGreaterThan(2);
  }

  @Test
  void theSettingsOfARunningServerAreTold(@TempDir Path others) throws Exception {
    try (Publishing whole =
        Publishing.start(
            others,
            "filstore.retrieval.publish.interval=100ms",
            "filstore.retrieval.publish.mirrors=https://a.example.org, https://b.example.org/x",
            "filstore.retrieval.publish.mirror-keys=" + FIRST + "," + SECOND)) {
      whole.open(whole.upload("a"));
      await()
          .untilAsserted(() ->
              assertThat(whole.indexer().sync().extended)
                  .containsOnlyKeys(peer(FIRST), peer(SECOND)));
      int length = whole.indexer().sync().chain.size();
      whole.open(whole.upload("b"));
      await().untilAsserted(() -> assertThat(whole.indexer().sync().contexts).hasSize(2));
      assertThat(whole.indexer().sync().chain).hasSize(length + 1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://a.example.org||names 1 servers, but FILSTORE_IPNI_MIRROR_KEYS has 0 keys",
        "''|FIRST|names 0 servers, but FILSTORE_IPNI_MIRROR_KEYS has 1 keys",
        "https://a.example.org|FIRST,SECOND|names 1 servers, but FILSTORE_IPNI_MIRROR_KEYS has 2",
        "https://a.example.org|FIRST,|names 1 servers, but FILSTORE_IPNI_MIRROR_KEYS has 2",
        "https://a.example.org|FIRST00|key 1 must be 64 hex digits",
        "https://a.example.org,https://b.example.org|FIRST,xyz|key 2 must be 64 hex digits",
        "ftp://a.example.org|FIRST|a.example.org must be an http or https URL",
        "https://a.example.org/?q=1|FIRST|a.example.org must be an http or https URL",
        "https://a.example.org,https://b.example.org|FIRST,FIRST|a key of its own",
        "https://a.example.org|OURS|a key of its own",
      })
  void wrongSettingsAreRefusedWithoutSayingAKey(String urls, @Nullable String keys, String why) {
    String given =
        (keys == null ? "" : keys)
            .replace("FIRST", FIRST)
            .replace("SECOND", SECOND)
            .replace("OURS", RunningServer.PEER_KEY);
    assertThatThrownBy(() -> new Mirrors(Publishing.self(Publishing.URL), mirrors(urls, given)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why)
        .message()
        .doesNotContain("aaaa")
        .doesNotContain("bbbb")
        .doesNotContain("0001020304");
  }

  @Test
  void thereAreNotMoreThanTen() {
    List<URI> urls =
        IntStream.range(0, 11).mapToObj(i -> URI.create("https://m" + i + ".example.org")).toList();
    assertThatThrownBy(() -> Mirrors.parse(urls, ""))
        .hasMessage("IPNI_MIRRORS names 11 servers, at most 10");
  }

  private static void round(List<Mirror> mirrors) throws Exception {
    publisher(Publishing.URL, mirrors).run();
  }

  private static Publisher publisher(String url, List<Mirror> mirrors) throws Exception {
    return publishing.publisher(
        new DataSourceTransactionManager(publishing.server.dataSource()), url, 10, mirrors);
  }

  private static List<Mirror> mirrors(String urls, String keys) {
    List<URI> addresses =
        urls.isEmpty()
            ? List.of()
            : Arrays.stream(urls.split(",", -1)).map(String::strip).map(URI::create).toList();
    return Mirrors.parse(addresses, keys);
  }

  private static String peer(String seed) {
    return Ed25519Key.ofSeed(HexFormat.of().parseHex(seed)).peerId().toString();
  }
}
