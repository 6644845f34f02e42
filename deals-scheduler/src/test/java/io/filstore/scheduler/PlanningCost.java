package io.filstore.scheduler;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.filstore.client.chain.Chain;
import io.filstore.client.chain.Tipset;
import io.filstore.client.chain.TipsetKey;
import io.filstore.db.DbConfiguration;
import io.filstore.db.TestDatabase;
import io.filstore.db.piece.Pieces;
import io.filstore.filecoin.ChainClock;
import io.filstore.filecoin.Epoch;
import io.filstore.multiformats.Cid;
import io.filstore.piece.PieceCid;
import io.filstore.scheduler.policy.PlanPiece;
import io.filstore.scheduler.wallet.ClientWallet;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Not a test: prints how many pieces are planned in a second, with two copies each at one of 100
 * providers, while so many pieces already have their deals. The scheduler and PostgreSQL are real;
 * no provider is asked, because what is known of all of them is fresh. Started by {@code
 * benchmarks/planning.sh}.
 */
final class PlanningCost {
  private static final int PROVIDERS = 100;
  private static final int ROUNDS = 7;
  private static final int PER_ROUND = 40;
  private static final int[] SIZES = {1_000, 10_000, 100_000};
  private static final Instant GENESIS = Instant.now().minus(Duration.ofDays(100));

  private PlanningCost() {}

  @Configuration(proxyBeanMethods = false)
  @Import(DbConfiguration.class)
  @ComponentScan({
    "io.filstore.scheduler.network",
    "io.filstore.scheduler.policy",
    "io.filstore.scheduler.progress",
    "io.filstore.scheduler.provider",
    "io.filstore.scheduler.wallet"
  })
  static class Scheduler {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) {
    TestDatabase database = TestDatabase.fresh();
    String ids =
        IntStream.range(0, PROVIDERS).mapToObj(PlanningCost::id).collect(Collectors.joining(","));
    try (HikariDataSource pool = pool(database.dataSource());
        ConfigurableApplicationContext context = start(pool, ids)) {
      JdbcClient jdbc = database.jdbc();
      providers(jdbc);
      String wallet = context.getBean(ClientWallet.class).address().toString();
      Random random = new Random(7);
      int filled = 0;
      round(context, random, PER_ROUND * 3);
      System.out.println("pieces with deals | plans per second, min / median / max");
      for (int size : SIZES) {
        fill(jdbc, wallet, filled, size);
        filled = size;
        round(context, random, PER_ROUND);
        List<Double> rates = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
          rates.add(round(context, random, PER_ROUND));
        }
        Collections.sort(rates);
        System.out.printf(
            "%,d | %.0f / %.0f / %.0f%n",
            size, rates.getFirst(), rates.get(ROUNDS / 2), rates.getLast());
      }
    }
  }

  private static double round(ConfigurableApplicationContext context, Random random, int count) {
    List<String> pieces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pieces.add(piece(context.getBean(Pieces.class), random));
    }
    PlanPiece plan = context.getBean(PlanPiece.class);
    long begun = System.nanoTime();
    pieces.forEach(plan::run);
    return count * 1e9 / (System.nanoTime() - begun);
  }

  private static String piece(Pieces pieces, Random random) {
    byte[] root = new byte[32];
    random.nextBytes(root);
    root[31] &= 0x3f;
    String v1 = PieceCid.v1(root).toString();
    pieces.add(v1, PieceCid.v2(root, 1_500).toString(), 1_500, 2_048, "bafyroot");
    return v1;
  }

  private static String id(int number) {
    return "f0" + (1_000 + number);
  }

  private static void providers(JdbcClient jdbc) {
    jdbc.sql(
            """
            insert into provider (id, base_url, products, ask_price_atto, ask_verified_price_atto, min_piece_size,
              max_piece_size, sector_size, reachable, checked_at, owner)
            select 'f0' || 999 + n, 'https://p' || n || '.example', '{ddo,mk12}', 0, 0, 256, 34359738368, 34359738368, true,
              now() + interval '1 day', 'f0' || n from generate_series(1, ?) n
            """)
        .param(PROVIDERS)
        .update();
  }

  /** Pieces with two active deals each, spread over all providers. */
  private static void fill(JdbcClient jdbc, String wallet, int from, int to) {
    jdbc.sql(
            """
            insert into piece (piece_cid, piece_cid_v2, raw_size, padded_size, payload_cid)
            select 'baga6ea4sea' || n, 'bafkzcib' || n, 1500, 2048, 'bafyroot' from generate_series(?, ?) n
            """)
        .params(from + 1, to)
        .update();
    jdbc.sql(
            """
            insert into deal (id, piece_cid, provider, wallet, product, verified, state, finality, duration_epochs,
              proposal_key, offered_at, active_epoch, created_at)
            select 'dl_' || lpad(upper(to_hex(n * 2 + c)), 26, '0'), 'baga6ea4sea' || n, 'f0' || 1000 + (n * 7 + c * 31) % 100, ?,
              'ddo', true, 'active', 'finalized', 518400, n || '/' || c, now() - interval '2 hours', 287900,
              now() - interval '2 hours'
            from generate_series(?, ?) n, generate_series(0, 1) c
            """)
        .params(wallet, from + 1, to)
        .update();
    // Filled in one transaction, rows that count are left dead by the hundred thousand; in life
    // they are cleared on the way.
    jdbc.sql("vacuum analyze").update();
  }

  /** As the service has it: a connection for each query would cost more than the queries. */
  private static HikariDataSource pool(DataSource source) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    return new HikariDataSource(config);
  }

  private static ConfigurableApplicationContext start(DataSource source, String providers) {
    return new SpringApplicationBuilder(Scheduler.class)
        .web(WebApplicationType.NONE)
        .properties(
            "spring.main.banner-mode=off",
            "logging.level.root=error",
            "filstore.wallet.keystore-password=correct horse battery",
            "filstore.placement.distinct=owner",
            "filstore.placement.max-share-percent=25",
            "filstore.deals.providers=" + providers)
        .initializers(context -> register((GenericApplicationContext) context, source))
        .run();
  }

  private static void register(GenericApplicationContext beans, DataSource source) {
    beans.registerBean(DataSource.class, () -> source);
    beans.registerBean(JdbcClient.class, () -> JdbcClient.create(source));
    beans.registerBean(
        PlatformTransactionManager.class, () -> new DataSourceTransactionManager(source));
    beans.registerBean(Chain.class, PlanningCost::chain);
  }

  /** A chain that has a head and nothing else: planning asks for no more. */
  private static Chain chain() {
    Object proxy =
        Proxy.newProxyInstance(
            Chain.class.getClassLoader(),
            new Class<?>[] {Chain.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "networkName" -> "localnet";
                  case "clock" -> new ChainClock(GENESIS, Duration.ofSeconds(30));
                  case "head" -> head();
                  default -> throw new UnsupportedOperationException(method.getName());
                });
    return (Chain) proxy;
  }

  private static Tipset head() {
    Instant now = Clock.systemUTC().instant();
    long height = Duration.between(GENESIS, now).toSeconds() / 30;
    return new Tipset(
        new TipsetKey(List.of(Cid.sha256(Cid.DAG_CBOR, new byte[] {1}))), new Epoch(height), now);
  }
}
