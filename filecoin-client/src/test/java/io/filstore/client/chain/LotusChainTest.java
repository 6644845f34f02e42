package io.filstore.client.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Message;
import io.filstore.filecoin.Signature;
import io.filstore.filecoin.SignedMessage;
import io.filstore.fixtures.Fixtures;
import io.filstore.multiformats.Cid;
import io.filstore.piece.PaddedPieceSize;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LotusChainTest {

  private static final FilAddress CLIENT = FilAddress.id(1234);
  private static final FilAddress CLIENT_KEY =
      FilAddress.parse("f1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba");
  private static final FilAddress PROVIDER = FilAddress.id(1000);
  private static final Cid MESSAGE =
      Cid.parse("bafy2bzacea3wsdh6y3a36tb3skempjoxqpuyompjbmfeyf34fi3uy6uue42v4");

  private final MockWebServer server = new MockWebServer();
  private LotusChain chain = connect("unused");

  @BeforeEach
  void startServer() throws IOException {
    server.start();
    chain = connect("token-1");
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void readsTheHeadFromARecordedTipset() {
    JsonNode fixture = Fixtures.json("chain/rpc/chain-head.json");
    answer(200, fixture.path("response"));

    Tipset head = chain.head();

    assertThat(head.height()).isEqualTo(new Epoch(4863283));
    assertThat(head.timestamp()).isEqualTo(Instant.ofEpochSecond(1744204890));
    assertThat(head.key().toString())
        .isEqualTo("bafy2bzacedo7hjsumaajt6sbor42qycvjyk6goqe4oi4o4ddsjxkdeqrqf42c");
    RecordedRequest request = request();
    assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer token-1");
    assertThat(sent(request).path("method").asString()).isEqualTo("Filecoin.ChainHead");
    assertThat(sent(request).path("params")).isEmpty();
  }

  /** The recorded filter asks for more; the answer's first event is the publication. */
  @Test
  void findsPublishedDealsAmongTheEvents() {
    JsonNode fixture = Fixtures.json("chain/rpc/actor-events.json");
    JsonNode published = fixture.at("/response/result/0");
    answer(200, "{\"id\":1,\"result\":[" + published + "]}");
    answer(200, "{\"id\":2,\"result\":null}");

    PublishedDeals found =
        chain.publishedDeals(CLIENT, PROVIDER, new Epoch(4_995_000), new Epoch(4_998_000));

    assertThat(found).isEqualTo(new PublishedDeals(Set.of(123456L), true));
    JsonNode filter = sent(request()).at("/params/0");
    assertThat(filter.path("addresses")).isEqualTo(fixture.at("/request/params/0/addresses"));
    assertThat(filter.at("/fields/client"))
        .isEqualTo(fixture.at("/request/params/0/fields/client"));
    assertThat(filter.at("/fields/$type/0"))
        .isEqualTo(fixture.at("/request/params/0/fields/$type/0"));
    assertThat(filter.at("/fields/provider/0/value").asString()).isEqualTo("GQPo");
    assertThat(filter.path("fromHeight").asLong()).isEqualTo(4_995_000);
    assertThat(filter.path("toHeight").asLong()).isEqualTo(4_997_879);
    assertThat(sent(request()).at("/params/0/fromHeight").asLong()).isEqualTo(4_997_880);
  }

  @Test
  void noEventsProveNothingUnlessTheEndpointKeptAnyThen() {
    answer(200, "{\"id\":1,\"result\":null}");
    answer(200, "{\"id\":2,\"result\":null}");
    answer(200, "{\"id\":3,\"result\":null}");
    answer(200, "{\"id\":4,\"result\":[{\"entries\":[],\"height\":95}]}");

    assertThat(chain.publishedDeals(CLIENT, PROVIDER, new Epoch(100), new Epoch(200)).complete())
        .isFalse();
    assertThat(chain.publishedDeals(CLIENT, PROVIDER, new Epoch(100), new Epoch(200)).complete())
        .isTrue();
    request();
    JsonNode anything = sent(request()).at("/params/0");
    assertThat(anything.has("fields")).isFalse();
    assertThat(anything.path("fromHeight").asLong()).isEqualTo(40);
  }

  @Test
  void asksForAPendingProposalByItsCid() {
    answer(200, "{\"id\":1,\"result\":true}");

    assertThat(chain.proposalPending(MESSAGE)).isTrue();
    JsonNode params = sent(request()).path("params");
    assertThat(params).hasSize(2);
    assertThat(params.at("/0/~1").asString()).isEqualTo(MESSAGE.toString());
  }

  @Test
  void anEndpointWithoutEventsSaysSo() {
    answer(200, "{\"id\":1,\"error\":{\"code\":1,\"message\":\"method not supported\"}}");

    assertThatThrownBy(() -> chain.publishedDeals(CLIENT, PROVIDER, new Epoch(100), new Epoch(200)))
        .isInstanceOf(ChainError.class);
  }

  @Test
  void takesGenesisAndBlockDelayFromTheNode() {
    answer(
        200, "{\"id\":1,\"result\":{\"Version\":\"x\",\"APIVersion\":131840,\"BlockDelay\":30}}");
    answer(
        200,
        "{\"id\":1,\"result\":{\"Cids\":[],\"Blocks\":[{\"Timestamp\":1598306400}],\"Height\":0}}");

    assertThat(chain.clock().blockDelay()).isEqualTo(Duration.ofSeconds(30));
    assertThat(chain.clock().timeOf(new Epoch(6052800)))
        .isEqualTo(Instant.parse("2026-05-27T14:00:00Z"));
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void asksWithTheRecordedParameters() {
    checkRequest(
        "chain/rpc/state-miner-info.json",
        "request",
        "response_no_peer",
        () -> chain.minerInfo(PROVIDER));
    checkRequest(
        "chain/rpc/state-verified-client-status.json",
        "request",
        "response_none",
        () -> chain.verifiedClientStatus(CLIENT_KEY));
    checkRequest(
        "chain/rpc/state-market-balance.json",
        "request",
        "response",
        () -> chain.marketBalance(CLIENT));
    checkRequest(
        "chain/rpc/state-deal-provider-collateral-bounds.json",
        "request",
        "response",
        () -> chain.collateralBounds(new PaddedPieceSize(34359738368L), true));
    checkRequest(
        "chain/rpc/state-market-storage-deal.json",
        "request",
        "response_active",
        () -> chain.storageDeal(123456));
  }

  @Test
  void nullIsAnAnswer() {
    JsonNode allocations = Fixtures.json("chain/rpc/state-allocations-claims.json");
    answer(200, allocations.at("/getAllocation/response_absent"));
    answer(200, allocations.at("/getClaim/response_absent"));
    answer(200, Fixtures.json("chain/rpc/state-verified-client-status.json").path("response_none"));
    answer(
        200, Fixtures.json("chain/rpc/state-search-wait-msg.json").at("/search/response_pending"));

    assertThat(chain.allocation(CLIENT, 77001)).isEmpty();
    assertThat(chain.claim(PROVIDER, 77001)).isEmpty();
    assertThat(chain.verifiedClientStatus(CLIENT)).isEmpty();
    assertThat(chain.searchMessage(MESSAGE)).isEmpty();
  }

  @Test
  void readsAllocationsClaimsAndDataCap() {
    JsonNode fixture = Fixtures.json("chain/rpc/state-allocations-claims.json");
    answer(200, fixture.at("/getAllocation/response"));
    answer(200, fixture.at("/getAllocations/response"));
    answer(200, fixture.at("/getClaim/response"));
    answer(200, fixture.at("/getClaims/response"));
    answer(
        200,
        Fixtures.json("chain/rpc/state-verified-client-status.json").path("response_has_datacap"));

    Allocation allocation = chain.allocation(CLIENT, 77001).orElseThrow();
    assertThat(allocation.expiration()).isEqualTo(new Epoch(5172800));
    assertThat(allocation.provider()).isEqualTo(1000);
    assertThat(chain.allocations(CLIENT)).containsEntry(77001L, allocation);
    Claim claim = chain.claim(PROVIDER, 77001).orElseThrow();
    assertThat(claim.sector()).isEqualTo(771);
    assertThat(claim.termStart()).isEqualTo(new Epoch(5010000));
    assertThat(chain.claims(PROVIDER)).containsEntry(77001L, claim);
    assertThat(chain.verifiedClientStatus(CLIENT)).contains(new BigInteger("1099511627776"));
  }

  @Test
  void anAddressWithoutActorHasNothing() {
    for (int i = 0; i < 4; i++) {
      answer(
          200,
          Fixtures.json("chain/rpc/state-verified-client-status.json").path("error_unknown_actor"));
    }

    assertThat(chain.verifiedClientStatus(CLIENT_KEY)).isEmpty();
    assertThat(chain.lookupId(CLIENT_KEY)).isEmpty();
    assertThat(chain.balance(CLIENT_KEY)).isEqualTo(AttoFil.ZERO);
    assertThat(chain.marketBalance(CLIENT_KEY).available()).isEqualTo(AttoFil.ZERO);
  }

  @Test
  void aDealThatTheMarketDoesNotHoldIsAbsent() {
    JsonNode fixture = Fixtures.json("chain/rpc/state-market-storage-deal.json");
    answer(200, fixture.path("error_gone"));
    answer(200, fixture.path("response_published"));

    assertThat(chain.storageDeal(123450)).isEmpty();
    MarketDeal published = chain.storageDeal(123456).orElseThrow();
    assertThat(published.activated()).isFalse();
    assertThat(published.sector()).isEmpty();
    assertThat(published.client()).isEqualTo(CLIENT);
    assertThat(published.providerCollateral()).isEqualTo(AttoFil.of(5936600000000000L));
  }

  @Test
  void readsTheReceiptOfAMessage() {
    JsonNode fixture = Fixtures.json("chain/rpc/state-search-wait-msg.json");
    answer(200, fixture.at("/search/response_found"));
    answer(200, fixture.at("/search/response_failed"));

    MessageReceipt found = chain.searchMessage(MESSAGE).orElseThrow();
    assertThat(found.succeeded()).isTrue();
    assertThat(found.height()).isEqualTo(new Epoch(4995010));
    assertThat(Base64.getEncoder().encodeToString(found.returned())).isEqualTo("goEaAAHiQEEM");
    MessageReceipt failed = chain.searchMessage(MESSAGE).orElseThrow();
    assertThat(failed.exitCode()).isEqualTo(16);
    assertThat(failed.returned()).isEmpty();
  }

  @Test
  void aMessageThatTheNodeNeverSawIsNotFound() {
    answer(
        200,
        "{\"error\":{\"code\":1,\"message\":\"failed to load message: ipld: could not find bafy\"}}");

    assertThat(chain.searchMessage(MESSAGE)).isEmpty();
  }

  @Test
  void saysThatAnotherCallTookTheNonce() {
    answer(
        200,
        "{\"error\":{\"code\":1,\"message\":\"checking for message execution during lookback: found message"
            + " with equal nonce as the one we are looking for that is NOT a valid replacement message"
            + " (F:bafy n 4, TS: bafy n4)\"}}");

    assertThatThrownBy(() -> chain.searchMessage(MESSAGE))
        .isInstanceOfSatisfying(ChainError.class, e -> assertThat(e.saysNonceTaken()).isTrue());
  }

  @Test
  void readsTheNonceInTheStateOfATipset() {
    answer(200, "{\"result\":{\"Code\":null,\"Nonce\":7,\"Balance\":\"1\"}}");
    answer(200, "{\"error\":{\"code\":11,\"message\":\"actor not found\"}}");

    assertThat(chain.executedNonce(CLIENT_KEY, new TipsetKey(List.of(MESSAGE)))).isEqualTo(7);
    assertThat(sent(request()).at("/params/1/0/~1").asString()).isEqualTo(MESSAGE.toString());
    assertThat(chain.executedNonce(CLIENT_KEY, TipsetKey.HEAD)).isZero();
  }

  @Test
  void aMissingNumberIsNotZero() {
    answer(
        200,
        "{\"result\":{\"Message\":{\"/\":\"%s\"},\"Receipt\":{\"ExitCode\":null},\"TipSet\":[],\"Height\":5}}"
            .formatted(MESSAGE));
    answer(200, "{\"result\":null}");
    answer(200, "{\"result\":{\"Client\":1234,\"Provider\":null}}");

    assertThatThrownBy(() -> chain.searchMessage(MESSAGE)).isInstanceOf(ChainUnavailable.class);
    assertThatThrownBy(() -> chain.nonce(CLIENT)).isInstanceOf(ChainUnavailable.class);
    assertThatThrownBy(() -> chain.allocation(CLIENT, 1)).isInstanceOf(ChainUnavailable.class);
  }

  @Test
  void aDealThatMakesNoSenseEndsTheReadingAsUnavailable() {
    answer(
        200,
        "{\"result\":{\"5\":{\"Proposal\":{\"Client\":\"f01234\",\"Provider\":\"f01000\",\"PieceCID\":{\"/\":\"x\"}}}}}");

    assertThatThrownBy(() -> chain.streamMarketDeals(Set.of(CLIENT), deal -> {}))
        .isInstanceOf(ChainUnavailable.class);
  }

  @Test
  void pushesTheSignedMessageAsRecorded() {
    JsonNode fixture = Fixtures.json("chain/rpc/mpool-push-message.json").path("mpoolPush");
    answer(200, fixture.path("response"));
    JsonNode recorded = fixture.at("/request/params/0");
    SignedMessage signed =
        new SignedMessage(message(recorded.path("Message")), signature(recorded.path("Signature")));

    Cid cid = chain.push(signed);

    assertThat(cid.toString()).isEqualTo(fixture.at("/response/result/~1").asString());
    JsonNode sent = sent(request()).at("/params/0");
    assertThat(sent.path("Signature")).isEqualTo(recorded.path("Signature"));
    recorded.path("Message").properties().stream()
        .filter(field -> !field.getKey().equals("CID"))
        .forEach(field ->
            assertThat(sent.path("Message").path(field.getKey()).asString())
                .isEqualTo(field.getValue().asString()));
  }

  @Test
  void errorsAreReadWhateverTheHttpStatus() {
    JsonNode errors = Fixtures.json("chain/rpc/errors.json");
    for (JsonNode error : errors) {
      if (!error.path("body").has("error")) {
        continue;
      }
      answer(error.path("http").asInt(), error.path("body"));
      assertThatThrownBy(() -> chain.networkName())
          .isInstanceOfSatisfying(
              ChainError.class,
              e -> {
                assertThat(e.code()).isEqualTo(error.at("/body/error/code").asInt());
                assertThat(e.text()).isEqualTo(error.at("/body/error/message").asString());
              });
    }
  }

  @Test
  void whatIsNoJsonIsUnavailable() {
    answer(401, "");
    answer(502, "<html>Bad gateway</html>");
    answer(429, "slow down");
    answer(200, "{\"id\":1,\"jsonrpc\":\"2.0\"}");
    answer(200, "{\"result\":{\"Cids\":[{\"/\":\"nonsense\"}],\"Height\":1,\"Blocks\":[]}}");

    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> chain.head()).isInstanceOf(ChainUnavailable.class);
    }
    server.close();
    assertThatThrownBy(() -> chain.head()).isInstanceOf(ChainUnavailable.class);
  }

  @Test
  void streamsOnlyTheClientsDeals() {
    JsonNode fixture = Fixtures.json("chain/rpc/state-market-deals.json");
    answer(200, fixture.path("response"));
    answer(200, fixture.path("response"));
    List<MarketDeal> ours = new ArrayList<>();

    MarketDealsRead read = chain.streamMarketDeals(Set.of(CLIENT), ours::add);
    MarketDealsRead none = chain.streamMarketDeals(Set.of(FilAddress.id(9)), ours::add);

    assertThat(read).isEqualTo(new MarketDealsRead(6, 6, null, false));
    assertThat(none).isEqualTo(new MarketDealsRead(6, 0, null, false));
    assertThat(ours)
        .extracting(MarketDeal::id)
        .containsExactly(123456L, 123457L, 123458L, 123459L, 123460L, 123461L);
    assertThat(ours.get(1).sector()).hasValue(771);
    assertThat(ours.getLast().sector()).hasValue(0);
    assertThat(ours.get(4).slashEpoch()).isEqualTo(4200000);
  }

  @Test
  void aBrokenStreamThrowsAfterWhatItDelivered() {
    String whole = Fixtures.json("chain/rpc/state-market-deals.json").path("response").toString();
    answer(200, whole.substring(0, whole.length() - 200));
    answer(
        500,
        "{\"error\":{\"code\":-32601,\"message\":\"method 'Filecoin.StateMarketDeals' not found\"}}");
    List<MarketDeal> some = new ArrayList<>();

    assertThatThrownBy(() -> chain.streamMarketDeals(Set.of(CLIENT), some::add))
        .isInstanceOf(ChainUnavailable.class);
    assertThat(some).isNotEmpty();
    assertThatThrownBy(() -> chain.streamMarketDeals(Set.of(CLIENT), some::add))
        .isInstanceOfSatisfying(ChainError.class, e -> assertThat(e.code()).isEqualTo(-32601));
  }

  @Test
  void readsWhatTheActorsToldOfOurDeals() {
    JsonNode fixture = Fixtures.json("chain/rpc/actor-events.json");
    answer(200, fixture.path("response"));
    Set<FilAddress> clients = Set.of(FilAddress.id(1234));

    List<ActorEvent> events = chain.actorEvents(clients, 4_995_000, 4_995_880);

    assertThat(sent(request()).path("params")).isEqualTo(fixture.at("/request/params"));
    assertThat(events)
        .extracting(ActorEvent::type)
        .containsExactly(
            "deal-published",
            "deal-activated",
            "deal-terminated",
            "deal-completed",
            "allocation",
            "claim",
            "deal-published");
    assertThat(events).extracting(ActorEvent::id).contains(123456L, 77001L);
    assertThat(events.get(5).emitter()).isEqualTo(FilAddress.VERIFREG);
    assertThat(events.get(5).provider()).isEqualTo(1000);
    assertThat(events.getLast().reverted()).isTrue();

    answer(200, fixture.path("response_no_match"));
    assertThat(chain.actorEvents(clients, 1, 2)).isEmpty();
    answer(200, fixture.at("/errors/2"));
    assertThatThrownBy(() -> chain.actorEvents(clients, 1, 2))
        .isInstanceOfSatisfying(
            ChainError.class, error -> assertThat(error.saysUnsupported()).isTrue());
    answer(200, fixture.at("/errors/0"));
    assertThatThrownBy(() -> chain.actorEvents(clients, 1, 5000))
        .isInstanceOfSatisfying(
            ChainError.class, error -> assertThat(error.saysUnsupported()).isFalse());
  }

  private void checkRequest(String file, String request, String response, Runnable call) {
    JsonNode fixture = Fixtures.json(file);
    answer(200, fixture.path(response));
    call.run();
    JsonNode sent = sent(request());
    assertThat(sent.path("method")).isEqualTo(fixture.path(request).path("method"));
    assertThat(sent.path("params")).isEqualTo(fixture.path(request).path("params"));
  }

  private LotusChain connect(String token) {
    String url = token.equals("unused") ? "http://127.0.0.1:1/" : server.url("/rpc/v1").toString();
    return new LotusChain(new OkHttpClient(), url, token);
  }

  private void answer(int status, JsonNode body) {
    answer(status, body.toString());
  }

  private void answer(int status, String body) {
    server.enqueue(new MockResponse.Builder().code(status).body(body).build());
  }

  private RecordedRequest request() {
    try {
      return server.takeRequest();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode sent(RecordedRequest request) {
    return JsonMapper.shared().readTree(java.util.Objects.requireNonNull(request.getBody()).utf8());
  }

  private static Message message(JsonNode json) {
    return new Message(
        0,
        FilAddress.parse(json.path("To").asString()),
        FilAddress.parse(json.path("From").asString()),
        json.path("Nonce").asLong(),
        AttoFil.parse(json.path("Value").asString()),
        json.path("GasLimit").asLong(),
        AttoFil.parse(json.path("GasFeeCap").asString()),
        AttoFil.parse(json.path("GasPremium").asString()),
        json.path("Method").asLong(),
        Base64.getDecoder().decode(json.path("Params").asString()));
  }

  private static Signature signature(JsonNode json) {
    return new Signature(
        Signature.Type.of(json.path("Type").asInt()),
        Base64.getDecoder().decode(json.path("Data").asString()));
  }
}
