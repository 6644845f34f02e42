package io.filstore.watcher.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.client.chain.ChainUnavailable;
import io.filstore.client.deal.CurioMk12Transport;
import io.filstore.client.deal.CurioMk20Transport;
import io.filstore.client.deal.OwnNodes;
import io.filstore.client.deal.ProviderAddresses;
import io.filstore.client.deal.Transports;
import io.filstore.db.Rows;
import io.filstore.db.TestDatabase;
import io.filstore.db.chain.Networks;
import io.filstore.db.chain.Providers;
import io.filstore.db.deal.DatacapLedger;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.event.Event;
import io.filstore.db.event.EventLog;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.transfer.Transfers;
import io.filstore.filecoin.Secp256k1Key;
import io.filstore.watcher.monitor.DealRecorder;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Asks a provider over real HTTP and records what it says on a real PostgreSQL. */
class AskProvidersTest {
  private static final String KEY = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

  private static final Duration LOST_AFTER = Duration.ofMinutes(30);
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

  private Instant now = NOON;
  private final InstantSource moved = () -> now;
  private final Clock time = moved.withZone(ZoneOffset.UTC);
  private final TestDatabase database = TestDatabase.fresh();
  private final EventLog log = new EventLog(database.jdbc());
  private final Deals deals = new Deals(database.jdbc(), log, new Networks(database.jdbc()));
  private final MockWebServer provider = new MockWebServer();

  private ChainAnswer onChain = () -> false;

  private interface ChainAnswer {
    boolean shows();
  }

  @SuppressWarnings("NullAway.Init")
  private Deal deal;

  @SuppressWarnings("NullAway.Init")
  private AskProviders task;

  @BeforeEach
  void start() throws IOException {
    provider.start();
    Rows.piece(database.jdbc());
    Rows.wallet(database.jdbc());
    Rows.provider(database.jdbc(), "f01000");
    database
        .jdbc()
        .sql("update provider set base_url = ?")
        .param(provider.url("").toString())
        .update();
    Deal planned =
        deals.insert(new Deals.Plan(Rows.PIECE, "f01000", Rows.WALLET, "ddo", true, 1, 518_400));
    deal =
        deals.apply(
            planned,
            DealMove.to(DealState.ACCEPTED)
                .set("proposal_key", KEY)
                .set("proposal_bytes", new byte[] {'{', '}'}));
    task = task();
  }

  private AskProviders task() {
    return task(OwnNodes.NONE);
  }

