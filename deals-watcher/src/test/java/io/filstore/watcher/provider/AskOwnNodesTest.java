package io.filstore.watcher.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.client.deal.CurioMk12Transport;
import io.filstore.client.deal.CurioMk20Transport;
import io.filstore.client.deal.DealOffer;
import io.filstore.client.deal.DirectDeal;
import io.filstore.client.deal.FakeBoost;
import io.filstore.client.deal.FakeLotusClient;
import io.filstore.client.deal.LegacyDeal;
import io.filstore.client.deal.OwnNodes;
import io.filstore.client.deal.ProposalOutcome;
import io.filstore.client.deal.ProviderAddresses;
import io.filstore.client.deal.Route;
import io.filstore.client.deal.Transport;
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
import io.filstore.db.event.EventLog;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.transfer.Transfers;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.NetworkPrefix;
import io.filstore.filecoin.Secp256k1Key;
import io.filstore.fixtures.Fixtures;
import io.filstore.multiformats.Cid;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.watcher.monitor.DealRecorder;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Deals that the operator's own nodes have taken; they are asked without the wallet's key. */
class AskOwnNodesTest {
  private static final FilAddress CLIENT = Secp256k1Key.generate(new SecureRandom()).address();
  private final JsonNode recorded = Fixtures.json("chain/rpc/legacy-client.json");

  private final FakeBoost boost = new FakeBoost("f01000");
  private final FakeLotusClient lotus =
      new FakeLotusClient(
          recorded.at("/clientGetDealInfo/response/result"),
          recorded.at("/clientQueryAsk/response/result"));
  private final TestDatabase database = TestDatabase.fresh();
  private final Clock clock = Clock.systemUTC();
  private final Deals deals =
      new Deals(database.jdbc(), new EventLog(database.jdbc()), new Networks(database.jdbc()));
  private final List<Long> named = new ArrayList<>();
  private OwnNodes nodes = OwnNodes.of("f01000=" + boost.url() + "+" + boost.url(), "", "");

  AskOwnNodesTest() {
    Rows.piece(database.jdbc());
    Rows.wallet(database.jdbc());
    Rows.provider(database.jdbc(), "f01000");
  }

  @AfterEach
  void stop() {
    boost.close();
    lotus.close();
  }

  private Transports transports() {
    return new Transports(
        nodes,
        new CurioMk20Transport(ProviderAddresses.any(), clock),
        new CurioMk12Transport(ProviderAddresses.any()));
  }

  private void ask() {
    DealRecorder recorder =
        new DealRecorder(
            deals,
            new DatacapLedger(database.jdbc()),
            new Jobs(database.dataSource(), database.jdbc(), clock),
            database.transactions());
    new AskProviders(
            deals,
            new Providers(database.jdbc()),
            new Transfers(database.jdbc()),
            transports(),
            _ -> Optional.empty(),
            recorder,
            (_, id) -> named.add(id),
            _ -> false,
            new LostOffers(recorder, _ -> false, Duration.ZERO, clock),
            clock)
        .ask();
  }

  @ParameterizedTest
  @CsvSource({
    "Accepted,ACCEPTED",
    "Transferred,COMMITTING",
    "AddedPiece,SEALING",
    "IndexedAndAnnounced,SEALING",
    "Complete,SEALING"
  })
  void whereADirectDealIsSaysItsBoostd(String checkpoint, DealState state) {
    Deal deal = direct();
    boost.everyDealIsAt(checkpoint);
    ask();
    ask();

    assertThat(read(deal).state()).isEqualTo(state);
    assertThat(read(deal).providerStatus()).isEqualTo(checkpoint);
  }

  @Test
  void aDirectDealThatIsPausedSaysWhyAndGoesOn() {
    Deal deal = direct();
    boost.everyDealSays("the disk is full", "auto");
    ask();
    assertThat(read(deal).state()).isEqualTo(DealState.ACCEPTED);
    assertThat(read(deal).providerStatus()).isEqualTo("Paused at Accepted: the disk is full");

    boost.everyDealSays("", "auto");
    boost.everyDealIsAt("Transferred");
    ask();
    assertThat(read(deal).state()).isEqualTo(DealState.COMMITTING);
  }

