package io.filstore.watcher.monitor;

import io.filstore.client.chain.Allocation;
import io.filstore.client.chain.Chain;
import io.filstore.client.chain.Claim;
import io.filstore.client.chain.MarketDeal;
import io.filstore.client.chain.MarketDeals;
import io.filstore.db.Rows;
import io.filstore.db.TestDatabase;
import io.filstore.db.chain.Disagreements;
import io.filstore.db.chain.Networks;
import io.filstore.db.chain.Wallets;
import io.filstore.db.deal.DatacapLedger;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.deal.DueDeals;
import io.filstore.db.event.Event;
import io.filstore.db.event.EventLog;
import io.filstore.db.jobs.Jobs;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.ChainClock;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.multiformats.Cid;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.watcher.FilecoinNetwork;
import io.filstore.watcher.actorevents.EventPointers;
import io.filstore.watcher.chain.Agreement;
import io.filstore.watcher.chain.ChainNews;
import io.filstore.watcher.chain.ChainObserver;
import io.filstore.watcher.chain.ChainProperties;
import io.filstore.watcher.chain.ChainStatus;
import io.filstore.watcher.claims.ClaimLook;
import io.filstore.watcher.evidence.Derivation;
import io.filstore.watcher.evidence.Timer;
import io.filstore.watcher.market.MarketLook;
import io.filstore.watcher.market.PublishedLook;
import io.filstore.watcher.market.Sweep;
import java.math.BigInteger;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.transaction.support.TransactionTemplate;

/** A database, a deal and watchers over a chain, put together by hand. */
final class Bench {
  static final long START = 1_000;
  static final long END = 600_000;
  static final long DEAL_ID = 123_456;
  static final long ALLOCATION = 77_001;
  static final long CLIENT = 1_234;
  static final long AUDIT = 2880;

  /** Audits as good as never fall into a test. */
  static final long NO_AUDIT = 1_000_000_000_000L;

  private static final long WINDOW = 86_400;
  static final String PROVIDER = "f01000";
  static final String OTHER_PROVIDER = "f01001";

  final TestDatabase database = TestDatabase.fresh();
  final EventLog log = new EventLog(database.jdbc());
  final Networks networks = new Networks(database.jdbc());
  final Deals deals = new Deals(database.jdbc(), log, networks);
  final DueDeals due = new DueDeals(database.jdbc());
  final DatacapLedger datacap = new DatacapLedger(database.jdbc());
  long audit = AUDIT;
  TransactionTemplate transactions = database.transactions();

  Bench() {
    Rows.piece(database.jdbc());
    Rows.wallet(database.jdbc());
    Rows.provider(database.jdbc(), PROVIDER);
    Rows.provider(database.jdbc(), OTHER_PROVIDER);
  }

  /** An f05 deal that its provider has accepted. */
  Deal acceptedMk12() {
    return acceptedMk12(PROVIDER);
  }

  Deal acceptedMk12(String provider) {
    return accepted(
        provider,
        "mk12",
        DealMove.to(DealState.ACCEPTED).set("start_epoch", START).set("end_epoch", END));
  }

  /** A direct deal that its provider has accepted. */
  Deal acceptedDdo() {
    return accepted(
        PROVIDER,
        "ddo",
        DealMove.to(DealState.ACCEPTED)
            .set("allocation_id", ALLOCATION)
            .set("allocation_expiration", START));
  }

  private Deal accepted(String provider, String product, DealMove move) {
    return database
        .transactions()
        .execute(_ -> {
          Deal planned =
              deals.insert(
                  new Deals.Plan(Rows.PIECE, provider, Rows.WALLET, product, true, 1, 518_400));
          datacap.reserve(planned.id(), Rows.WALLET, 34_359_738_368L);
          return deals.apply(planned, move.set("proposal_key", "key-" + planned.id()));
        });
  }

  Watch watch(Chain chain, InstantSource now) {
    return watch(chain, chain::streamMarketDeals, now);
  }

  Watch watch(Chain chain, MarketDeals list, InstantSource now) {
    return watch(chain, list, now, FilecoinNetwork.CALIBRATION);
  }

  Watch watch(Chain chain, MarketDeals list, InstantSource now, FilecoinNetwork network) {
    Clock clock = clock(now);
    ChainProperties properties =
        new ChainProperties("http://chain.example", null, network, null, false, 200);
    Clients clients = new Clients(chain, new Wallets(database.jdbc()));
    return new Watch(
        new ChainObserver(chain, networks, properties, clock),
        new ChainStatus(properties.rpc(), clock),
        agreement(clock),
        deals,
        due,
        new EventPointers(chain, networks, due),
        clients,
        new Sweep(list, Duration.ZERO, clock),
        new NamedDealId(chain, clients, recorder(clock)),
        new DealLook(
            new MarketLook(chain),
            new PublishedLook(chain),
            new ClaimLook(chain),
            new Derivation(WINDOW),
            new Timer(WINDOW, audit),
            recorder(clock),
            due),
        new ChainNews(properties));
  }

