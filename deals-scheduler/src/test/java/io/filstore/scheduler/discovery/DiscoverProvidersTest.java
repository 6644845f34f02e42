package io.filstore.scheduler.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.LotusChain;
import io.filstore.client.deal.CurioMk12Transport;
import io.filstore.client.deal.CurioMk20Transport;
import io.filstore.client.deal.FakeCurio;
import io.filstore.client.deal.OwnNodes;
import io.filstore.client.deal.ProviderAddresses;
import io.filstore.db.Crashes;
import io.filstore.db.TestDatabase;
import io.filstore.db.chain.Networks;
import io.filstore.db.chain.ProviderChoices;
import io.filstore.db.chain.Providers;
import io.filstore.db.chain.Standings;
import io.filstore.db.discovery.DiscoveredProvider;
import io.filstore.db.discovery.Discoveries;
import io.filstore.db.discovery.DiscoveryWalk;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.Secp256k1Key;
import io.filstore.filecoin.Signer;
import io.filstore.scheduler.network.FilecoinNetwork;
import io.filstore.scheduler.network.FreshChain;
import io.filstore.scheduler.provider.ProviderDirectory;
import io.filstore.scheduler.provider.PublicMarket;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Walks over miners of a node and providers over real HTTP, on a real PostgreSQL. */
class DiscoverProvidersTest {
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
  private static final Duration INTERVAL = Duration.ofDays(7);
  private static final int BATCH = 3;
  private static final String UNSUPPORTED =
      "{\"error\":{\"code\":-32601,\"message\":\"method 'Filecoin.StateListMiners' not found\"}}";

  private Instant now = NOON;
  private final InstantSource moved = () -> now;
  private final Clock clock = moved.withZone(ZoneOffset.UTC);
  private final TestDatabase database = TestDatabase.fresh();
  private final Discoveries discoveries = new Discoveries(database.jdbc());
  private final Crashes crashes = new Crashes();
  private final MinersNode node = new MinersNode(clock);
  private final FakeCurio curio = FakeCurio.start(clock);
  private final Signer key = Secp256k1Key.generate(new SecureRandom());
  private DiscoverProviders discover = process(ProviderAddresses.any());

  /** As a process that has just been started. */
  private DiscoverProviders process(ProviderAddresses addresses) {
    Chain chain = LotusChain.connect(node.url(), null);
    Duration patience = Duration.ofSeconds(10);
    ProviderDirectory directory =
        new ProviderDirectory(
            chain,
            new Providers(database.jdbc()),
            new Standings(database.jdbc()),
            OwnNodes.NONE,
            new PublicMarket(
                new CurioMk20Transport(addresses, clock, patience),
                new CurioMk12Transport(addresses, patience),
                addresses,
                "http"),
            clock);
    return new DiscoverProviders(
        chain,
        new FreshChain(chain, FilecoinNetwork.DEVNET, new Networks(database.jdbc()), clock),
        new LookAtMiner(chain, directory, () -> key, clock),
        discoveries,
        new TransactionTemplate(
            crashes.around(new DataSourceTransactionManager(database.dataSource()))),
        BATCH,
        INTERVAL,
        clock);
  }

  @AfterEach
  void stop() {
    node.close();
    curio.close();
  }

  private String atCurio() {
    return "/ip4/127.0.0.1/tcp/" + curio.url().getPort() + "/ws";
  }

  private void run(int times) {
    IntStream.range(0, times).forEach(_ -> discover.run());
  }

  private DiscoveryWalk walk() {
    return discoveries.walk().orElseThrow();
  }

  private List<String> found() {
    return all().stream().map(DiscoveredProvider::id).toList();
  }

  private List<DiscoveredProvider> all() {
    return discoveries.list(null, null, 1000);
  }

  @Test
  void aProviderIsFoundWithItsTermsAndGetsNothingByThat() {
    node.miner(1000, 7, atCurio()).miner(1001, 0, atCurio()).miner(1002, 9, null);
    curio.ask(AttoFil.of(77));
    run(2);

    assertThat(found()).containsExactly("f01002", "f01000");
    DiscoveredProvider provider = all().getLast();
    assertThat(provider.rawPower()).isEqualTo(7);
    assertThat(provider.qualityPower()).isEqualTo(70);
    assertThat(provider.owner()).isEqualTo("f0100");
    assertThat(provider.sectorSize()).isEqualTo(1L << 35);
    assertThat(provider.baseUrl()).isEqualTo(curio.url().toString());
    assertThat(provider.products()).containsExactly("ddo", "mk12");
    assertThat(provider.askPriceAtto()).isEqualTo(77);
    assertThat(provider.minPieceSize()).isEqualTo(256);
    assertThat(provider.maxPieceSize()).isEqualTo(1L << 36);
    assertThat(provider.problem()).isNull();
    assertThat(provider.seenAt()).isEqualTo(NOON);
    assertThat(all().getFirst().problem()).contains("name no HTTP server");
    assertThat(node.asked())
        .as("who has no power is not asked about further")
        .contains("StateMinerPower f01001")
        .doesNotContain("StateMinerInfo f01001");
    assertThat(new Providers(database.jdbc()).all()).isEmpty();
    assertThat(new ProviderChoices(database.jdbc()).all()).isEmpty();
  }

