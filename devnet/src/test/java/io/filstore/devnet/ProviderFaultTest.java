package io.filstore.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.devnet.incident.Incident;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.mk12.DealParams;
import io.filstore.filecoin.mk12.DealResponse;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a client sees of a provider that fails on demand. */
class ProviderFaultTest {
  private static final FilAddress SP = FilAddress.id(1000);
  private static final String ULID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  private static final String OTHER_ULID = "01ARZ3NDEKTSV4RRFFQ69G5FAW";
  private static final UUID ID = new UUID(5, 5);
  private static final UUID OTHER_ID = new UUID(5, 6);

  @TempDir private Path dir;
  private Devnet devnet;
  private Rpc rpc;
  private Control control;
  private Client client;
  private CarSource source;

  @BeforeEach
  void start() {
    devnet = Devnet.start(options());
    rpc = new Rpc(devnet);
    control = new Control(devnet);
    client = new Client(devnet, 61);
    source = new CarSource(61, 300_000);
    devnet.faucet(client.address(), 100, 1 << 24);
  }

  private DevnetOptions options() {
    return DevnetOptions.manualTicks()
        .withDir(dir)
        .withDelays(1, 2)
        .with("devnet.download-retry-pause", "10ms")
        .with("devnet.download-attempts", "4");
  }

  @AfterEach
  void stop() {
    source.close();
    devnet.close();
  }

  private void order(String fault) {
    control.post("/devnet/providers/f01000/faults", fault);
  }

  private HttpResponse<String> propose(String ulid) {
    return client.propose(SP, client.ddo(ulid, SP, source, 0));
  }

  private HttpResponse<String> proposeVerified(String ulid) {
    long allocation = client.allocate(SP, source.commitment());
    return client.propose(SP, client.ddo(ulid, SP, source, allocation));
  }

  private DealParams params(UUID id, boolean verified) {
    return client.dealParams(id, client.proposal(SP, source.commitment(), verified), source);
  }

  private JsonNode status(String ulid) {
    return Rpc.JSON.readTree(client.ddoStatus(SP, ulid).body()).path("ddo_v1");
  }

  private String awaitFailure(String ulid) {
    awaitStatus(ulid, "failed");
    return status(ulid).path("errorMsg").asString();
  }

  private void awaitStatus(String ulid, String wanted) {
    Waiting.until(() -> {
      devnet.tick();
      return status(ulid).path("status").asString().equals(wanted);
    });
  }

  private String error(UUID id) {
    return Objects.requireNonNull(client.status(SP, id).status()).error();
  }

  private List<String> incidents() {
    return devnet.incidents().stream().map(Incident::kind).toList();
  }

  @Test
  void aDealThatWasLostBeforeItWasStoredIsAcceptedAndThenUnknown() {
    order("{'kind':'lose_deal','next':2}");
    assertThat(propose(ULID).statusCode()).isEqualTo(200);
    assertThat(client.ddoStatus(SP, ULID).statusCode()).isEqualTo(401);
    DealParams params = params(ID, false);
    assertThat(client.store(SP, params)).isEqualTo(new DealResponse(true, ""));
    assertThat(client.status(SP, ID).error()).contains("no storage deal found");
    assertThat(propose(ULID).body()).isEqualTo("Reason: ");
    awaitStatus(ULID, "complete");
    assertThat(incidents()).containsExactly("lose_deal", "lose_deal");
  }

