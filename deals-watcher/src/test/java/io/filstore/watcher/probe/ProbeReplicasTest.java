package io.filstore.watcher.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.client.deal.ProviderAddresses;
import io.filstore.db.Rows;
import io.filstore.db.TestDatabase;
import io.filstore.db.chain.Networks;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.event.Event;
import io.filstore.db.event.EventLog;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.piece.PieceHolders;
import io.filstore.multiformats.Cid;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fetches blocks over real HTTP and keeps what comes of it in a real PostgreSQL. */
class ProbeReplicasTest {
  private static final long OFFSET = 59;

  private final TestDatabase database = TestDatabase.fresh();
  private final EventLog log = new EventLog(database.jdbc());
  private final Deals deals = new Deals(database.jdbc(), log, new Networks(database.jdbc()));
  private final MockWebServer provider = new MockWebServer();
  private final byte[] block = new byte[1_000];
  private Instant now = Instant.parse("2026-05-01T00:00:00Z");

  @SuppressWarnings("NullAway.Init")
  private Deal deal;

  @BeforeEach
  void start() throws IOException {
    new Random(5).nextBytes(block);
    provider.start();
    Rows.piece(database.jdbc());
    Rows.wallet(database.jdbc());
    Rows.provider(database.jdbc(), "f01000");
    database
        .jdbc()
        .sql("update provider set base_url = ?")
        .param(provider.url("").toString())
        .update();
    String upload = Rows.upload(database.jdbc(), Rows.account(database.jdbc(), "tests"), "a");
    Rows.prepared(database.jdbc(), upload, Rows.PAYLOAD, Rows.PIECE);
    database
        .jdbc()
        .sql("update entry set cid = ?, car_offset = ?, piece_number = 0 where upload_id = ?")
        .params(cid(block).toString(), OFFSET, upload)
        .update();
    deal = deals.insert(new Deals.Plan(Rows.PIECE, "f01000", Rows.WALLET, "ddo", true, 1, 518_400));
    deal = deals.apply(deal, DealMove.to(DealState.PROPOSING).set("proposal_key", "key"));
    deal = deals.apply(deal, DealMove.to(DealState.ACTIVE).finality("finalized"));
  }

  @AfterEach
  void stop() throws IOException {
    provider.close();
  }

  @Test
  void theRightBlockAtTheRightPlaceIsGood() throws InterruptedException {
    serve(206, section(block));

    round();

    assertThat(found()).containsExactly("true 1038 null");
    RecordedRequest request = provider.takeRequest();
    assertThat(request.getTarget()).isEqualTo("/piece/" + Rows.PIECE_V2);
    assertThat(request.getHeaders().get("Range")).startsWith("bytes=" + OFFSET + "-");
  }

  /** Behind a proxy that keeps other things at its root. */
  @Test
  void theProvidersOwnPathStays() throws InterruptedException {
    database.jdbc().sql("update provider set base_url = base_url || 'under/a/path/'").update();
    serve(206, section(block));

    round();

    assertThat(found()).containsExactly("true 1038 null");
    assertThat(provider.takeRequest().getTarget())
        .isEqualTo("/under/a/path/piece/" + Rows.PIECE_V2);
  }

  /**
   * Reached over the operator's own boostd, and without an address to read from: nobody can tell.
   */
  @Test
  void aCopyThatNobodyCanAskForIsNoFailure() {
    database.jdbc().sql("update provider set base_url = null").update();
    database.jdbc().sql("update deal set transport = 'boost'").update();

    round();
    assertThat(found()).isEmpty();

    database.jdbc().sql("update deal set transport = 'curio'").update();
    now = now.plus(Duration.ofDays(2));
    round();
    assertThat(found()).hasSize(1).allMatch(line -> line.endsWith(" unreachable"));
  }

  @Test
  void anotherBlockADamagedOneAndRubbishAreWrong() {
    byte[] other = block.clone();
    other[7]++;
    byte[] damaged = section(block);
    damaged[damaged.length - 1]++;
    serve(206, section(other));
    serve(206, damaged);
    serve(206, new byte[] {1, 2, 3});
    serve(206, new byte[0]);
    serve(206, Arrays.copyOf(section(block), 500));

    for (int i = 0; i < 5; i++) {
      round();
      now = now.plus(Duration.ofDays(2));
    }

    assertThat(found()).hasSize(5).allMatch(line -> line.endsWith(" wrong_bytes"));
  }

  @Test
  void aRangeThatIsNotAnsweredAsOneIsAnError() {
    serve(404, new byte[0]);
    round();
    now = now.plus(Duration.ofDays(2));
    serve(200, section(block));
    round();

    assertThat(found()).containsExactly("false 0 http_error", "false 0 http_error");
  }