  @Test
  void theWalkSaysHowFarItIsAndRestsBetweenTwo() {
    LongStream.range(0, 7).forEach(i -> node.miner(1000 + i, i % 2, null));
    discover.run();

    assertThat(walk().position()).isEqualTo(3);
    assertThat(walk().total()).isEqualTo(7);
    assertThat(walk().startedAt()).isEqualTo(NOON);
    assertThat(walk().endedAt()).isNull();
    run(3);
    assertThat(walk().position()).isEqualTo(7);
    assertThat(walk().startedAt()).isNull();
    assertThat(walk().endedAt()).isEqualTo(NOON);
    assertThat(found()).containsExactly("f01001", "f01003", "f01005");

    node.asked();
    now = NOON.plus(INTERVAL).minusSeconds(1);
    discover.run();
    assertThat(node.asked()).isEmpty();
    now = NOON.plus(INTERVAL);
    discover.run();
    assertThat(walk().position()).isEqualTo(3);
    assertThat(walk().number()).isEqualTo(2);
    assertThat(walk().endedAt()).as("of the last full one").isEqualTo(NOON);
  }

  @Test
  void whoHasNoPowerOrIsNotListedAnyMoreLosesTheMark() {
    node.miner(1000, 5, null).miner(1001, 5, null).miner(1002, 5, null);
    run(2);
    assertThat(found()).hasSize(3);

    now = NOON.plus(INTERVAL);
    node.miner(1000, 0, null);
    node.gone(1001);
    discover.run();
    assertThat(found()).containsExactly("f01001", "f01002");
    discover.run();
    assertThat(found()).containsExactly("f01002");
    assertThat(all().getFirst().firstSeenAt()).isEqualTo(NOON);
    assertThat(all().getFirst().seenAt()).isEqualTo(now);
  }

  @Test
  void anotherProcessGoesOnWhereTheKilledOneWas() {
    LongStream.range(0, 7).forEach(i -> node.miner(1000 + i, 5, null));
    discover.run();
    crashes.dieAt(1);
    assertThatThrownBy(() -> discover.run()).isInstanceOf(Crashes.Crash.class);
    crashes.never();
    assertThat(walk().position()).as("the one who died in between wrote nothing").isEqualTo(3);
    assertThat(found()).hasSize(3);

    node.asked();
    node.gone(1004);
    discover = process(ProviderAddresses.any());
    discover.run();
    assertThat(node.asked())
        .filteredOn(question -> question.startsWith("StateMinerPower"))
        .containsExactly(
            "StateMinerPower f01003", "StateMinerPower f01005", "StateMinerPower f01006");
    assertThat(walk().position()).isEqualTo(6);
    assertThat(walk().total()).isEqualTo(6);
  }

  @Test
  void ofTwoAtOnceOneCounts() throws Exception {
    LongStream.range(0, 30).forEach(i -> node.miner(1000 + i, 5, null));
    List<DiscoverProviders> all =
        IntStream.range(0, 4).mapToObj(_ -> process(ProviderAddresses.any())).toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Object>> runs =
          IntStream.range(0, 12)
              .<Callable<Object>>mapToObj(i -> Executors.callable(all.get(i % 4)::run))
              .toList();
      threads.invokeAll(runs).forEach(done -> done.resultNow());
    }
    long position = walk().position();