  @Test
  void anAnswerComesAfterTheClientHasGivenUpButTheDealIsThere() {
    order("{'kind':'late_answer','delay_ms':60000}");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(devnet.providerUrl(SP) + "/market/mk12/store"))
            .header("Content-Type", "application/cbor")
            .timeout(Duration.ofMillis(500))
            .POST(HttpRequest.BodyPublishers.ofByteArray(params(ID, false).cbor()))
            .build();
    assertThatThrownBy(() -> Rpc.HTTP.send(request, HttpResponse.BodyHandlers.ofString()))
        .isInstanceOf(HttpTimeoutException.class);
    Waiting.until(() -> client.status(SP, ID).status() != null);
    assertThat(incidents()).containsExactly("late_answer");
  }

  @Test
  void aGoodProposalIsAnsweredAsADuplicate() {
    order("{'kind':'duplicate_answer','next':2}");
    HttpResponse<String> answer = propose(ULID);
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).isEqualTo("Reason: ");
    assertThat(client.ddoStatus(SP, ULID).statusCode()).isEqualTo(200);
    assertThat(client.store(SP, params(ID, false)))
        .isEqualTo(
            new DealResponse(false, "store deal: deal with uuid %s already exists".formatted(ID)));
    assertThat(client.status(SP, ID).error()).isEmpty();
  }

  @Test
  void aFaultIsForTheDealThatItNames() {
    order("{'kind':'refuse','text':'not this one','deal':'" + OTHER_ULID + "'}");
    assertThat(propose(ULID).statusCode()).isEqualTo(200);
    assertThat(propose(OTHER_ULID).body()).isEqualTo("Reason: not this one");
    assertThat(propose(OTHER_ULID).statusCode()).isEqualTo(200);
    order("{'kind':'refuse','text':'not that either','deal':'" + ID + "'}");
    assertThat(client.store(SP, params(OTHER_ID, false)).accepted()).isTrue();
    assertThat(client.store(SP, params(ID, true)).message()).isEqualTo("not that either");
  }

  @Test
  void aFaultIsForThePieceThatItNamesInEitherVersion() {
    try (CarSource other = new CarSource(62, 9000)) {
      order("{'kind':'lose_answer','deal':'" + other.commitment().v1() + "'}");
      order("{'kind':'wrong_commp','deal':'" + other.commitment().v2() + "'}");
      assertThat(propose(ULID).statusCode()).isEqualTo(200);
      assertThat(client.propose(SP, client.ddo(OTHER_ULID, SP, other, 0)).statusCode())
          .isEqualTo(504);
      assertThat(awaitFailure(OTHER_ULID)).startsWith("commP mismatch");
      awaitStatus(ULID, "complete");
    }
  }

  @Test
  void anyRequestIsAnsweredByTheHttpErrorThatWasOrdered() {
    HttpRequest health = HttpRequest.newBuilder(devnet.providerUrl(SP).resolve("/health")).build();
    for (int status : List.of(429, 500, 503)) {
      order("{'kind':'http_error','status':" + status + "}");
      assertThat(Rpc.send(health).statusCode()).isEqualTo(status);
    }
    assertThat(Rpc.send(health).statusCode()).isEqualTo(200);
    assertThat(
            control
                .send(
                    "POST",
                    "/devnet/providers/f01000/faults",
                    "{'kind':'http_error','deal':'" + ULID + "'}")
                .body())
        .contains("http_error does not happen to a single deal");
  }

  @Test
  void aTruncatedDownloadGoesOnWhereItBrokeOff() {
    order("{'kind':'truncated_download','bytes':100000}");
    propose(ULID);
    awaitStatus(ULID, "complete");
    assertThat(source.requests())
        .filteredOn(r -> r.startsWith("GET"))
        .containsExactly(
            "GET bytes=0-299999", "GET bytes=100000-299999", "GET bytes=200000-299999");
    assertThat(incidents()).containsExactly("truncated_download");
  }

  @Test
  void aDownloadThatGetsNoByteFailsAfterItsAttempts() {
    order("{'kind':'truncated_download','bytes':0}");
    propose(ULID);
    assertThat(awaitFailure(ULID))
        .isEqualTo("failed to download after 4 attempts: unexpected EOF after 0 bytes");
  }

  @Test
  void aSlowDownloadTakesItsPauses() {
    order("{'kind':'slow_download','delay_ms':100}");
    long begin = System.nanoTime();
    propose(ULID);
    awaitStatus(ULID, "complete");
    assertThat(System.nanoTime() - begin)
        .as("300,000 bytes are five chunks of 64 KiB")
        .isGreaterThanOrEqualTo(500_000_000L);
  }

  @Test
  void aDealPublishedAsInvalidHasItsBitUnset() {
    order("{'kind':'publish_invalid','deal':'" + ID + "'}");
    assertThat(client.store(SP, params(ID, false)).accepted()).isTrue();
    try (CarSource other = new CarSource(63, 9000)) {
      DealParams good =
          client.dealParams(OTHER_ID, client.proposal(SP, other.commitment(), false), other);
      assertThat(client.store(SP, good).accepted()).isTrue();
      Waiting.until(() ->
          client.status(SP, ID).bytesReceived() > 0
              && client.status(SP, OTHER_ID).bytesReceived() > 0);
    }
    devnet.tick(5);
    assertThat(error(ID)).isEqualTo("the deal was found invalid when it was published");
    assertThat(error(OTHER_ID)).isEmpty();
    assertThat(rpc.call("StateMarketDeals", Rpc.NULL)).hasSize(1);
  }

  @Test
  void aPublishMessageOutOfGasMakesNoDeal() {
    order("{'kind':'publish_out_of_gas'}");
    client.store(SP, params(ID, false));
    Waiting.until(() -> {
      devnet.tick();
      return !error(ID).isEmpty();
    });
    assertThat(error(ID)).contains("publish message failed: out of gas");
    assertThat(rpc.call("StateMarketDeals", Rpc.NULL)).isEmpty();
  }

  @Test
  void anActivationAfterTheStartEpochIsRefusedByTheMarket() {
    order("{'kind':'late_activation'}");
    client.store(SP, params(ID, false));
    devnet.tick(1990);
    assertThat(error(ID)).isEmpty();
    Waiting.until(() -> {
      devnet.tick(5);
      return !error(ID).isEmpty();
    });
    assertThat(error(ID)).contains("activation failed: proposal start epoch").contains("elapsed");
  }

  @Test
  void aSectorThatIsShorterThanTheTermClaimsNothing() {
    order("{'kind':'short_sector'}");
    proposeVerified(ULID);
    assertThat(awaitFailure(ULID)).contains("activation failed: invalid sector 1 for allocation");
    assertThat(rpc.call("StateGetClaims", SP.toString(), Rpc.NULL)).isEmpty();
    assertThat(rpc.call("StateGetAllocations", client.address().toString(), Rpc.NULL)).hasSize(1);
  }

  @Test
  void aDealIsTerminatedAtTheEpochThatWasOrderedWhileItWasUnderWay() {
    proposeVerified(ULID);
    order("{'kind':'terminate','epoch':40,'deal':'" + ULID + "'}");
    assertThat(control.get("/devnet/faults").path("f01000"))
        .as("it happens to the deal, not to the next one")
        .isEmpty();
    awaitStatus(ULID, "complete");
    assertThat(rpc.call("StateGetClaims", SP.toString(), Rpc.NULL)).hasSize(1);
    devnet.tick((int) (40 - devnet.height()));
    Waiting.until(() ->
        rpc.reply("StateSectorExpiration", SP.toString(), 1, Rpc.NULL)
            .toString()
            .contains("failed to find sector 1"));
    assertThat(incidents()).containsExactly("terminate");
    assertThat(rpc.call("StateGetClaims", SP.toString(), Rpc.NULL))
        .as("f06 is not told")
        .hasSize(1);
  }

  @Test
  void whatIsToHappenToADealOutlivesARestartAndWhatIsToHappenToTheNextDoesNot() {
    order("{'kind':'never_activate'}");
    propose(ULID);
    awaitStatus(ULID, "sealing");
    order("{'kind':'refuse'}");
    devnet.close();
    devnet = Devnet.start(options());
    client = new Client(devnet, 61);
    control = new Control(devnet);
    devnet.tick(20);
    assertThat(status(ULID).path("status").asString()).isEqualTo("sealing");
    assertThat(propose(OTHER_ULID).statusCode()).isEqualTo(200);
  }

  @Test
  void neverPublishedDealsStayProcessing() {
    order("{'kind':'never_publish','deal':'" + ID + "'}");
    client.store(SP, params(ID, false));
    devnet.tick(30);
    assertThat(Objects.requireNonNull(client.status(SP, ID).status()).status())
        .isEqualTo("Processing");
    assertThat(rpc.call("StateMarketDeals", Rpc.NULL)).isEmpty();
  }
}
