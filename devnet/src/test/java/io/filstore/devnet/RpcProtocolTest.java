package io.filstore.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.fixtures.Fixtures;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RpcProtocolTest {
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

  @Test
  void saysThatItIsASimulator() {
    assertThat(rpc.call("Version").path("Version").asString()).isEqualTo("1.36.2+devnet");
    assertThat(rpc.call("StateNetworkName").asString()).isEqualTo("localnet");
    HttpResponse<String> answer = rpc.post(Rpc.request("Version").toString());
    assertThat(answer.headers().firstValue("X-Filstore-Devnet")).contains("simulator");
  }

  @Test
  void answersProtocolErrorsWithTheCodesAndStatusesOfLotus() {
    assertError(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"Filecoin.Nope\",\"params\":[]}",
        "unknown method");
    assertError(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"Filecoin.StateMinerInfo\",\"params\":[\"f01000\"]}",
        "wrong number of params");
    assertError("{", "malformed JSON");
    assertError("", "empty body or empty batch");
    assertError("[]", "empty body or empty batch");
    assertError(Rpc.request("ChainNotify").toString(), "channel method over plain HTTP");
  }

  private static void assertError(String body, String fixture) {
    JsonNode wanted =
        java.util.stream.StreamSupport.stream(
                Fixtures.json("chain/rpc/errors.json").spliterator(), false)
            .filter(e -> e.path("when").asString().equals(fixture))
            .findFirst()
            .orElseThrow();
    HttpResponse<String> answer = rpc.post(body);
    assertThat(answer.statusCode()).isEqualTo(wanted.path("http").asInt());
    assertThat(Rpc.JSON.readTree(answer.body())).isEqualTo(wanted.path("body"));
  }

  @Test
  void answersBatchesInOrderAndNotificationsNotAtAll() {
    String batch = "[" + Rpc.request("ChainHead") + "," + Rpc.request("Nope") + "]";
    JsonNode answers = Rpc.JSON.readTree(rpc.post(batch).body());
    assertThat(answers).hasSize(2);
    assertThat(answers.get(0).has("result")).isTrue();
    assertThat(answers.get(1).path("error").path("code").asInt()).isEqualTo(-32601);
    String notification = "{\"jsonrpc\":\"2.0\",\"method\":\"Filecoin.ChainHead\",\"params\":[]}";
    assertThat(rpc.post(notification).body()).isEmpty();
  }

  @Test
  void namesTheGoTypeOfAParameterItCannotRead() {
    JsonNode error = rpc.reply("StateMinerInfo", "x01000", Rpc.NULL).path("error");
    assertThat(error.path("code").asInt()).isEqualTo(-32700);
    assertThat(error.path("message").asString())
        .startsWith(
            "unmarshaling params for 'Filecoin.StateMinerInfo' (param: *address.Address): ");
  }

  @Test
  void headHasTheShapeOfALotusTipset() {
    JsonNode wanted = Fixtures.json("chain/rpc/chain-head.json").path("response").path("result");
    Shapes.assertSame(wanted, rpc.call("ChainHead"));
  }

  @Test
  void headsFollowEachOther() {
    long before = devnet.height();
    devnet.tick(3);
    JsonNode head = rpc.call("ChainHead");
    assertThat(head.path("Height").asLong()).isEqualTo(before + 3);
    JsonNode parent = rpc.call("ChainGetTipSetByHeight", before + 2, Rpc.NULL);
    assertThat(head.path("Blocks").get(0).path("Parents")).isEqualTo(parent.path("Cids"));
  }

  @Test
  void notifiesOfHeadsOverWebSocketUntilCancelled() throws Exception {
    BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    URI ws = URI.create(devnet.lotusUrl().toString().replace("http:", "ws:"));
    WebSocket socket = Rpc.HTTP.newWebSocketBuilder().buildAsync(ws, new Collector(frames)).join();
    socket.sendText(
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"Filecoin.ChainNotify\",\"params\":[]}", true);
    JsonNode answer = next(frames);
    assertThat(answer.path("id").asInt()).isEqualTo(7);
    long channel = answer.path("result").asLong();
    JsonNode current = next(frames);
    assertThat(current.path("method").asString()).isEqualTo("xrpc.ch.val");
    assertThat(current.path("params").get(0).asLong()).isEqualTo(channel);
    assertThat(change(current).path("Type").asString()).isEqualTo("current");
    devnet.tick();
    JsonNode applied = next(frames);
    assertThat(change(applied).path("Type").asString()).isEqualTo("apply");
    assertThat(change(applied).path("Val").path("Height").asLong()).isEqualTo(devnet.height());
    socket.sendText("{\"jsonrpc\":\"2.0\",\"method\":\"xrpc.cancel\",\"params\":[7]}", true);
    assertThat(next(frames).path("method").asString()).isEqualTo("xrpc.ch.close");
    socket.sendText(Rpc.request("Version").toString(), true);
    assertThat(next(frames).path("result").path("APIVersion").asInt()).isEqualTo(131840);
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "done").join();
  }

  private static JsonNode next(BlockingQueue<String> frames) throws InterruptedException {
    String frame = frames.poll(20, TimeUnit.SECONDS);
    assertThat(frame).isNotNull();
    return Rpc.JSON.readTree(frame);
  }

  private static JsonNode change(JsonNode frame) {
    return frame.path("params").get(1).get(0);
  }

  /** Puts whole text messages together. */
  private static final class Collector implements WebSocket.Listener {
    private final BlockingQueue<String> frames;
    private final StringBuilder text = new StringBuilder();

    Collector(BlockingQueue<String> frames) {
      this.frames = frames;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        frames.add(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