  @Test
  void aDirectDealThatFailedForGoodIsReplaced() {
    Deal deal = direct();
    boost.everyDealIsAt("Complete");
    boost.everyDealSays("failed to open file", "fatal");
    ask();

    assertThat(read(deal).state()).isEqualTo(DealState.FAILED);
    assertThat(read(deal).causeText()).isEqualTo("failed to open file");
  }

  @Test
  void aDirectDealThatBoostdForgotIsToBeHandedOverAgain() {
    Deal deal = direct();
    boost.forget();
    ask();
    ask();

    assertThat(read(deal).lostAt()).isNotNull();
    assertThat(read(deal).causeCode()).isEqualTo("provider_forgot");
  }

  @Test
  void aNodeThatTheSettingsNoLongerNameIsNotAsked() {
    Deal deal = direct();
    nodes = OwnNodes.NONE;
    boost.everyDealIsAt("Transferred");
    ask();

    assertThat(read(deal).state()).isEqualTo(DealState.ACCEPTED);
    assertThat(read(deal).unknownSince()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "17,TRANSFERRING",
    "25,COMMITTING",
    "4,COMMITTING",
    "5,SEALING",
    "7,SEALING",
    "13,ACCEPTED"
  })
  void whereADealOfTheNodeIsSaysTheNode(int lotusState, DealState state) {
    Deal deal = byNode();
    lotus.allDealsAre(lotusState, "");
    ask();

    assertThat(read(deal).state()).isEqualTo(state);
    assertThat(named).isEmpty();
  }

  @Test
  void theIdThatTheNodeTellsIsHandedToTheChain() {
    byNode();
    lotus.allDealsAre(7, "");
    lotus.allDealsHave(123_456);
    ask();

    assertThat(named).containsExactly(123_456L);
  }

  @Test
  void aDealThatTheProviderRefusedTheNodeEndsWithItsWords() {
    Deal deal = byNode();
    lotus.allDealsAre(2, "client not allowed by provider");
    ask();

    assertThat(read(deal).state()).isEqualTo(DealState.FAILED);
    assertThat(read(deal).causeCode()).isEqualTo("client_not_allowed");
  }

  /** Upgraded while its deals are under way: the chain is left to speak. */
  @Test
  void aNodeThatLostItsMethodsChangesNothing() {
    Deal deal = byNode();
    lotus.upgrade();
    ask();
    ask();

    assertThat(read(deal).version()).isEqualTo(deal.version());
  }

  private Deal direct() {
    DealOffer offer =
        new DirectDeal(
                UUID.randomUUID(),
                7,
                Cid.parse(Rows.PIECE),
                CLIENT,
                NetworkPrefix.MAIN,
                new Epoch(6_000),
                new Epoch(524_400),
                "/cars/x.car")
            .offer();
    return accepted("ddo", Transport.BOOST, offer);
  }

  private Deal byNode() {
    nodes = OwnNodes.of("", "f01000=" + URI.create(lotus.url().toString()), "");
    DealOffer offer =
        new LegacyDeal(
                UUID.randomUUID(),
                "/cars/x.car",
                false,
                Cid.parse(Rows.PAYLOAD),
                Cid.parse(Rows.PIECE),
                new PaddedPieceSize(34_359_738_368L),
                CLIENT,
                FilAddress.id(1000),
                NetworkPrefix.MAIN,
                AttoFil.ZERO,
                518_400,
                AttoFil.ZERO,
                new Epoch(6_000),
                true,
                Instant.now())
            .offer();
    return accepted("mk12", Transport.LOTUS, offer);
  }

  private Deal accepted(String product, Transport transport, DealOffer offer) {
    Route.Open route = (Route.Open) transports().route("f01000", transport, product, null);
    assertThat(route.propose(offer, new NoSigner(CLIENT)))
        .isInstanceOf(ProposalOutcome.Accepted.class);
    return Objects.requireNonNull(
        database
            .transactions()
            .execute(_ ->
                deals.apply(
                    deals.insert(
                        new Deals.Plan(
                            Rows.PIECE, "f01000", Rows.WALLET, product, true, 1, 518_400)),
                    DealMove.to(DealState.ACCEPTED)
                        .set("proposal_key", offer.key())
                        .set("proposal_bytes", offer.body())
                        .set("transport", transport.word()))));
  }

  private Deal read(Deal deal) {
    return deals.find(deal.id()).orElseThrow();
  }
}
