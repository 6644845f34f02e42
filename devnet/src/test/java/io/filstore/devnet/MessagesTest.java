package io.filstore.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.filecoin.AllocationRequest;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.DatacapTransfer;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Message;
import io.filstore.filecoin.Secp256k1Key;
import io.filstore.filecoin.SignedMessage;
import io.filstore.fixtures.Fixtures;
import io.filstore.ipld.CborWriter;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.piece.PieceCid;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MessagesTest {
  private static final FilAddress SP = FilAddress.id(1000);
  private static final PieceCid PIECE = PieceCid.v1(new byte[32]);

  private static Devnet devnet;
  private static Rpc rpc;

  @BeforeAll
  static void start() {
    devnet = Devnet.start(DevnetOptions.manualTicks());
    rpc = new Rpc(devnet);
  }

  @AfterAll
  static void stop() {
    devnet.close();
  }

  private static Client funded(int seed, long fil, long dataCap) {
    Client client = new Client(devnet, seed);
    devnet.faucet(client.address(), fil, dataCap);
    return client;
  }

  private static String error(JsonNode reply) {
    return reply.path("error").path("message").asString();
  }

  @Test
  void aWalletWithoutFundsIsToldSo() {
    Client poor = new Client(devnet, 30);
    Message draft =
        Message.draft(FilAddress.id(1100), poor.address(), AttoFil.of(1), 0, new byte[0])
            .withGas(65_432_100, AttoFil.of(1_500_000_000), AttoFil.of(150_000));
    byte[] secret = new byte[32];
    secret[31] = 30;
    SignedMessage signed = draft.sign(Secp256k1Key.fromBytes(secret));
    assertThat(error(rpc.reply("MpoolPush", Client.json(signed))))
        .isEqualTo("mpool push: not enough funds: 0 < 98148150000000001");
    assertThat(
            rpc.reply("StateLookupID", poor.address().toString(), Rpc.NULL)
                .path("error")
                .path("code")
                .asInt())
        .isEqualTo(11);
    assertThat(rpc.call("WalletBalance", poor.address().toString()).asString()).isEqualTo("0");
  }

  @Test
  void theSameMessageTwiceIsOneAndAnOldNonceIsTooLow() {
    Client client = funded(31, 10, 0);
    SignedMessage message = client.message(FilAddress.id(1100), AttoFil.of(5), 0, new byte[0]);
    JsonNode cid = rpc.call("MpoolPush", Client.json(message));
    assertThat(rpc.call("MpoolPush", Client.json(message))).isEqualTo(cid);
    assertThat(rpc.call("StateSearchMsg", Rpc.NULL, cid, -1, true).isNull()).isTrue();
    devnet.tick();
    assertThat(rpc.call("MpoolPush", Client.json(message))).isEqualTo(cid);
    assertThat(rpc.call("StateSearchMsg", Rpc.NULL, cid, -1, true).isNull()).isTrue();
    devnet.tick();
    JsonNode lookup = rpc.call("StateSearchMsg", Rpc.NULL, cid, -1, true);
    assertThat(lookup.path("Height").asLong()).isEqualTo(devnet.height());
    assertThat(error(rpc.reply("MpoolPush", Client.json(message))))
        .isEqualTo("message nonce too low");
    assertThat(rpc.call("MpoolGetNonce", client.address().toString()).asLong()).isEqualTo(1);
  }

  @Test
  void aForgedSignatureIsRefused() {
    Client client = funded(32, 10, 0);
    SignedMessage good = client.message(FilAddress.id(1100), AttoFil.of(5), 0, new byte[0]);
    Client other = funded(33, 10, 0);
    SignedMessage foreign = other.message(FilAddress.id(1100), AttoFil.of(5), 0, new byte[0]);
    SignedMessage forged = new SignedMessage(good.message(), foreign.signature());
    assertThat(error(rpc.reply("MpoolPush", Client.json(forged))))
        .contains("signature verification failed");
  }

  private static byte[] allocation(PaddedPieceSize size, long termMin, long expiration) {
    return DatacapTransfer.params(
        List.of(
            new AllocationRequest(
                1000, PIECE.v1(), size, termMin, 5_256_000, new Epoch(expiration))));
  }

  private static String estimateError(Client client, byte[] params) {
    Message draft =
        Message.draft(
            FilAddress.DATACAP, client.address(), AttoFil.ZERO, DatacapTransfer.METHOD, params);
    return error(rpc.reply("GasEstimateMessageGas", Client.json(draft), Rpc.NULL, Rpc.NULL));
  }

  @Test
  void allocationsAreCheckedInTheRegistrysWords() {
    Client client = funded(34, 10, 1 << 20);
    PaddedPieceSize fits = new PaddedPieceSize(1 << 10);
    long soon = devnet.height() + 1000;
    assertThat(estimateError(client, allocation(PaddedPieceSize.MIN, 518_400, soon)))
        .contains("allocation size 128 below minimum 256");
    assertThat(estimateError(client, allocation(fits, 100, soon)))
        .contains("allocation term min 100 below limit 518400");
    assertThat(estimateError(client, allocation(fits, 518_400, devnet.height() + 172_801)))
        .contains("exceeds maximum");
    assertThat(estimateError(client, allocation(new PaddedPieceSize(1 << 21), 518_400, soon)))
        .contains("1048576 bytes of DataCap, 2097152 are needed");
    assertThat(estimateError(client, allocation(fits, 518_400, soon))).isEmpty();
  }

  @Test
  void dataCapOfAnExpiredAllocationComesBackOnlyWhenSomebodyAsks() {
    Client client = funded(35, 10, 1 << 20);
    byte[] params = allocation(new PaddedPieceSize(1 << 20), 518_400, devnet.height() + 3);
    client.execute(
        client.message(FilAddress.DATACAP, AttoFil.ZERO, DatacapTransfer.METHOD, params));
    String address = client.address().toString();
    assertThat(rpc.call("StateVerifiedClientStatus", address, Rpc.NULL).isNull()).isTrue();
    devnet.tick(10);
    assertThat(rpc.call("StateGetAllocations", address, Rpc.NULL)).hasSize(1);
    long id = FilAddress.parse(rpc.call("StateLookupID", address, Rpc.NULL).asString()).actorId();
    byte[] all = new CborWriter().array(2).uint(id).array(0).toBytes();
    JsonNode removed = client.execute(client.message(FilAddress.VERIFREG, AttoFil.ZERO, 8, all));
    assertThat(removed.path("Receipt").path("ExitCode").asInt()).isZero();
    assertThat(rpc.call("StateVerifiedClientStatus", address, Rpc.NULL).asString())
        .isEqualTo("1048576");
    assertThat(rpc.call("StateGetAllocations", address, Rpc.NULL)).isEmpty();
  }

  @Test
  void escrowIsWhatWasAdded() {
    Client client = funded(36, 10, 0);
    client.addEscrow(3);
    JsonNode balance = rpc.call("StateMarketBalance", client.address().toString(), Rpc.NULL);
    assertThat(balance.path("Escrow").asString()).isEqualTo("3000000000000000000");
    Shapes.assertSame(
        Fixtures.json("chain/rpc/state-market-balance.json").path("response").path("result"),
        balance);
  }

  @Test
  void otherAnswersHaveTheShapesOfLotus() {
    assertShape("state-miner-info.json", "response_curio_https", "StateMinerInfo", SP.toString());
    assertShape("state-miner-power.json", "response", "StateMinerPower", SP.toString());
    assertShape("version.json", "response", "Version");
    Client client = funded(37, 10, 0);
    Message draft =
        Message.draft(FilAddress.id(1100), client.address(), AttoFil.of(1), 0, new byte[] {0});
    Shapes.assertSame(
        Fixtures.json("chain/rpc/mpool-push-message.json")
            .path("gasEstimate")
            .path("response")
            .path("result"),
        rpc.call("GasEstimateMessageGas", Client.json(draft), Rpc.NULL, Rpc.NULL));
    Shapes.assertSame(
        Fixtures.json("chain/rpc/state-deal-provider-collateral-bounds.json")
            .path("response")
            .path("result"),
        rpc.call("StateDealProviderCollateralBounds", 1L << 35, true, Rpc.NULL));
  }

  private static void assertShape(String file, String response, String method, Object... params) {
    Object[] all = params.length == 0 ? params : new Object[] {params[0], Rpc.NULL};
    Shapes.assertSame(
        Fixtures.json("chain/rpc/" + file).path(response).path("result"), rpc.call(method, all));
  }

  @Test
  void stateCanBeAskedOfTheFinalizedTipset() {
    Client client = funded(38, 10, 0);
    devnet.tick(6);
    JsonNode finalized = rpc.call("ChainGetFinalizedTipSet");
    assertThat(finalized.path("Height").asLong()).isEqualTo(devnet.height() - 5);
    client.addEscrow(2);
    String address = client.address().toString();
    assertThat(
            rpc.call("StateMarketBalance", address, finalized.path("Cids"))
                .path("Escrow")
                .asString())
        .isEqualTo("0");
    JsonNode unknown = Rpc.JSON.readTree("[{\"/\":\"" + PIECE.v1() + "\"}]");
    assertThat(error(rpc.reply("StateMarketBalance", address, unknown)))
        .endsWith("block not found");
  }
}
