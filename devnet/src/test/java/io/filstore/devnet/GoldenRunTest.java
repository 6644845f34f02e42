package io.filstore.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.filecoin.FilAddress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * One CAR, a verified direct deal and a verified f05 deal, one of them terminated: with fixed keys
 * and ticks by hand the events are the same on every machine, to the last message CID.
 */
class GoldenRunTest {
  private static final FilAddress DIRECT = FilAddress.id(1000);
  private static final FilAddress CLASSIC = FilAddress.id(1001);
  private static final String ULID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  private static final UUID ID = new UUID(0x0102030405064708L, 0x890a0b0c0d0e0f10L);

  @Test
  void theEventsOfTheGoldenRunAreFixed() throws IOException {
    assertThat(run()).isEqualTo(golden());
  }

  @Test
  void anotherHistoryHasOtherEvents() throws IOException {
    assertThat(run(devnet -> devnet.skipRounds(1))).isNotEqualTo(golden());
  }

  private interface Interference {
    void with(Devnet devnet);
  }

  private static List<String> run() {
    return run(devnet -> {});
  }

  private static List<String> run(Interference interference) {
    try (Devnet devnet = Devnet.start(DevnetOptions.manualTicks().withDelays(1, 2));
        CarSource source = new CarSource(2026, 200_000)) {
      Rpc rpc = new Rpc(devnet);
      Client client = new Client(devnet, 42);
      devnet.faucet(client.address(), 10, 1L << 30);
      interference.with(devnet);
      long allocation = client.allocate(DIRECT, source.commitment());
      client.propose(DIRECT, client.ddo(ULID, DIRECT, source, allocation));
      Waiting.until(() -> client.ddoStatus(DIRECT, ULID).body().contains("sealing"));
      client.store(
          CLASSIC,
          client.dealParams(ID, client.proposal(CLASSIC, source.commitment(), true), source));
      Waiting.until(() -> client.status(CLASSIC, ID).bytesReceived() > 0);
      devnet.tick(12);
      devnet.terminate(CLASSIC, 1);
      devnet.tick(2);
      return log(rpc);
    }
  }

  private static List<String> log(Rpc rpc) {
    List<String> lines = new ArrayList<>();
    for (JsonNode event : rpc.call("GetActorEventsRaw", Rpc.JSON.readTree("{\"fromHeight\":0}"))) {
      lines.add(event.toString());
    }
    lines.add(rpc.call("ChainHead").path("Cids").toString());
    return lines;
  }

  private static List<String> golden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(GoldenRunTest.class.getResourceAsStream("golden-run.jsonl"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