  @Test
  void aReplicaIsLookedAtOncePerInterval() {
    serve(206, section(block));
    round();
    round();
    assertThat(found()).hasSize(1);

    now = now.plus(Duration.ofHours(25));
    serve(206, section(block));
    round();
    assertThat(found()).hasSize(2);
  }

  /** Nobody knows a place in it: it must not stand in the way of the others every minute. */
  @Test
  void aReplicaWithoutAKnownPlaceIsDueLaterToo() {
    database.jdbc().sql("update entry set car_offset = null, piece_number = null").update();

    round();

    assertThat(found()).isEmpty();
    assertThat(new Probes(database.jdbc()).due(now, 10)).isEmpty();
    assertThat(new Probes(database.jdbc()).due(now.plus(Duration.ofDays(1)), 10))
        .containsExactly(deal.id());
  }

  @Test
  void whatIsDueIsReadInTheOrderOfAnIndex() {
    String plan =
        database
            .transactions()
            .execute(_ -> {
              database.jdbc().sql("set local enable_seqscan = off").update();
              return String.join(
                  "\n",
                  database
                      .jdbc()
                      .sql("explain " + Probes.DUE)
                      .params(Timestamp.from(now), 20)
                      .query((row, n) -> row.getString(1))
                      .list());
            });

    assertThat(plan).contains("deal_probe_due").doesNotContain("Sort");
  }

  @Test
  void threeFailuresInARowAreToldOnceAndSoIsTheReturn() {
    for (int i = 0; i < 5; i++) {
      serve(503, new byte[0]);
      round();
      now = now.plus(Duration.ofDays(2));
    }
    assertThat(deals.find(deal.id()).orElseThrow().unretrievableSince()).isNotNull();
    assertThat(planJobs()).isEqualTo(1);
    for (int i = 0; i < 2; i++) {
      serve(206, section(block));
      round();
      now = now.plus(Duration.ofDays(2));
    }

    assertThat(deals.find(deal.id()).orElseThrow().unretrievableSince()).isNull();
    List<Event> told =
        log.of(deal.id(), 0, 100).stream()
            .filter(event -> event.type().startsWith("replica."))
            .toList();
    assertThat(told)
        .extracting(Event::type)
        .containsExactly("replica.unreachable", "replica.recovered");
    assertThat(told.getFirst().data().at("/failures").asInt()).isEqualTo(3);
    assertThat(told.getFirst().data().at("/text").asString()).contains("503");
  }

  @Test
  void aPrivateAddressIsNotCalledOnAPublicNetwork() {
    new ProbeReplicas(
            new Probes(database.jdbc()),
            new PieceHolders(database.jdbc()),
            new BlockFetch(ProviderAddresses.publicOnly(), Duration.ofSeconds(5)),
            log,
            new Jobs(database.dataSource(), database.jdbc(), clock()),
            database.transactions(),
            Duration.ofDays(1),
            clock())
        .run();

    assertThat(provider.getRequestCount()).isZero();
    assertThat(found()).containsExactly("false 0 unreachable");
  }

  @Test
  void whatIsNotProvenIsLeftAlone() {
    deals.apply(deal, DealMove.undoneTo(DealState.SEALING).cause("reorg", "undone"));

    round();

    assertThat(found()).isEmpty();
  }

  private void round() {
    new ProbeReplicas(
            new Probes(database.jdbc()),
            new PieceHolders(database.jdbc()),
            new BlockFetch(ProviderAddresses.any(), Duration.ofSeconds(10)),
            log,
            new Jobs(database.dataSource(), database.jdbc(), clock()),
            database.transactions(),
            Duration.ofDays(1),
            clock())
        .run();
  }

  private long planJobs() {
    return database
        .jdbc()
        .sql("select count(*) from scheduled_tasks where task_name = 'plan'")
        .query(Long.class)
        .single();
  }

  private Clock clock() {
    return Clock.fixed(now, ZoneOffset.UTC);
  }

  private List<String> found() {
    return database
        .jdbc()
        .sql(
            "select ok || ' ' || bytes || ' ' || coalesce(code, 'null') from retrieval_probe order by id")
        .query((row, n) -> row.getString(1))
        .list();
  }

  private void serve(int status, byte[] body) {
    provider.enqueue(
        new MockResponse.Builder().code(status).body(new Buffer().write(body)).build());
  }

  private static Cid cid(byte[] data) {
    return Cid.sha256(Cid.RAW, data);
  }

  /** As in a CARv1: length, CID, block. */
  private static byte[] section(byte[] data) {
    byte[] cid = cid(data).bytes();
    int length = cid.length + data.length;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(length & 0x7f | 0x80);
    out.write(length >>> 7);
    out.writeBytes(cid);
    out.writeBytes(data);
    return out.toByteArray();
  }
}
