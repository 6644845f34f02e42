package io.filstore.gateway.dealstatus;

import static io.filstore.gateway.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.db.Rows;
import io.filstore.db.TestDatabase;
import io.filstore.db.deal.Deal;
import io.filstore.db.event.EventLog;
import io.filstore.db.webhook.Webhooks;
import io.filstore.gateway.FakeWatcher;
import io.filstore.gateway.RunningGateway;
import io.filstore.ids.IdKind;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Events over plain HTTP: as a stream and page by page. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventStreamTest {
  private final TestDatabase database = TestDatabase.fresh();
  private final EventLog log = new EventLog(database.jdbc());
  private final FakeWatcher watcher = new FakeWatcher(log);
  private RunningGateway gateway;
  private Scene scene;

  @BeforeAll
  void start() throws Exception {
    gateway =
        RunningGateway.start(
            database,
            Files.createTempDirectory("staging"),
            "filstore.gateway.live.watcher-url=" + watcher.url(),
            "filstore.gateway.live.ping-every=200ms",
            "filstore.gateway.live.reconnect-min=20ms");
    scene = new Scene(gateway, watcher);
  }

  @AfterAll
  void stop() {
    gateway.close();
    watcher.close();
  }

  @Test
  void historyThenLiveComesOnceAndInOrder() throws Exception {
    String upload = scene.received("tests");
    long first = scene.tell(upload);
    Thread writer = Thread.ofVirtual().start(() -> tell(upload, 299));
    try (StreamClient client = new StreamClient(gateway, "?topics=upload:" + upload, first - 1)) {
      assertThat(client.response().headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
      assertThat(client.response().headers().firstValue("ETag")).isEmpty();
      assertThat(client.seqs(300)).isEqualTo(LongStream.range(first, first + 300).boxed().toList());
      writer.join();
    }
    try (StreamClient client = new StreamClient(gateway, "?topics=upload:" + upload, first + 290)) {
      assertThat(client.seqs(9))
          .isEqualTo(LongStream.range(first + 291, first + 300).boxed().toList());
    }
  }

  private void tell(String upload, int times) {
    for (int i = 0; i < times; i++) {
      scene.tell(upload);
    }
  }

  @Test
  void anIdleStreamMovesItsIdOnPastWhatOthersDo() throws Exception {
    String theirs = scene.received("others");
    try (StreamClient client = new StreamClient(gateway, "", null)) {
      await().until(client::hasId);
      long seq = scene.tell(theirs);
      await().until(() -> client.lastEventId() >= seq);
      assertThat(client.isEmpty()).isTrue();
    }
  }

  @Test
  void whatAnOperatorSaysOfAProviderIsToldLive() throws Exception {
    try (StreamClient client = new StreamClient(gateway, "", null)) {
      await().until(client::hasId);
      gateway.send(
          gateway
              .request("/api/v1/providers/f07100")
              .header("Content-Type", "application/json")
              .PUT(HttpRequest.BodyPublishers.ofString("{\"choice\":\"denied\"}")));
      scene.flush();

      JsonNode event = client.next().json();
      assertThat(event.at("/type").asString()).isEqualTo("provider.denied");
      assertThat(event.at("/subject").asString()).isEqualTo("f07100");
    }
  }

  @Test
  void topicsNameUploadsDealsAndPieces() throws Exception {
    String upload = scene.prepared("tests");
    String other = scene.received("tests");
    Deal deal = scene.plan("f01000");
    scene.flush();
    long before = log.lastSeq();
    long received = scene.tell(other);
    scene.move(deal, io.filstore.db.deal.DealState.FAILED);
    scene.flush();
    long moved = log.lastSeq();
    for (Map.Entry<String, List<Long>> expected :
        Map.of(
                "deal:" + deal.id(),
                List.of(moved),
                "piece:" + Rows.PIECE_V2,
                List.of(moved),
                "upload:" + upload,
                List.of(moved),
                "upload:" + other + ",deal:" + deal.id(),
                List.of(received, moved),
                "all",
                List.of(received, moved))
            .entrySet()) {
      String query = "?topics=" + expected.getKey();
      try (StreamClient client = new StreamClient(gateway, query + "&after=" + before, null)) {
        assertThat(client.seqs(expected.getValue().size())).isEqualTo(expected.getValue());
      }
      JsonNode page = page(query + "&after=" + before);
      assertThat(seqs(page)).as(query).isEqualTo(expected.getValue());
      assertThat(page.at("/next_after").asLong()).isGreaterThanOrEqualTo(moved);
    }
  }

  @Test
  void whatIsAboutAWebhookIsItsAccounts() throws Exception {
    String mine = IdKind.WEBHOOK.next();
    String theirs = IdKind.WEBHOOK.next();
    Webhooks webhooks = gateway.bean(Webhooks.class);
    webhooks.add(mine, gateway.accountId("tests"), "https://h.example", List.of(), new byte[1]);
    webhooks.add(theirs, gateway.accountId("others"), "https://h.example", List.of(), new byte[1]);
    long before = log.lastSeq();
    try (StreamClient client = new StreamClient(gateway, "", before)) {
      log.append("webhook.test", theirs, Map.of("webhook", theirs));
      long own = log.append("webhook.test", mine, Map.of("webhook", mine));
      scene.flush();
      assertThat(client.seqs(1)).containsExactly(own);
      assertThat(seqs(page("?after=" + before))).containsExactly(own);
    }
  }

  @Test
  void aQuestionForTheHeadAloneIsAnsweredAndOver() {
    var head =
        gateway.send(
            gateway
                .request("/api/v1/events/stream")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(20)));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
  }

  @Test
  void pagesLeadToTheEndAndThenOn() {
    String upload = scene.received("tests");
    long before = log.lastSeq();
    tell(upload, 5);
    List<Long> all = new ArrayList<>();
    long after = before;
    boolean more = true;
    while (more) {
      JsonNode page = page("?limit=2&topics=upload:" + upload + "&after=" + after);
      all.addAll(seqs(page));
      after = page.at("/next_after").asLong();
      more = page.at("/more").asBoolean();
      assertThat(page.has("gap")).isFalse();
    }
    assertThat(all).isEqualTo(LongStream.range(before + 1, before + 6).boxed().toList());
    JsonNode end = page("?after=" + after);
    assertThat(end.at("/data").size()).isZero();
    assertThat(end.at("/next_after").asLong()).isEqualTo(after);
  }

  @Test
  void wrongQuestionsAreRefused() {
    for (String wrong :
        List.of(
            "?topics=everything",
            "?topics=upload:x",
            "?topics=deal:upl_01ARZ3NDEKTSV4RRFFQ69G5FAV",
            "?after=-1",
            "?after=x")) {
      for (String path : List.of("/api/v1/events", "/api/v1/events/stream")) {
        var response = gateway.get(path + wrong);
        assertThat(response.statusCode()).as(path + wrong).isEqualTo(400);
        assertThat(json(response).at("/code").asString()).isEqualTo("invalid_request");
      }
    }
    assertThat(gateway.get("/api/v1/events?limit=0").statusCode()).isEqualTo(400);
    assertThat(gateway.get("/api/v1/events?limit=1001").statusCode()).isEqualTo(400);
    var cid = gateway.get("/api/v1/events?topics=piece:x");
    assertThat(json(cid).at("/code").asString()).isEqualTo("invalid_cid");
  }

  @Test
  void anAccountHasOnlySoManyListenersAtOnce() throws Exception {
    try (RunningGateway small =
        second(
            "filstore.gateway.live.ping-every=100ms",
            "filstore.gateway.live.max-connections-of-account=2")) {
      try (StreamClient one = new StreamClient(small, "", null);
          SocketClient two = new SocketClient(small)) {
        await().until(one::hasId);
        two.assertQuiet();
        var refused = small.get("/api/v1/events/stream");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(json(refused).at("/code").asString()).isEqualTo("rate_limited");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      }
      await()
          .untilAsserted(() -> {
            try (StreamClient again = new StreamClient(small, "", null)) {
              assertThat(again.response().statusCode()).isEqualTo(200);
            }
          });
    }
  }

  @Test
  void aRevokedKeyEndsItsStream() throws Exception {
    try (RunningGateway second = second("filstore.gateway.live.ping-every=100ms")) {
      try (StreamClient client = new StreamClient(second, "", null)) {
        await().until(client::hasId);
        database
            .jdbc()
            .sql("update api_key set revoked_at = now() where id = ?")
            .param(id(second))
            .update();
        StreamClient.Message end = client.next();
        assertThat(end.name()).isEqualTo("end");
        assertThat(end.json().at("/code").asInt()).isEqualTo(4401);
        client.assertEnded();
      }
    }
  }

  /** Another gateway on the same database. */
  private RunningGateway second(String... properties) throws IOException {
    List<String> all = new ArrayList<>(List.of(properties));
    all.add("filstore.gateway.live.watcher-url=" + watcher.url());
    return RunningGateway.start(
        database, Files.createTempDirectory("staging"), all.toArray(String[]::new));
  }

  private static String id(RunningGateway gateway) {
    return io.filstore.db.account.ApiKeyText.parse(gateway.key()).orElseThrow().id();
  }

  @Test
  void aGatewayThatStopsSendsItsListenersAwayAtOnce() throws Exception {
    RunningGateway second = second();
    try (StreamClient stream = new StreamClient(second, "", null);
        SocketClient socket = new SocketClient(second)) {
      await().until(stream::hasId);
      socket.assertQuiet();
      Thread closing = Thread.ofVirtual().start(second::close);
      StreamClient.Message end = stream.next();
      assertThat(end.json().at("/code").asInt()).isEqualTo(1012);
      stream.assertEnded();
      assertThat(socket.closeCode()).isEqualTo(1012);
      closing.join();
    }
  }

  private JsonNode page(String query) {
    var response = gateway.get("/api/v1/events" + query);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return json(response);
  }

  private static List<Long> seqs(JsonNode page) {
    return page.at("/data").valueStream().map(event -> event.at("/seq").asLong()).toList();
  }
}