  NamedDealId namedDealId(Chain chain) {
    return new NamedDealId(
        chain, new Clients(chain, new Wallets(database.jdbc())), recorder(Clock.systemUTC()));
  }

  /** As if the offer had been sent at that height. */
  void sent(Deal deal, ChainClock clock, long height) {
    database
        .jdbc()
        .sql("update deal set proposed_at = ? where id = ?")
        .params(Timestamp.from(clock.timeOf(new Epoch(height))), deal.id())
        .update();
  }

  LastLook lastLook(Chain chain) {
    return new LastLook(
        chain, new Clients(chain, new Wallets(database.jdbc())), recorder(Clock.systemUTC()));
  }

  private DealRecorder recorder(Clock clock) {
    Jobs jobs = new Jobs(database.dataSource(), database.jdbc(), clock);
    return new DealRecorder(deals, datacap, jobs, transactions);
  }

  private Agreement agreement(Clock clock) {
    return new Agreement(new Disagreements(database.jdbc()), networks, log, transactions, clock);
  }

  private static Clock clock(InstantSource now) {
    return now.withZone(ZoneOffset.UTC);
  }

  /** Gives the deal a chain id and a provider whose address cannot be read. */
  void brokenProvider(Deal deal) {
    database.jdbc().sql("insert into provider (id) values ('f0' || repeat('9', 30))").update();
    database
        .jdbc()
        .sql(
            "update deal set provider = 'f0' || repeat('9', 30), chain_deal_id = 123456 where id = ?")
        .param(deal.id())
        .update();
  }

  /** A provider calls its deal failed. */
  void failed(Deal deal) {
    recorder(Clock.systemUTC())
        .reported(read(deal), DealState.FAILED, DealMove.to(DealState.FAILED).cause("x", "x"));
  }

  Deal read(Deal deal) {
    return deals.find(deal.id()).orElseThrow();
  }

  /**
   * The states that the event log has the deal go to, with the type of events that are no change.
   */
  List<String> story(Deal deal) {
    return log.of(deal.id(), 0, 100).stream().map(Bench::line).toList();
  }

  private static String line(Event event) {
    String to = event.data().at("/to").asString();
    return switch (event.type()) {
      case "deal.finalized" -> to + " final";
      case "deal.safe" -> to + " safe";
      default -> to;
    };
  }

  long planJobs() {
    return database
        .jdbc()
        .sql("select count(*) from scheduled_tasks where task_name = 'plan'")
        .query(Long.class)
        .single();
  }

  String datacapState(Deal deal) {
    return database
        .jdbc()
        .sql("select state from datacap_reservation where deal_id = ?")
        .param(deal.id())
        .query(String.class)
        .single();
  }

  /** The market's record of {@link #acceptedMk12()}. */
  static MarketDeal published() {
    return record(DEAL_ID, -1, START);
  }

  static MarketDeal activated(long sectorStart) {
    return record(DEAL_ID, sectorStart, START);
  }

  static MarketDeal record(long id, long sectorStart, long start) {
    return record(id, PROVIDER, sectorStart, start);
  }

  /** The market's record of {@link #acceptedMk12(String)}. */
  static MarketDeal published(String provider) {
    return record(DEAL_ID, provider, -1, START);
  }

  private static MarketDeal record(long id, String provider, long sectorStart, long start) {
    AttoFil zero = new AttoFil(BigInteger.ZERO);
    return new MarketDeal(
        id,
        Cid.parse(Rows.PIECE),
        new PaddedPieceSize(34_359_738_368L),
        true,
        FilAddress.id(CLIENT),
        FilAddress.parse(provider),
        "label",
        new Epoch(start),
        new Epoch(END),
        zero,
        zero,
        zero,
        sectorStart < 0 ? 0 : 771,
        sectorStart,
        -1,
        -1);
  }

  static Allocation allocation() {
    return new Allocation(
        CLIENT,
        1_000,
        Cid.parse(Rows.PIECE),
        new PaddedPieceSize(34_359_738_368L),
        518_400,
        5_256_000,
        new Epoch(START));
  }

  static Claim claim(long termStart) {
    return new Claim(
        1_000,
        CLIENT,
        Cid.parse(Rows.PIECE),
        new PaddedPieceSize(34_359_738_368L),
        518_400,
        5_256_000,
        new Epoch(termStart),
        771);
  }
}
