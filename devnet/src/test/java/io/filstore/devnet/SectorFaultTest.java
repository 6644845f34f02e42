package io.filstore.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.filecoin.FilAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Sectors whose proofs are missed. */
class SectorFaultTest {
  private static final FilAddress SP = FilAddress.id(1000);
  private static final List<String> ULIDS =
      List.of(
          "01ARZ3NDEKTSV4RRFFQ69G5FA1", "01ARZ3NDEKTSV4RRFFQ69G5FA2", "01ARZ3NDEKTSV4RRFFQ69G5FA3");

  @TempDir private Path dir;

  @Test
  void areToldAsRunsOfTheBitfieldAndKeptOverARestart() {
    JsonNode before;
    try (Devnet devnet = devnet()) {
      Rpc rpc = new Rpc(devnet);
      Control control = new Control(devnet);
      assertThat(faults(rpc)).isEqualTo("[0]");
      sectors(devnet, rpc);
      JsonNode power = rpc.call("StateMinerPower", SP.toString(), Rpc.NULL);

      control.post("/devnet/fault-sector", "{'provider':'f01000','sector':1}");
      assertThat(faults(rpc)).isEqualTo("[1,1]");
      control.post("/devnet/fault-sector", "{'provider':'f01000','sector':3}");
      assertThat(faults(rpc)).isEqualTo("[1,1,1,1]");
      assertThat(rpc.call("StateMinerPower", SP.toString(), Rpc.NULL)).isNotEqualTo(power);
      control.post("/devnet/fault-sector", "{'provider':'f01000','sector':2}");
      assertThat(faults(rpc)).isEqualTo("[1,3]");
      before = rpc.call("ChainHead").path("Cids");
      devnet.tick();
      control.post("/devnet/recover-sector", "{'provider':'f01000','sector':1}");
      assertThat(faults(rpc)).isEqualTo("[2,2]");
      assertThat(rpc.call("StateMinerFaults", SP.toString(), before).toString()).isEqualTo("[1,3]");
      assertThat(rpc.call("StateMinerFaults", "f01001", Rpc.NULL).toString()).isEqualTo("[0]");
      assertThat(rpc.reply("StateMinerFaults", "f0999", Rpc.NULL).at("/error/code").asInt())
          .isEqualTo(1);
    }
    try (Devnet again = devnet()) {
      assertThat(faults(new Rpc(again))).isEqualTo("[2,2]");
    }
  }

  @Test
  void aReorgLeavesThemAndEndsWithTheSectorsThatAreGone() {
    try (Devnet devnet = devnet()) {
      Rpc rpc = new Rpc(devnet);
      sectors(devnet, rpc);
      devnet.faultSector(SP, 1);
      devnet.tick(2);
      new Control(devnet).post("/devnet/reorg", "{'depth':2}");
      assertThat(faults(rpc)).isEqualTo("[1,1]");

      assertThat(expiration(rpc).path("OnTime").asLong()).isGreaterThan(devnet.height());
      devnet.terminate(SP, 1);
      assertThat(faults(rpc)).isEqualTo("[0]");
      assertThat(rpc.reply("StateSectorExpiration", SP.toString(), 1, Rpc.NULL).toString())
          .contains("failed to find sector 1");
      assertThat(rpc.call("StateGetClaims", SP.toString(), Rpc.NULL).size()).isEqualTo(3);
    }
  }

  private Devnet devnet() {
    return Devnet.start(DevnetOptions.manualTicks().withDir(dir));
  }

  private static JsonNode expiration(Rpc rpc) {
    return rpc.call("StateSectorExpiration", SP.toString(), 1, Rpc.NULL);
  }

  private static String faults(Rpc rpc) {
    return rpc.call("StateMinerFaults", SP.toString(), Rpc.NULL).toString();
  }

  /** Sectors 1 to 3. */
  private static void sectors(Devnet devnet, Rpc rpc) {
    Client client = new Client(devnet, 9);
    devnet.faucet(client.address(), 100, 1 << 30);
    try (CarSource source = new CarSource(9, 5_000)) {
      for (String ulid : ULIDS) {
        long allocation = client.allocate(SP, source.commitment());
        assertThat(client.propose(SP, client.ddo(ulid, SP, source, allocation)).statusCode())
            .isEqualTo(200);
        Waiting.until(() -> {
          devnet.tick();
          return !rpc.call("StateGetClaim", SP.toString(), allocation, Rpc.NULL).isNull();
        });
      }
    }
  }
}
