package io.filstore.client.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.devnet.Devnet;
import io.filstore.devnet.DevnetOptions;
import io.filstore.devnet.chain.Drop;
import io.filstore.devnet.rpc.NodeFault;
import io.filstore.filecoin.FilAddress;
import io.filstore.fixtures.Fixtures;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.WebSocket;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class ChainSubscriptionTest {
  private static final Duration SOON = Duration.ofMillis(20);
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final int LONGEST = 20_000;
  private static final FilAddress CLIENT = FilAddress.id(1234);
  private final JsonNode tipset = Fixtures.json("chain/rpc/chain-head.json").at("/response/result");
  private final String current = "[{\"Type\":\"current\",\"Val\":" + tipset + "}]";

  private final Ear ear = new Ear();
  private @Nullable ChainSubscription subscription;

  @AfterEach
  void stop() {
    if (subscription != null) {
      subscription.close();
    }
  }

  private ChainSubscription listen(String url, ChainSubscription.Pace pace) {
    ChainSubscription made =
        new ChainSubscription(url, "token-1", ear, pace, InstantSource.system());
    subscription = made;
    made.start();
    return made;
  }

  /** The next attempt follows soon, unless the endpoint refused. */
  private static ChainSubscription.Pace retrying() {
    return new ChainSubscription.Pace(SOON, NEVER, NEVER, PATIENT, LONGEST);
  }

  private static void answer(WebSocket node, JsonNode request, long channel) {
    node.send(
        "{\"id\":%s,\"jsonrpc\":\"2.0\",\"result\":%d}".formatted(request.get("id"), channel));
  }

  private static void value(WebSocket node, long channel, String value) {
    node.send(
        "{\"jsonrpc\":\"2.0\",\"method\":\"xrpc.ch.val\",\"params\":[%d,%s]}"
            .formatted(channel, value));
  }

  @Test
  void hearsOfHeadsAndReorgsAndConnectsAgainAfterADrop() {
    try (Devnet devnet = Devnet.start(DevnetOptions.manualTicks())) {
      devnet.tick(5);
      ChainSubscription heads = listen(devnet.lotusUrl().toString(), retrying());
      ear.awaitChanges(1);
      devnet.tick();
      ear.awaitChanges(2);
      devnet.reorganise(1, Drop.NOTHING);
      ear.awaitChanges(4);
      assertThat(ear.story()).containsExactly("current 5", "apply 6", "revert 6", "apply 6");
      assertThat(ear.changes.get(3).tipset().key()).isNotEqualTo(ear.changes.get(1).tipset().key());

      devnet.fault(NodeFault.of(NodeFault.Kind.DISCONNECT, 1));
      ear.awaitChanges(5);
      assertThat(ear.story()).endsWith("current 6");
      assertThat(heads.state().told()).isTrue();
      ear.awaitLoss("closed the connection");
    }
  }

  @Test
  void takesValuesThatOvertakeTheAnswer() {
    try (ScriptedNode node = new ScriptedNode().upgrades()) {
      listen(node.url(), retrying());
      WebSocket connection = node.connection();
      JsonNode request = node.frame();
      assertThat(request.path("method").asString()).isEqualTo("Filecoin.ChainNotify");
      value(connection, 7, current);
      value(connection, 7, current.replace("current", "apply"));
      answer(connection, request, 7);

      ear.awaitChanges(2);
      assertThat(ear.story()).containsExactly("current 4863283", "apply 4863283");
    }
  }

  @Test
  void showsItsTokenToTheNodeAndToNobodyElse() {
    try (ScriptedNode node = new ScriptedNode().upgrades()) {
      ChainSubscription heads = listen(node.url() + "?token=secret", retrying());

      assertThat(node.request().getHeaders().get("Authorization")).isEqualTo("Bearer token-1");
      assertThat(heads.state().name()).isEqualTo(node.url());
    }
  }

  @Test
  void asksForTheEventsOfTheClientsFollowedNow() {
    try (ScriptedNode node = new ScriptedNode().upgrades()) {
      ChainSubscription heads = listen(node.url(), retrying());
      heads.follow(Set.of(CLIENT));
      WebSocket connection = node.connection();
      answer(connection, node.frame(), 1);
      JsonNode first = node.frame();
      assertThat(first.path("method").asString()).isEqualTo("Filecoin.SubscribeActorEventsRaw");
      JsonNode recorded = Fixtures.json("chain/rpc/actor-events.json");
      assertThat(first.at("/params/0/fields/client"))
          .isEqualTo(recorded.at("/request/params/0/fields/client"));
      assertThat(first.at("/params/0").has("fromHeight")).isFalse();
      answer(connection, first, 2);
      String event = recorded.at("/response/result/0").toString();
      value(connection, 2, event);
      await().atMost(PATIENT).until(() -> ear.events.size() == 1);
      assertThat(ear.events.getFirst().type()).isEqualTo("deal-published");

      heads.follow(Set.of(CLIENT, FilAddress.id(1235)));
      JsonNode cancel = node.frame();
      assertThat(cancel.path("method").asString()).isEqualTo("xrpc.cancel");
      assertThat(cancel.path("params").path(0)).isEqualTo(first.path("id"));
      JsonNode second = node.frame();
      assertThat(second.at("/params/0/fields/client")).hasSize(2);
      value(connection, 2, event);
      connection.send("{\"method\":\"xrpc.ch.close\",\"params\":[2]}");
      answer(connection, second, 3);
      value(connection, 3, event);
      await().atMost(PATIENT).until(() -> ear.events.size() == 2);
      assertThat(heads.state().told()).isTrue();
    }
  }

  @Test
  void isToldHeadsByANodeThatTellsNoEvents() {
    try (ScriptedNode node = new ScriptedNode().upgrades()) {
      ChainSubscription heads = listen(node.url(), retrying());
      heads.follow(Set.of(CLIENT));
      WebSocket connection = node.connection();
      answer(connection, node.frame(), 1);
      connection.send(
          "{\"id\":%s,\"error\":{\"code\":1,\"message\":\"method not supported\"}}"
              .formatted(node.frame().get("id")));
      value(connection, 1, current);

      ear.awaitChanges(1);
      assertThat(heads.state())
          .isEqualTo(
              new ChainSubscription.State(node.url(), true, "no events: method not supported"));
    }
  }

  @Test
  void connectsAgainWhenTheNodeClosesTheChannel() {
    try (ScriptedNode node = new ScriptedNode().upgrades().upgrades()) {
      listen(node.url(), retrying());
      WebSocket connection = node.connection();
      answer(connection, node.frame(), 1);
      value(connection, 1, current);
      connection.send("{\"method\":\"xrpc.ch.close\",\"params\":[1]}");

      hearsOnTheNextConnection(node);
      ear.awaitLoss("tells no more heads");
      assertThat(ear.changes).hasSize(2);
    }
  }

  private void hearsOnTheNextConnection(ScriptedNode node) {
    int before = ear.changes.size();
    WebSocket next = node.connection();
    answer(next, node.frame(), 9);
    value(next, 9, current);
    ear.awaitChanges(before + 1);
  }

  static Stream<Arguments> lies() {
    String early = "{\"method\":\"xrpc.ch.val\",\"params\":[4,[]]}";
    return Stream.of(
        Arguments.of("no JSON", "{\"id\":"),
        Arguments.of("no JSON object", "[1]"),
        Arguments.of("answer to nothing", "{\"id\":99,\"result\":1}"),
        Arguments.of("names no channel", "{\"id\":1,\"result\":\"one\"}"),
        Arguments.of("names no channel", "{\"method\":\"xrpc.ch.val\",\"params\":{}}"),
        Arguments.of("the node called eth_subscription", "{\"method\":\"eth_subscription\"}"),
        Arguments.of("channel 4, which is not open", early + "\n{\"id\":1,\"result\":3}"),
        Arguments.of("channel 4, which is not open", (early + "\n").repeat(17)),
        Arguments.of("channel 4, which is not open", "{\"id\":1,\"result\":3}\n" + early),
        Arguments.of(
            "unknown shape",
            "{\"id\":1,\"result\":3}\n{\"method\":\"xrpc.ch.val\",\"params\":[3,[{\"Type\":\"apply\"}]]}"),
        Arguments.of(
            "unknown shape",
            "{\"id\":1,\"result\":3}\n{\"method\":\"xrpc.ch.val\",\"params\":[3,{}]}"),
        Arguments.of(
            "longer than 20000 characters",
            IntStream.range(0, 30_000).mapToObj(i -> " ").collect(Collectors.joining())));
  }

  @ParameterizedTest
  @MethodSource("lies")
  void givesUpAConnectionWhosePeerBreaksTheProtocolAndMakesAnother(String why, String frames) {
    try (ScriptedNode node = new ScriptedNode().upgrades().upgrades()) {
      listen(node.url(), retrying());
      WebSocket connection = node.connection();
      assertThat(node.frame().path("id").asInt()).isEqualTo(1);
      for (String frame : frames.split("\n", -1)) {
        if (!frame.isEmpty()) {
          connection.send(frame);
        }
      }

      ear.awaitLoss(why);
      hearsOnTheNextConnection(node);
      assertThat(ear.changes).hasSize(1);
    }
  }

  @Test
  void takesNoBinaryMessages() {
    try (ScriptedNode node = new ScriptedNode().upgrades().upgrades()) {
      listen(node.url(), retrying());
      node.frame();
      node.connection().send(ByteString.of((byte) 1));

      ear.awaitLoss("binary");
      hearsOnTheNextConnection(node);
    }
  }

  /** What comes at the longest distance comes soon here, and all else never. */
  private static ChainSubscription.Pace retryingRefusals() {
    return new ChainSubscription.Pace(NEVER, SOON, NEVER, PATIENT, LONGEST);
  }

  @Test
  void asksAnEndpointWithoutWebSocketAgainAtTheLongestDistanceOnly() {
    try (ScriptedNode node = new ScriptedNode().refuses(405).upgrades()) {
      listen(node.url(), retryingRefusals());

      ear.awaitLoss("HTTP 405");
      hearsOnTheNextConnection(node);
    }
  }

  @Test
  void asksANodeWithoutTheMethodAgainAtTheLongestDistanceOnly() {
    try (ScriptedNode node = new ScriptedNode().upgrades().upgrades()) {
      listen(node.url(), retryingRefusals());
      WebSocket connection = node.connection();
      connection.send(
          "{\"id\":%s,\"error\":{\"code\":-32601,\"message\":\"method not found\"}}"
              .formatted(node.frame().get("id")));

      ear.awaitLoss("no heads: method not found");
      hearsOnTheNextConnection(node);
    }
  }

  @Test
  void asksAnOverloadedEndpointAgainSoon() {
    try (ScriptedNode node = new ScriptedNode().refuses(503).refuses(429).upgrades()) {
      listen(node.url(), retrying());

      hearsOnTheNextConnection(node);
      ear.awaitLoss("HTTP 503");
      ear.awaitLoss("HTTP 429");
    }
  }

  @Test
  void givesUpANodeThatNoLongerAnswersPings() throws Exception {
    try (MuteNode node = new MuteNode()) {
      listen(
          node.url(),
          new ChainSubscription.Pace(SOON, NEVER, NEVER, Duration.ofMillis(300), LONGEST));

      ear.awaitLoss("no sign of life");
      await().atMost(PATIENT).until(() -> node.connections() >= 2);
    }
  }

  @Test
  void waitsTwiceAsLongEachTimeUpToTheLongestDistance() {
    ChainSubscription.Pace pace = ChainSubscription.Pace.USUAL;

    assertThat(IntStream.of(1, 2, 3, 9, 10, 1_000_000).mapToObj(pace::rest))
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 256L, 300L, 300L);
  }
}