  private AskProviders task(OwnNodes nodes) {
    Secp256k1Key key = Secp256k1Key.generate(new SecureRandom());
    Clock clock = Clock.systemUTC();
    DealRecorder recorder =
        new DealRecorder(
            deals,
            new DatacapLedger(database.jdbc()),
            new Jobs(database.dataSource(), database.jdbc(), clock),
            database.transactions());
    return new AskProviders(
        deals,
        new Providers(database.jdbc()),
        new Transfers(database.jdbc()),
        new Transports(
            nodes,
            new CurioMk20Transport(ProviderAddresses.any(), clock),
            new CurioMk12Transport(ProviderAddresses.any())),
        _ -> Optional.of(key),
        recorder,
        (_, _) -> false,
        _ -> onChain.shows(),
        new LostOffers(recorder, _ -> onChain.shows(), LOST_AFTER, time),
        clock);
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void recordsTransferAndSealingOnceEach() {
    answer("accepted", "");
    answer("processing", "");
    answer("processing", "");
    answer("sealing", "");
    answer("complete", "");
    for (int i = 0; i < 5; i++) {
      task.ask();
    }

    assertThat(story()).containsExactly("planned", "accepted", "transferring", "sealing");
    assertThat(read().providerStatus()).isEqualTo("complete");
  }

  @Test
  void aFailureKeepsTheProvidersTextAndHasThePieceReplaced() {
    answer("failed", "no space left on device");
    task.ask();
    task.ask();

    assertThat(read().state()).isEqualTo(DealState.FAILED);
    assertThat(read().causeCode()).isEqualTo("provider_failed");
    assertThat(read().causeText()).isEqualTo("no space left on device");
    assertThat(planJobs()).isEqualTo(1);
    assertThat(provider.getRequestCount()).isEqualTo(1);
  }

  /** Of those that can be asked here, Boost tells bytes. */
  @Test
  void bytesThatTheProviderTellsAreWrittenDown() {
    provider.enqueue(
        new MockResponse.Builder()
            .body(
                "{\"data\":{\"deal\":{\"Checkpoint\":\"Accepted\",\"InboundFilePath\":\"/x.car\",\"Transferred\":\"700\"}}}")
            .build());

    String url = "http://127.0.0.1:" + provider.getPort();
    database.jdbc().sql("update deal set transport = 'boost'").update();
    task(OwnNodes.of("f01000=" + url + "+" + url, "", "")).ask();

    assertThat(
            new Transfers(database.jdbc()).find(Rows.PIECE, "f01000").orElseThrow().receivedBytes())
        .isEqualTo(700);
  }

  @Test
  void aFailureIsNotBelievedWhileTheChainShowsTheDeal() {
    onChain = () -> true;
    answer("failed", "no space left on device");
    task.ask();

    assertThat(read().version()).isEqualTo(deal.version());
    assertThat(planJobs()).isZero();
  }

  @Test
  void aFailureWaitsForAChainThatCanBeAsked() {
    onChain =
        () -> {
          throw new ChainUnavailable("the line is cut");
        };
    answer("failed", "no space left on device");
    task.ask();
    assertThat(read().version()).isEqualTo(deal.version());

    onChain = () -> false;
    answer("failed", "no space left on device");
    task.ask();
    assertThat(read().state()).isEqualTo(DealState.FAILED);
  }

  @Test
  void aProviderThatIsAwayChangesNothing() {
    provider.close();
    task.ask();

    assertThat(read().version()).isEqualTo(deal.version());
  }

  @Test
  void anAnswerThatIsNoStatusChangesNothing() {
    provider.enqueue(new MockResponse.Builder().code(502).body("<html>").build());
    task.ask();

    assertThat(read().version()).isEqualTo(deal.version());
  }

  @Test
  void aLateAnswerDoesNotLeadBack() {
    deals.apply(deal, DealMove.to(DealState.SEALING));
    answer("processing", "");
    task.ask();

    assertThat(read().state()).isEqualTo(DealState.SEALING);
  }

  @Test
  void anOfferThatItNoLongerKnowsIsToBeSentAgain() {
    unknown();
    task.ask();
    assertThat(types()).isEqualTo(List.of("deal.state_changed", "deal.state_changed"));
    assertThat(dealJobs()).isZero();

    now = NOON.plus(LOST_AFTER);
    unknown();
    task.ask();
    unknown();
    task.ask();

    Deal lost = read();
    assertThat(lost.state()).isEqualTo(DealState.ACCEPTED);
    assertThat(lost.causeCode()).isEqualTo("provider_forgot");
    assertThat(lost.lostAt()).isEqualTo(now);
    assertThat(dealJobs()).isEqualTo(1);
    Event event = log.last(deal.id(), "deal.lost").orElseThrow();
    assertThat(event.data().at("/actor").asString()).isEqualTo("provider");
    assertThat(event.data().at("/cause/text").asString())
        .isEqualTo(
            "f01000 accepted the offer and says since 2026-11-28T12:00:00Z that it knows no such deal; the same offer is sent again");
    assertThat(event.data().at("/evidence/0/offer").asString()).isEqualTo(KEY);
    assertThat(types()).filteredOn("deal.lost"::equals).hasSize(1);
  }

  @Test
  void oneReplicaThatLagsBehindDecidesNothing() {
    unknown();
    task.ask();
    now = NOON.plus(LOST_AFTER).minusSeconds(1);
    answer("accepted", "");
    task.ask();
    assertThat(read().unknownSince()).isNull();

    now = NOON.plus(LOST_AFTER);
    unknown();
    task.ask();
    assertThat(read().lostAt()).isNull();
    assertThat(read().unknownSince()).isEqualTo(now);
  }

  @Test
  void whatTheChainShowsIsNotLost() {
    onChain = () -> true;
    unknown();
    task.ask();
    now = NOON.plus(LOST_AFTER);
    unknown();
    task.ask();
    onChain =
        () -> {
          throw new ChainUnavailable("the line is cut");
        };
    unknown();
    task.ask();

    assertThat(read().lostAt()).isNull();
    assertThat(dealJobs()).isZero();
  }

  @Test
  void whatTheProviderSealsIsLeftToTheChain() {
    deals.apply(deal, DealMove.to(DealState.SEALING));
    unknown();
    task.ask();

    assertThat(read().unknownSince()).isNull();
  }

  @Test
  void anOfferThatIsFoundAgainIsNotLostAnyMore() {
    lose();
    answer("accepted", "");
    task.ask();

    assertThat(read().lostAt()).isNull();
    assertThat(read().causeCode()).isNull();
  }

  /** Without an allocation nothing is spent twice by a second deal elsewhere. */
  @Test
  void afterTheLastTimeADealWithoutAnAllocationIsGivenUp() {
    deals.apply(deal, DealMove.stay().set("resends", Deal.MOST_RESENDS));
    lose();

    assertThat(read().state()).isEqualTo(DealState.FAILED);
    assertThat(read().causeText()).endsWith("was sent again 3 times; it is given up");
    assertThat(planJobs()).isEqualTo(1);
    assertThat(dealJobs()).isZero();
  }

  @Test
  void afterTheLastTimeADealWithAnAllocationWaitsForItsEnd() {
    deals.apply(
        deal,
        DealMove.stay()
            .set("resends", Deal.MOST_RESENDS)
            .set("allocation_id", 7)
            .set("allocation_expiration", 5_000));
    lose();

    assertThat(read().state()).isEqualTo(DealState.ACCEPTED);
    assertThat(read().causeText())
        .endsWith("it counts until epoch 5000, until which the provider may still use it");
    assertThat(planJobs() + dealJobs()).isZero();
  }

  private void lose() {
    unknown();
    task.ask();
    now = now.plus(LOST_AFTER);
    unknown();
    task.ask();
  }

  /** Curio answers 401 for an id that it never stored; that the key is good show the products. */
  private void unknown() {
    for (int i = 0; i < 2; i++) {
      provider.enqueue(new MockResponse.Builder().code(401).body("Unauthorized\n").build());
    }
    provider.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "application/json")
            .body("{\"products\":[\"ddo_v1\"]}")
            .build());
  }

  private List<String> types() {
    return log.of(deal.id(), 0, 100).stream().map(Event::type).toList();
  }

  private long dealJobs() {
    return jobs("deal");
  }

  private void answer(String status, String error) {
    provider.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "application/json")
            .body("{\"ddo_v1\":{\"status\":\"%s\",\"errorMsg\":\"%s\"}}".formatted(status, error))
            .build());
  }

  private Deal read() {
    return deals.find(deal.id()).orElseThrow();
  }

  private List<String> story() {
    return log.of(deal.id(), 0, 100).stream()
        .map(event -> event.data().at("/to").asString())
        .toList();
  }

  private long planJobs() {
    return jobs("plan");
  }

  private long jobs(String name) {
    return database
        .jdbc()
        .sql("select count(*) from scheduled_tasks where task_name = ?")
        .param(name)
        .query(Long.class)
        .single();
  }
}
