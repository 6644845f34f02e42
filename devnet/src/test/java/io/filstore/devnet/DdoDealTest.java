package io.filstore.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.devnet.provider.Fault;
import io.filstore.filecoin.FilAddress;
import io.filstore.fixtures.Fixtures;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DdoDealTest {
  private static final FilAddress SP = FilAddress.id(1000);
  private static final String ULID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

  private Devnet devnet;
  private Rpc rpc;
  private Client client;
  private CarSource source;

  @BeforeEach
  void start() {
    devnet =
        Devnet.start(
            DevnetOptions.manualTicks()
                .with("devnet.download-retry-pause", "10ms")
                .with("devnet.download-attempts", "3"));
    rpc = new Rpc(devnet);
    client = new Client(devnet, 7);
    source = new CarSource(1, 300_000);
    devnet.faucet(client.address(), 100, 1 << 30);
  }

  @AfterEach
  void stop() {
    source.close();
    devnet.close();
  }

  private JsonNode awaitStatus(String wanted) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> {
          devnet.tick();
          return status().path("status").asString().equals(wanted);
        });
    return status();
  }

  private JsonNode status() {
    return Rpc.JSON.readTree(client.ddoStatus(SP, ULID).body()).path("ddo_v1");
  }

  @Test
  void aVerifiedDealGoesFromAllocationToClaimAndTheBytesComeBack() {
    long allocation = client.allocate(SP, source.commitment());
    Shapes.assertSame(
        Fixtures.json("chain/rpc/state-allocations-claims.json")
            .path("getAllocation")
            .path("response")
            .path("result"),
        rpc.call("StateGetAllocation", client.address().toString(), allocation, Rpc.NULL));
    assertThat(dataCap()).isEqualTo(Long.toString((1 << 30) - (1 << 19)));

    HttpResponse<String> answer = client.propose(SP, client.ddo(ULID, SP, source, allocation));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("Reason: ");
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .isEqualToIgnoringWhitespace("text/plain; charset=utf-8");
    assertThat(answer.headers().firstValue("X-Filstore-Devnet")).contains("simulator");

    awaitStatus("complete");
    JsonNode claim = rpc.call("StateGetClaim", SP.toString(), allocation, Rpc.NULL);
    Shapes.assertSame(
        Fixtures.json("chain/rpc/state-allocations-claims.json")
            .path("getClaim")
            .path("response")
            .path("result"),
        claim);
    assertThat(claim.path("Data").path("/").asString())
        .isEqualTo(source.commitment().v1().toString());
    assertThat(
            rpc.call("StateGetAllocation", client.address().toString(), allocation, Rpc.NULL)
                .isNull())
        .isTrue();
    assertThat(source.requests()).contains("HEAD null", "GET bytes=0-299999");
    assertThat(get("/piece/" + source.commitment().v2(), "bytes=5-1000000").body())
        .isEqualTo(java.util.Arrays.copyOfRange(source.bytes(), 5, 300_000));
    assertThat(get("/piece/" + source.commitment().v1(), "bytes=300000-").statusCode())
        .isEqualTo(416);
  }

  private String dataCap() {
    return rpc.call("StateVerifiedClientStatus", client.address().toString(), Rpc.NULL).asString();
  }

  private HttpResponse<byte[]> get(String path, String range) {
    try {
      return Rpc.HTTP.send(
          HttpRequest.newBuilder(URI.create(devnet.providerUrl(SP) + path))
              .header("Range", range)
              .build(),
          HttpResponse.BodyHandlers.ofByteArray());
    } catch (java.io.IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aBrokenTransferGoesOnWhereItStopped() {
    source.cutNextAnswerAfter(100_000);
    client.propose(SP, client.ddo(ULID, SP, source, client.allocate(SP, source.commitment())));
    awaitStatus("complete");
    assertThat(source.requests())
        .filteredOn(r -> r.startsWith("GET"))
        .first()
        .isEqualTo("GET bytes=0-299999");
    assertThat(source.requests()).last().asString().matches("GET bytes=[1-9]\\d*-299999");
  }

  @Test
  void theSameUlidIsAnsweredBy500AndAnUnknownOneBy401() {
    long allocation = client.allocate(SP, source.commitment());
    client.propose(SP, client.ddo(ULID, SP, source, allocation));
    HttpResponse<String> again = client.propose(SP, client.ddo(ULID, SP, source, allocation));
    assertThat(again.statusCode()).isEqualTo(500);
    assertThat(again.body()).isEqualTo("Reason: ");
    assertThat(client.ddoStatus(SP, "01ARZ3NDEKTSV4RRFFQ69G5FAW").statusCode()).isEqualTo(401);
    assertThat(new Client(devnet, 8).ddoStatus(SP, ULID).statusCode()).isEqualTo(401);
  }

  @Test
  void refusesWhatCurioRefusesInItsWords() {
    long allocation = client.allocate(SP, source.commitment());
    assertRefused(
        client.ddo(ULID, FilAddress.id(1001), source, allocation),
        400,
        "Reason: Provider not available in Curio cluster");
    assertRefused(
        client.ddo(ULID, SP, source, 999),
        400,
        "Reason: Verified piece must have a valid allocation ID");
    var noRetrieval = client.ddo(ULID, SP, source, allocation);
    noRetrieval.withObject("products").remove("retrieval_v1");
    assertRefused(
        noRetrieval,
        425,
        "Reason: products validation failed: retrieval v1 is required for ddo v1");
    var tooShort = client.ddo(ULID, SP, source, 0);
    tooShort.withObject("products").withObject("ddo_v1").put("duration", 100);
    assertRefused(
        tooShort, 441, "Reason: products validation failed: duration must be at least 518400");
    assertRefused(
        client.ddo("not-a-ulid", SP, source, allocation), 400, "Reason: identifier is not a ULID");
  }

  private void assertRefused(tools.jackson.databind.node.ObjectNode deal, int status, String text) {
    HttpResponse<String> answer = client.propose(SP, deal);
    assertThat(answer.body()).isEqualTo(text);
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  @Test
  void faultsHappenAsOftenAsOrdered() {
    devnet.fault(SP, new Fault(Fault.Kind.REFUSE, 1, "backpressure", 429));
    long allocation = client.allocate(SP, source.commitment());
    assertRefused(client.ddo(ULID, SP, source, allocation), 429, "Reason: backpressure");
    devnet.fault(SP, Fault.of(Fault.Kind.WRONG_COMMP, 1));
    assertThat(client.propose(SP, client.ddo(ULID, SP, source, allocation)).statusCode())
        .isEqualTo(200);
    assertThat(awaitStatus("failed").path("errorMsg").asString()).contains("commP mismatch");
  }

  @Test
  void aProviderThatNeverActivatesStaysSealing() {
    devnet.fault(SP, Fault.of(Fault.Kind.NEVER_ACTIVATE, 1));
    client.propose(SP, client.ddo(ULID, SP, source, client.allocate(SP, source.commitment())));
    awaitStatus("sealing");
    devnet.tick(50);
    assertThat(status().path("status").asString()).isEqualTo("sealing");
  }

  @Test
  void anUnreachableProviderComesBackOnItsPort() {
    URI url = devnet.providerUrl(SP);
    devnet.fault(SP, Fault.of(Fault.Kind.UNREACHABLE, 1));
    HttpRequest version = HttpRequest.newBuilder(url.resolve("/version")).build();
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> Rpc.HTTP.send(version, HttpResponse.BodyHandlers.ofString()))
        .isInstanceOf(java.io.IOException.class);
    devnet.clearFaults(SP);
    assertThat(Rpc.send(version).body()).isEqualTo("1.28.4+devnet-simulator");
  }

  @Test
  void wrongBytesAreFoundByTheProviderItself() {
    long allocation = client.allocate(SP, new CarSource(2, 300_000).commitment());
    var deal = client.ddo(ULID, SP, source, allocation);
    try (CarSource other = new CarSource(2, 300_000)) {
      deal.withObject("data").putObject("piece_cid").put("/", other.commitment().v2().toString());
    }
    client.propose(SP, deal);
    assertThat(awaitStatus("failed").path("errorMsg").asString()).startsWith("commP mismatch");
    assertThat(List.of(source.requests())).isNotEmpty();
  }
}
