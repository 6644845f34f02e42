package io.filstore.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.filecoin.FilAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code SubscribeActorEventsRaw} over WebSocket. */
class EventChannelTest {
  private static final FilAddress SP = FilAddress.id(1000);

  private Devnet devnet;
  private Rpc rpc;
  private Control control;
  private Client client;
  private CarSource source;

  @BeforeEach
  void start() {
    devnet = Devnet.start(DevnetOptions.manualTicks());
    rpc = new Rpc(devnet);
    control = new Control(devnet);
    client = new Client(devnet, 42);
    source = new CarSource(42, 5000);
    devnet.faucet(client.address(), 100, 1 << 24);
    devnet.tick(5);
  }

  @AfterEach
  void stop() {
    source.close();
    devnet.close();
  }

  @Test
  void tellsOfMatchingEventsOnlyAndAgainWhenAReorgTakesThemBack() {
    try (NodeSocket socket = new NodeSocket(devnet)) {
      long others = subscribe(socket, 1, "{\"addresses\":[\"f05\"]}");
      long registry = subscribe(socket, 2, "{\"addresses\":[\"f06\"]}");
      client.allocate(SP, source.commitment());

      JsonNode told = socket.next();
      assertThat(told.path("method").asString()).isEqualTo("xrpc.ch.val");
      assertThat(told.path("params").get(0).asLong()).isEqualTo(registry).isNotEqualTo(others);
      JsonNode event = told.path("params").get(1);
      assertThat(event.path("reverted").asBoolean()).isFalse();
      JsonNode polled =
          rpc.call(
              "GetActorEventsRaw",
              Rpc.JSON.readTree("{\"addresses\":[\"f06\"],\"fromHeight\":0,\"toHeight\":100}"));
      assertThat(event).isEqualTo(polled.get(0));

      control.post("/devnet/reorg", "{'depth':3,'drop':'allocation'}");
      JsonNode undone = socket.next().path("params").get(1);
      assertThat(undone.path("reverted").asBoolean()).isTrue();
      assertThat(undone.path("msgCid")).isEqualTo(event.path("msgCid"));
      assertThat(undone.path("tipsetKey")).isEqualTo(event.path("tipsetKey"));
    }
  }

  @Test
  void beginsWithWhatHappenedWhenTheFilterNamesAHeight() {
    client.allocate(SP, source.commitment());
    try (NodeSocket socket = new NodeSocket(devnet)) {
      long channel = subscribe(socket, 1, "{\"addresses\":[\"f06\"],\"fromHeight\":0}");

      JsonNode told = socket.next().path("params");

      assertThat(told.get(0).asLong()).isEqualTo(channel);
      assertThat(told.get(1).path("emitter").asString()).isEqualTo("f06");
    }
  }

  @Test
  void isRefusedWhereAFaultSaysSoAndWithoutAFilter() {
    control.post(
        "/devnet/rpc/faults", "{'kind':'unknown_method','method':'SubscribeActorEventsRaw'}");
    try (NodeSocket socket = new NodeSocket(devnet)) {
      socket.send(request(1, "[null]"));
      assertThat(socket.next().at("/error/code").asInt()).isEqualTo(-32601);
      socket.send(request(2, "[]"));
      assertThat(socket.next().at("/error/code").asInt()).isEqualTo(-32602);
    }
    assertThat(rpc.reply("SubscribeActorEventsRaw", Rpc.NULL).at("/error/code").asInt())
        .isEqualTo(-32601);
  }

  private static long subscribe(NodeSocket socket, int id, String filter) {
    socket.send(request(id, "[" + filter + "]"));
    JsonNode answer = socket.next();
    assertThat(answer.path("id").asInt()).isEqualTo(id);
    return answer.path("result").asLong();
  }

  private static String request(int id, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"Filecoin.SubscribeActorEventsRaw\",\"params\":%s}"
        .formatted(id, params);
  }
}
