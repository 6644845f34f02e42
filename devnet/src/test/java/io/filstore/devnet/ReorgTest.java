package io.filstore.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.SignedMessage;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ReorgTest {
  private static final FilAddress SP = FilAddress.id(1000);
  private static final String ULID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  private static final UUID ID = new UUID(7, 7);

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
    client = new Client(devnet, 41);
    source = new CarSource(41, 5000);
    devnet.faucet(client.address(), 100, 1 << 24);
    devnet.tick(5);
  }

  private DevnetOptions options() {
    return DevnetOptions.manualTicks().withDir(dir).withDelays(1, 2);
  }

  @AfterEach
  void stop() {
    source.close();
    devnet.close();
  }

  @Test
  void tipsetsAreTakenBackAndReplacedOverTheWebSocket() {
    devnet.tick(3);
    JsonNode before = rpc.call("ChainHead");
    try (NodeSocket socket = NodeSocket.notified(devnet)) {
      control.post("/devnet/reorg", "{'depth':3}");
      assertThat(socket.nextChanges())
          .isEqualTo("revert 8 revert 7 revert 6 apply 6 apply 7 apply 8");
      devnet.tick();
      assertThat(socket.nextChanges()).isEqualTo("apply 9");
    }
    JsonNode after = rpc.call("ChainGetTipSetByHeight", 8, Rpc.NULL);
    assertThat(after.path("Cids")).isNotEqualTo(before.path("Cids"));
    assertThat(rpc.call("ChainGetTipSet", before.path("Cids"))).isEqualTo(before);
    assertThat(after.path("Blocks").get(0).path("Parents"))
        .isEqualTo(rpc.call("ChainGetTipSetByHeight", 7, Rpc.NULL).path("Cids"));
    assertThat(rpc.call("ChainGetTipSetByHeight", 5, Rpc.NULL).path("Cids"))
        .isEqualTo(parentsOf(6));
  }

  private JsonNode parentsOf(long height) {
    return rpc.call("ChainGetTipSetByHeight", height, Rpc.NULL)
        .path("Blocks")
        .get(0)
        .path("Parents");
  }

  @Test
  void aDroppedAllocationIsGoneUntilItsMessageIsPushedAgain() {
    SignedMessage message = client.allocationMessage(SP, source.commitment());
    long before = dataCap();
    JsonNode lookup = client.execute(message);
    assertThat(lookup.path("Receipt").path("ExitCode").asInt()).isZero();
    assertThat(allocations()).hasSize(1);
    JsonNode key = rpc.call("ChainHead").path("Cids");

    JsonNode reorg = control.post("/devnet/reorg", "{'depth':2,'drop':'allocation'}");

    assertThat(reorg.path("dropped").get(0).asString()).isEqualTo(message.cid().toString());
    assertThat(allocations()).isEmpty();
    assertThat(dataCap()).isEqualTo(before);
    assertThat(search(message).isNull()).isTrue();
    devnet.tick(3);
    assertThat(allocations()).isEmpty();
    assertThat(rpc.call("StateGetAllocations", client.address().toString(), key))
        .as("the state that the tipset had which was taken back")
        .hasSize(1);

    client.execute(message);
    assertThat(allocations()).hasSize(1);
    assertThat(search(message).path("Receipt").path("ExitCode").asInt()).isZero();
  }

  @Test
  void messagesThatAreNotDroppedComeBackByThemselves() {
    SignedMessage message = client.allocationMessage(SP, source.commitment());
    long was = client.execute(message).path("Height").asLong();
    devnet.reorganise(2, io.filstore.devnet.chain.Drop.NOTHING);
    devnet.tick(2);
    assertThat(allocations()).hasSize(1);
    assertThat(search(message).path("Height").asLong()).isGreaterThanOrEqualTo(was);
    assertThat(rpc.call("MpoolGetNonce", client.address().toString()).asLong()).isEqualTo(1);
  }

  private JsonNode allocations() {
    return rpc.call("StateGetAllocations", client.address().toString(), Rpc.NULL);
  }

  private long dataCap() {
    return rpc.call("StateVerifiedClientStatus", client.address().toString(), Rpc.NULL).asLong();
  }

  private JsonNode search(SignedMessage message) {
    return rpc.call(
        "StateSearchMsg",
        Rpc.NULL,
        Rpc.JSON.createObjectNode().put("/", message.cid().toString()),
        -1,
        true);
  }

  @Test
  void aDroppedPublishedDealVanishesAndItsProviderPublishesItAgain() {
    client.store(SP, client.dealParams(ID, client.proposal(SP, source.commitment(), true), source));
    Waiting.until(() -> {
      devnet.tick();
      return rpc.call("StateMarketDeals", Rpc.NULL).size() == 1;
    });
    long height = devnet.height();
    control.post("/devnet/reorg", "{'depth':2,'drop':'publish'}");
    assertThat(devnet.height()).isEqualTo(height);
    assertThat(rpc.call("StateMarketDeals", Rpc.NULL)).isEmpty();
    assertThat(rpc.call("GetActorEventsRaw", Rpc.JSON.readTree("{\"fromHeight\":0}")).isNull())
        .as("its events are gone too")
        .isTrue();
    awaitSealed();
    assertThat(rpc.call("StateMarketDeals", Rpc.NULL)).hasSize(1);
    assertThat(rpc.call("StateGetClaims", SP.toString(), Rpc.NULL)).hasSize(1);
  }

  private void awaitSealed() {
    Waiting.until(() -> {
      devnet.tick();
      var status = Objects.requireNonNull(client.status(SP, ID).status());
      assertThat(status.error()).isEmpty();
      return status.status().equals("Sealed");
    });
  }

  @Test
  void aDroppedActivationIsSentAgain() {
    long allocation = client.allocate(SP, source.commitment());
    client.propose(SP, client.ddo(ULID, SP, source, allocation));
    Waiting.until(() -> {
      devnet.tick();
      return !claim(allocation).isNull();
    });
    control.post("/devnet/reorg", "{'depth':2,'drop':'activation'}");
    assertThat(claim(allocation).isNull()).isTrue();
    Waiting.until(() -> {
      devnet.tick();
      return !claim(allocation).isNull();
    });
  }

  private JsonNode claim(long allocation) {
    return rpc.call("StateGetClaim", SP.toString(), allocation, Rpc.NULL);
  }

  @Test
  void aNullRoundHasNoTipsetAndMessagesWaitForTheNext() {
    SignedMessage message = client.allocationMessage(SP, source.commitment());
    rpc.call("MpoolPush", Client.json(message));
    try (NodeSocket socket = NodeSocket.notified(devnet)) {
      control.post("/devnet/null-rounds", "{'n':2}");
      assertThat(devnet.tick()).isEqualTo(8);
      assertThat(socket.nextChanges()).isEqualTo("apply 8");
    }
    JsonNode at7 = rpc.call("ChainGetTipSetByHeight", 7, Rpc.NULL);
    assertThat(at7.path("Height").asLong()).isEqualTo(5);
    assertThat(parentsOf(8)).isEqualTo(at7.path("Cids"));
    devnet.tick();
    assertThat(search(message).path("Height").asLong()).isEqualTo(9);
    control.post("/devnet/null-rounds", "{'n':4}");
    devnet.tick();
    assertThat(rpc.call("ChainGetFinalizedTipSet").path("Height").asLong()).isEqualTo(9);
  }

  @Test
  void reorgsAndNullRoundsReplayAfterARestart() {
    client.execute(client.allocationMessage(SP, source.commitment()));
    devnet.skipRounds(3);
    devnet.tick(2);
    control.post("/devnet/reorg", "{'depth':4,'drop':'allocation'}");
    devnet.tick(2);
    JsonNode head = rpc.call("ChainHead").path("Cids");
    JsonNode older = rpc.call("ChainGetTipSetByHeight", 6, Rpc.NULL).path("Cids");
    devnet.close();
    devnet = Devnet.start(options());
    rpc = new Rpc(devnet);
    assertThat(rpc.call("ChainHead").path("Cids")).isEqualTo(head);
    assertThat(rpc.call("ChainGetTipSetByHeight", 6, Rpc.NULL).path("Cids")).isEqualTo(older);
    assertThat(rpc.call("StateGetAllocations", client.address().toString(), Rpc.NULL)).isEmpty();
  }

  @Test
  void aReorgDeeperThanTheChainIsRefused() {
    assertThat(control.send("POST", "/devnet/reorg", "{'depth':6}").body())
        .contains("a reorg can be 1 to 5 tipsets deep now, not 6");
    assertThat(control.send("POST", "/devnet/reorg", "{'depth':1,'drop':'x'}").body())
        .contains("unknown drop 'x', known are [nothing, publish");
    assertThatThrownBy(() -> devnet.skipRounds(0)).hasMessageContaining("1 to 1000 null rounds");
  }
}
