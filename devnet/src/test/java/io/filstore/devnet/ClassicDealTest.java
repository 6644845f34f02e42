package io.filstore.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.devnet.provider.Fault;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.mk12.AskRequest;
import io.filstore.filecoin.mk12.AskResponse;
import io.filstore.filecoin.mk12.DealParams;
import io.filstore.filecoin.mk12.DealResponse;
import io.filstore.fixtures.Fixtures;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ClassicDealTest {
  private static final FilAddress SP = FilAddress.id(1001);
  private static final UUID ID = new UUID(0x0102030405064708L, 0x890a0b0c0d0e0f10L);

  private Devnet devnet;
  private Rpc rpc;
  private Client client;
  private CarSource source;

  @BeforeEach
  void start() {
    devnet = Devnet.start(DevnetOptions.manualTicks().withDelays(1, 2));
    rpc = new Rpc(devnet);
    client = new Client(devnet, 9);
    source = new CarSource(3, 200_000);
    devnet.faucet(client.address(), 100, 1 << 30);
  }

  @AfterEach
  void stop() {
    source.close();
    devnet.close();
  }

  private void awaitStatus(String wanted) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> {
          devnet.tick();
          var status = client.status(SP, ID).status();
          return status != null && status.status().equals(wanted);
        });
  }

  @Test
  void aVerifiedDealIsPublishedActivatedAndClaimed() {
    DealParams params =
        client.dealParams(ID, client.proposal(SP, source.commitment(), true), source);
    assertThat(client.store(SP, params)).isEqualTo(new DealResponse(true, ""));
    awaitStatus("Sealed");
    var status = client.status(SP, ID).status();
    assertThat(status).isNotNull();
    long dealId = Objects.requireNonNull(status).chainDealId();
    JsonNode deal = rpc.call("StateMarketStorageDeal", dealId, Rpc.NULL);
    Shapes.assertSame(
        Fixtures.json("chain/rpc/state-market-storage-deal.json")
            .path("response_active")
            .path("result"),
        deal);
    assertThat(deal.path("State").path("SectorStartEpoch").asLong()).isPositive();
    assertThat(rpc.call("StateGetClaims", SP.toString(), Rpc.NULL)).hasSize(1);
    JsonNode lookup =
        rpc.call(
            "StateSearchMsg",
            Rpc.NULL,
            Rpc.JSON.createObjectNode().put("/", String.valueOf(status.publishCid())),
            -1,
            true);
    Shapes.assertSame(
        Fixtures.json("chain/rpc/state-search-wait-msg.json")
            .path("search")
            .path("response_found")
            .path("result"),
        lookup);
    Shapes.assertSame(
        Fixtures.json("chain/rpc/state-market-deals.json")
            .path("response")
            .path("result")
            .path("123457"),
        rpc.call("StateMarketDeals", Rpc.NULL).path(Long.toString(dealId)));
  }

  @Test
  void oneMessagePublishesABatchAndDropsWhatTheDataCapDoesNotCover() {
    Client client = new Client(devnet, 12);
    devnet.faucet(client.address(), 10, 1 << 18);
    UUID second = new UUID(1, 2);
    try (CarSource other = new CarSource(4, 200_000)) {
      client.store(
          SP, client.dealParams(ID, client.proposal(SP, source.commitment(), true), source));
      client.store(
          SP, client.dealParams(second, client.proposal(SP, other.commitment(), true), other));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> received(client, ID) > 0 && received(client, second) > 0);
    }
    devnet.tick(5);
    assertThat(rpc.call("StateMarketDeals", Rpc.NULL)).hasSize(1);
    assertThat(List.of(error(client, ID), error(client, second)))
        .containsExactlyInAnyOrder("", "the deal was found invalid when it was published");
  }

  private static long received(Client client, UUID id) {
    return client.status(SP, id).bytesReceived();
  }

  private static String error(Client client, UUID id) {
    return Objects.requireNonNull(client.status(SP, id).status()).error();
  }

  @Test
  void aTerminatedDealVanishesAndItsEventIsThere() {
    client.store(
        SP, client.dealParams(ID, client.proposal(SP, source.commitment(), false), source));
    awaitStatus("Sealed");
    devnet.terminate(SP, 1);
    JsonNode gone = rpc.reply("StateMarketStorageDeal", 1, Rpc.NULL).path("error");
    assertThat(gone.path("message").asString()).startsWith("deal 1 not found - deal may not");
    JsonNode filter =
        Rpc.JSON.readTree(
            "{\"addresses\":[\"f05\"],\"fromHeight\":0,\"fields\":{\"$type\":[{\"codec\":81,"
                + "\"value\":\"b2RlYWwtdGVybWluYXRlZA==\"}]}}");
    JsonNode events = rpc.call("GetActorEventsRaw", filter);
    assertThat(events).hasSize(1);
    Shapes.assertSame(
        Fixtures.json("chain/rpc/actor-events.json").path("response").path("result").get(0),
        events.get(0));
  }

  @Test
  void refusesAProposalThatSomebodyElseSigned() {
    DealParams foreign =
        new Client(devnet, 10)
            .dealParams(ID, client.proposal(SP, source.commitment(), false), source);
    assertThat(client.store(SP, foreign))
        .isEqualTo(new DealResponse(false, "failed validation: invalid signature"));
  }

  @Test
  void refusesTheSameUuidTwice() {
    DealParams params =
        client.dealParams(ID, client.proposal(SP, source.commitment(), false), source);
    assertThat(client.store(SP, params).accepted()).isTrue();
    DealResponse again = client.store(SP, params);
    assertThat(again.accepted()).isFalse();
    assertThat(again.message()).startsWith("store deal: ").endsWith("already exists");
  }

  @Test
  void refusesAVerifiedDealWithoutDataCap() {
    Client poor = new Client(devnet, 11);
    devnet.faucet(poor.address(), 1, 0);
    DealResponse answer =
        poor.store(SP, poor.dealParams(ID, poor.proposal(SP, source.commitment(), true), source));
    assertThat(answer.message()).contains("DataCap 0 too small");
  }

  @Test
  void givesTheTextOfAnOrderedRefusal() {
    devnet.fault(SP, new Fault(Fault.Kind.REFUSE, 1, "client not allowed by provider", 400));
    DealParams params =
        client.dealParams(ID, client.proposal(SP, source.commitment(), false), source);
    assertThat(client.store(SP, params))
        .isEqualTo(new DealResponse(false, "client not allowed by provider"));
    assertThat(client.store(SP, params).accepted()).isTrue();
  }

  @Test
  void wantsCborAndNothingElse() {
    HttpRequest text =
        HttpRequest.newBuilder(devnet.providerUrl(SP).resolve("/market/mk12/store"))
            .header("Content-Type", "application/cbor; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    HttpResponse<String> answer = Rpc.send(text);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEmpty();
    byte[] garbage = client.mk12(SP, "POST", "/market/mk12/store", new byte[] {1}, 400);
    assertThat(garbage).isEmpty();
  }

  @Test
  void tellsItsAskToAGetWithABody() {
    byte[] answer = client.mk12(SP, "GET", "/market/mk12/ask", new AskRequest(SP).cbor(), 200);
    var ask = Objects.requireNonNull(AskResponse.decode(answer).ask());
    assertThat(ask.miner()).isEqualTo(SP);
    assertThat(ask.minPieceSize()).isEqualTo(128);
  }
}