    assertThat(position % BATCH).isZero();
    assertThat(found()).hasSize((int) position);
    assertThat(walk().failures()).isZero();
    run(12);
    assertThat(walk().endedAt()).isEqualTo(NOON);
    assertThat(found()).hasSize(30);
  }

  @Test
  void aNodeThatDoesNotTellIsSaidAndAskedSlowly() {
    node.answers("StateListMiners", 200, UNSUPPORTED);
    discover.run();

    assertThat(walk().problem()).contains("method 'Filecoin.StateListMiners' not found");
    assertThat(walk().nextAt()).isEqualTo(NOON.plus(Duration.ofHours(6)));
    assertThat(walk().total()).isZero();
    node.asked();
    now = NOON.plus(Duration.ofHours(6)).minusSeconds(1);
    discover.run();
    assertThat(node.asked()).isEmpty();

    now = NOON.plus(Duration.ofHours(6));
    node.again("StateListMiners");
    node.miner(1000, 5, null);
    discover.run();
    assertThat(walk().problem()).isNull();
    assertThat(found()).containsExactly("f01000");
  }

  @Test
  void aNodeThatRefusesInHtmlIsAskedLessAndLess() {
    node.answers("StateListMiners", 403, "<html>Forbidden</html>");
    Duration pause = Duration.ZERO;
    for (int i = 0; i < 9; i++) {
      now = now.plus(pause);
      discover.run();
      Duration next = Duration.between(now, walk().nextAt());
      assertThat(next).isGreaterThanOrEqualTo(pause);
      pause = next;
    }
    assertThat(pause).isEqualTo(Duration.ofHours(1));
    assertThat(walk().problem()).contains("HTTP 403");
  }

  @Test
  void aLimitIsKeptToAndWhatWasFoundBeforeItStays() {
    LongStream.range(0, 3).forEach(i -> node.miner(1000 + i, 5, null));
    node.limits("StateMinerPower f01002", "90");
    discover.run();

    assertThat(found()).containsExactly("f01000", "f01001");
    assertThat(walk().position()).isEqualTo(2);
    assertThat(walk().problem()).contains("429");
    assertThat(walk().nextAt()).isEqualTo(NOON.plusSeconds(90));

    node.limits("StateMinerPower f01002", "999999999");
    for (int i = 0; i < 9; i++) {
      now = walk().nextAt();
      discover.run();
    }
    assertThat(Duration.between(now, walk().nextAt()))
        .as("a time that nobody means is not believed")
        .isEqualTo(Duration.ofHours(6));
    assertThat(walk().position()).as("nobody is passed over for a limit").isEqualTo(2);
    node.again("StateMinerPower f01002");
    now = walk().nextAt();
    discover.run();
    assertThat(walk().position()).isEqualTo(3);
  }

  @Test
  void oneMinerThatCannotBeReadIsPassedOverAndKeepsItsMark() {
    LongStream.range(0, 3).forEach(i -> node.miner(1000 + i, 5, null));
    run(2);
    now = NOON.plus(INTERVAL);
    node.answers("StateMinerPower f01001", 200, "{\"result\":{\"MinerPower\":\"much\"}}");
    node.answers("StateMinerInfo f01002", 200, "{\"error\":{\"code\":1,\"message\":\"oops\"}}");
    for (int i = 0; i < 6; i++) {
      discover.run();
      now = walk().nextAt().isAfter(now) ? walk().nextAt() : now;
    }

    assertThat(walk().number()).isEqualTo(3);
    assertThat(found()).containsExactly("f01000", "f01001", "f01002");
    assertThat(all().get(1).seenAt()).isEqualTo(NOON);
  }

  @Test
  void aListWithoutMinersOrOfTooManyChangesNothing() {
    node.miner(1000, 5, null);
    run(2);
    now = NOON.plus(INTERVAL);
    String million =
        LongStream.rangeClosed(0, 1 << 20)
            .mapToObj(i -> "\"f0" + i + '"')
            .collect(Collectors.joining(",", "{\"result\":[", "]}"));
    for (String list :
        List.of("{\"result\":[]}", million, "{\"result\":null}", "{\"result\":[7]}")) {
      node.answers("StateListMiners", 200, list);
      discover.run();
      assertThat(walk().problem()).contains("StateListMiners");
      now = walk().nextAt();
    }
    assertThat(walk().number()).isEqualTo(2);
    assertThat(found()).containsExactly("f01000");
  }

  @Test
  void aMinerThatIsListedTwiceIsAskedAboutOnce() {
    node.miner(1000, 5, null);
    node.answers("StateListMiners", 200, "{\"result\":[\"f01000\",\"t01000\",\"f01000\"]}");
    run(2);

    assertThat(node.asked()).containsOnlyOnce("StateMinerPower f01000");
    assertThat(walk().total()).isEqualTo(1);
  }

  @Test
  void aProviderAtAPrivateAddressIsNotCalled() {
    node.miner(1000, 5, atCurio());
    node.miner(1001, 5, "/ip4/169.254.169.254/tcp/80/http");
    node.miner(1002, 5, "/dns/no.such.host.invalid/tcp/443/https");
    discover = process(ProviderAddresses.publicOnly());
    discover.run();

    assertThat(all()).hasSize(3).allMatch(provider -> provider.products().isEmpty());
    assertThat(all().getFirst().problem()).contains("not a public address");
    assertThat(all().get(1).problem()).contains("not a public address");
  }

  @Test
  void aPriceThatNobodyCouldPayIsNoAsk() {
    node.miner(1000, 5, atCurio());
    curio.ask(new AttoFil(BigInteger.TEN.pow(90)));
    discover.run();

    assertThat(all().getFirst().products()).containsExactly("ddo");
    assertThat(all().getFirst().askPriceAtto()).isNull();
  }

  @Test
  void aProviderThatIsAwayIsSaidToBe() {
    node.miner(1000, 5, atCurio());
    curio.close();
    discover.run();

    assertThat(all().getFirst().products()).isEmpty();
    assertThat(all().getFirst().problem()).contains("answers neither MK20");
    assertThat(all().getFirst().baseUrl()).isEqualTo(curio.url().toString());
  }

  @Test
  void nothingIsConcludedFromAnotherNetwork() {
    node.miner(1000, 5, null);
    node.answers("StateNetworkName", 200, "{\"result\":\"testnetnet\"}");
    discover.run();

    assertThat(walk().problem()).contains("serves the network testnetnet");
    assertThat(found()).isEmpty();
  }
}
