package io.filstore.watcher.monitor;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.zaxxer.hikari.HikariDataSource;
import io.filstore.client.chain.MarketDeal;
import io.filstore.client.chain.MarketDealsRead;
import io.filstore.db.Rows;
import io.filstore.db.TestDatabase;
import io.filstore.db.chain.Disagreements;
import io.filstore.db.chain.Networks;
import io.filstore.db.chain.Wallets;
import io.filstore.db.deal.DatacapLedger;
import io.filstore.db.deal.Deals;
import io.filstore.db.deal.DueDeals;
import io.filstore.db.event.EventLog;
import io.filstore.db.jobs.Jobs;
import io.filstore.filecoin.FilAddress;
import io.filstore.multiformats.Cid;
import io.filstore.watcher.FilecoinNetwork;
import io.filstore.watcher.actorevents.EventPointers;
import io.filstore.watcher.chain.Agreement;
import io.filstore.watcher.chain.ChainNews;
import io.filstore.watcher.chain.ChainObserver;
import io.filstore.watcher.chain.ChainProperties;
import io.filstore.watcher.chain.ChainStatus;
import io.filstore.watcher.chain.ScriptedChain;
import io.filstore.watcher.claims.ClaimLook;
import io.filstore.watcher.evidence.Derivation;
import io.filstore.watcher.evidence.Timer;
import io.filstore.watcher.market.MarketLook;
import io.filstore.watcher.market.PublishedLook;
import io.filstore.watcher.market.Sweep;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What a poll costs with so many open deals on a real PostgreSQL, over a chain that answers at
 * once: when nothing happened, when events point at some, and when every deal is looked at, as on a
 * node without events. Not a test; {@code benchmarks/watch.sh} runs it.
 *
 * <p>Usage: {@code WatchCost ROUNDS OPEN_DEALS...}
 */
final class WatchCost {
  private static final int POINTED = 100;
  private static final long FIRST_ID = 1_000_000;
  private static final int PIECES = 50;
  private static final int WARM_UP = 20;
  private static final long WINDOW = 86_400;
  private static final long AUDIT = 2880;

  private final TestDatabase database = TestDatabase.fresh();
  private final HikariDataSource pool = pool(database);
  private final JdbcClient jdbc = JdbcClient.create(pool);
  private final DueDeals due = new DueDeals(jdbc);
  private final List<String> pieces = new ArrayList<>();
  private final ScriptedChain chain = new ScriptedChain().tellingEvents();
  private final int open;
  private final int rounds;
  private long height = 1000;

  private WatchCost(int open, int rounds) {
    this.open = open;
    this.rounds = rounds;
  }

  public static void main(String[] args) {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
    System.out.println("open deals, kind of poll: looks, milliseconds min / median / max");
    for (String open : Arrays.copyOfRange(args, 1, args.length)) {
      new WatchCost(Integer.parseInt(open), Integer.parseInt(args[0])).measure();
    }
    System.exit(0);
  }

  private void measure() {
    fill();
    Watch watch = watch();
    chain.everyDeal(this::record);
    for (int i = 0; i < WARM_UP; i++) {
      poll(watch);
    }
    report("nothing happened", rounds, watch, () -> {});
    report(POINTED + " events", rounds, watch, () -> chain.tellOf(FIRST_ID, POINTED, height));
    report("a node without events", 1, watch, chain::silent);
    pool.close();
  }

  private void fill() {
    for (int i = 0; i < PIECES; i++) {
      pieces.add(Rows.piece(jdbc, i));
    }
    Rows.wallet(jdbc);
    jdbc.sql("insert into provider (id) select 'f0' || 10000 + g from generate_series(0, ?) g")
        .param(open / PIECES)
        .update();
    jdbc.sql(
            """
            insert into deal (id, piece_cid, provider, wallet, product, verified, state, finality, duration_epochs,
              start_epoch, end_epoch, proposal_key, chain_deal_id, sector, active_epoch,
              look_epoch)
            select 'dl_' || lpad(g::text, 26, '0'), (?::text[])[g % ? + 1], 'f0' || 10000 + g / ?, ?, 'mk12', true,
              'active', 'finalized', 518400, ?, ?, 'key-' || g, ? + g, 771, 900, 1001 + g % ? from generate_series(0, ? - 1) g
            """)
        .params(
            pieces.toArray(String[]::new),
            PIECES,
            PIECES,
            Rows.WALLET,
            Bench.START,
            Bench.END,
            FIRST_ID,
            AUDIT,
            open)
        .update();
    jdbc.sql("analyze deal").update();
  }

  private MarketDeal record(long id) {
    int i = (int) (id - FIRST_ID);
    MarketDeal like = Bench.record(id, 900, Bench.START);
    return new MarketDeal(
        id,
        Cid.parse(pieces.get(i % PIECES)),
        like.pieceSize(),
        true,
        like.client(),
        FilAddress.id(10_000 + i / PIECES),
        like.label(),
        like.startEpoch(),
        like.endEpoch(),
        like.storagePricePerEpoch(),
        like.providerCollateral(),
        like.clientCollateral(),
        771,
        900,
        -1,
        -1);
  }

  private Watch watch() {
    Clock clock = ((InstantSource) chain::now).withZone(ZoneOffset.UTC);
    Networks networks = new Networks(jdbc);
    Deals deals = new Deals(jdbc, new EventLog(jdbc), networks);
    Clients clients = new Clients(chain, new Wallets(jdbc));
    DealRecorder recorder =
        new DealRecorder(
            deals,
            new DatacapLedger(jdbc),
            new Jobs(pool, jdbc, clock),
            new TransactionTemplate(new DataSourceTransactionManager(pool)));
    ChainProperties properties =
        new ChainProperties(
            "http://chain.example", null, FilecoinNetwork.CALIBRATION, null, false, 200);
    return new Watch(
        new ChainObserver(chain, networks, properties, clock),
        new ChainStatus(properties.rpc(), clock),
        new Agreement(
            new Disagreements(jdbc),
            networks,
            new EventLog(jdbc),
            new TransactionTemplate(new DataSourceTransactionManager(pool)),
            clock),
        deals,
        due,
        new EventPointers(chain, networks, due),
        clients,
        new Sweep((_, _) -> new MarketDealsRead(0, 0, null, false), Duration.ZERO, clock),
        new NamedDealId(chain, clients, recorder),
        new DealLook(
            new MarketLook(chain),
            new PublishedLook(chain),
            new ClaimLook(chain),
            new Derivation(WINDOW),
            new Timer(WINDOW, AUDIT),
            recorder,
            due),
        new ChainNews(properties));
  }

  private static HikariDataSource pool(TestDatabase database) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(database.url());
    pool.setUsername(database.user());
    pool.setPassword("postgres");
    pool.setMaximumPoolSize(2);
    return pool;
  }

  private void report(String kind, int times, Watch watch, Runnable before) {
    double[] millis = new double[times];
    int looks = 0;
    for (int i = 0; i < times; i++) {
      before.run();
      int looked = chain.looks();
      millis[i] = poll(watch);
      looks = chain.looks() - looked;
    }
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "%7d, %s: %d, %.1f / %.1f / %.1f%n",
        open,
        kind,
        looks,
        millis[0],
        millis[times / 2],
        millis[times - 1]);
  }

  private double poll(Watch watch) {
    chain.at(++height);
    long begin = System.nanoTime();
    watch.poll();
    return (System.nanoTime() - begin) / 1e6;
  }
}
