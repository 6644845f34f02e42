package io.filstore.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.SignedMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A copy of the folder taken while the devnet runs is what a killed process leaves behind. */
class RestartTest {
  private static final FilAddress SP = FilAddress.id(1000);
  private static final String ULID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

  @TempDir private Path dir;

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
  }

  @Test
  void whatWasAcknowledgedIsThereAfterAKillAtEveryEpoch() throws IOException {
    try (CarSource source = new CarSource(5, 100_000)) {
      long allocation;
      int kills = 12;
      try (Devnet devnet = Devnet.start(DevnetOptions.manualTicks().withDir(dir.resolve("0")))) {
        Client client = new Client(devnet, 20);
        devnet.faucet(client.address(), 10, 1 << 20);
        allocation = client.allocate(SP, source.commitment());
        client.propose(SP, client.ddo(ULID, SP, source, allocation));
        copy(dir.resolve("0"), dir.resolve("1"));
      }
      for (int life = 1; life < kills; life++) {
        oneMoreLife(life, allocation);
      }
      try (Devnet devnet =
          Devnet.start(DevnetOptions.manualTicks().withDir(dir.resolve("" + kills)))) {
        Rpc rpc = new Rpc(devnet);
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> {
              devnet.tick();
              return !claim(rpc, allocation).isNull();
            });
        assertThat(rpc.call("StateGetClaims", SP.toString(), Rpc.NULL)).hasSize(1);
        assertThat(
                rpc.call("StateMinerPower", SP.toString(), Rpc.NULL)
                    .path("MinerPower")
                    .path("RawBytePower")
                    .asString())
            .isEqualTo("131072");
      }
    }
  }

  private static JsonNode claim(Rpc rpc, long allocation) {
    return rpc.call("StateGetClaim", SP.toString(), allocation, Rpc.NULL);
  }

  private void oneMoreLife(int life, long allocation) throws IOException {
    Path mine = dir.resolve(Integer.toString(life));
    try (Devnet devnet = Devnet.start(DevnetOptions.manualTicks().withDir(mine))) {
      Client client = new Client(devnet, 20);
      assertThat(client.ddoStatus(SP, ULID).statusCode()).isEqualTo(200);
      devnet.tick();
      assertThat(new Rpc(devnet).call("StateGetClaims", SP.toString(), Rpc.NULL))
          .hasSizeLessThanOrEqualTo(1);
      assertThat(allocation).isPositive();
      copy(mine, dir.resolve(Integer.toString(life + 1)));
    }
  }

  @Test
  void aTornLastLineIsForgottenAndAMessageThatWasPushedIsNot() throws IOException {
    Path first = dir.resolve("first");
    Path second = dir.resolve("second");
    String cid;
    long height;
    try (Devnet devnet = Devnet.start(DevnetOptions.manualTicks().withDir(first))) {
      Client client = new Client(devnet, 21);
      devnet.faucet(client.address(), 10, 1 << 20);
      devnet.tick(7);
      height = devnet.height();
      try (CarSource source = new CarSource(6, 1000)) {
        SignedMessage message = client.allocationMessage(SP, source.commitment());
        cid = new Rpc(devnet).call("MpoolPush", Client.json(message)).path("/").asString();
      }
      copy(first, second);
    }
    Files.writeString(second.resolve("chain.jsonl"), "{\"op\":\"gra", StandardOpenOption.APPEND);
    try (Devnet devnet = Devnet.start(DevnetOptions.manualTicks().withDir(second))) {
      assertThat(devnet.height()).isEqualTo(height);
      devnet.tick(2);
      JsonNode lookup =
          new Rpc(devnet)
              .call(
                  "StateSearchMsg", Rpc.NULL, Rpc.JSON.createObjectNode().put("/", cid), -1, true);
      assertThat(lookup.path("Receipt").path("ExitCode").asInt()).isZero();
    }
  }

  @Test
  void timeStandsStillWhileTheProcessIsDown() {
    DevnetOptions options = DevnetOptions.manualTicks().withDir(dir.resolve("idle"));
    List<String> heads;
    try (Devnet devnet = Devnet.start(options)) {
      devnet.tick(1000);
      heads = List.of(new Rpc(devnet).call("ChainHead").path("Cids").toString());
    }
    try (Devnet devnet = Devnet.start(options)) {
      JsonNode head = new Rpc(devnet).call("ChainHead");
      assertThat(List.of(head.path("Cids").toString())).isEqualTo(heads);
      Instant told = Instant.ofEpochSecond(head.path("Blocks").get(0).path("Timestamp").asLong());
      assertThat(Duration.between(told, Instant.now()).abs()).isLessThan(Duration.ofSeconds(30));
    }
  }
}
