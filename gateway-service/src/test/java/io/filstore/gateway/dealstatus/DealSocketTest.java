package io.filstore.gateway.dealstatus;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.Rows;
import io.filstore.db.TestDatabase;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.db.event.EventLog;
import io.filstore.gateway.FakeWatcher;
import io.filstore.gateway.RunningGateway;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DealSocketTest {
  private final TestDatabase database = TestDatabase.fresh();
  private final FakeWatcher watcher = new FakeWatcher(new EventLog(database.jdbc()));
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

  @AfterEach
  void closeDeals() {
    database.jdbc().sql("update deal set state = 'failed' where state <> 'failed'").update();
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
    try (SocketClient client = new SocketClient(gateway)) {
      client.send("{'action':'subscribe','id':'s','uploads':['" + upload + "'],'since':0}");
      assertThat(client.next().at("/type").asString()).isEqualTo("ack");
      assertThat(client.seqs(300)).isEqualTo(LongStream.range(first, first + 300).boxed().toList());
      writer.join();
      client.assertQuiet();
    }
    try (SocketClient client = new SocketClient(gateway)) {
      long since = first + 290;
      client.send(
          "{'action':'subscribe','id':'s','uploads':['" + upload + "'],'since':" + since + "}");
      assertThat(client.seqs(9))
          .isEqualTo(LongStream.range(since + 1, first + 300).boxed().toList());
      client.assertQuiet();
    }
  }

  private void tell(String upload, int times) {
    for (int i = 0; i < times; i++) {
      scene.tell(upload);
    }
  }

  @Test
  void withoutSinceOnlyTheFutureComes() throws Exception {
    String upload = scene.received("tests");
    awaitPosition(scene.tell(upload));
    try (SocketClient client = new SocketClient(gateway)) {
      client.send("{'action':'subscribe','id':'s','all':true}");
      long acked = client.next().at("/seq").asLong();
      long next = scene.tell(upload);
      assertThat(next).isEqualTo(acked + 1);
      assertThat(client.seqs(1)).containsExactly(next);
      client.send("{'action':'unsubscribe','id':'s'}");
      assertThat(client.next().at("/type").asString()).isEqualTo("ack");
      awaitPosition(scene.tell(upload));
      client.assertQuiet();
    }
  }

  @Test
  void aSinceThatIsAheadOfThisGatewayGivesNothingTwice() throws Exception {
    String upload = scene.received("tests");
    long seq = scene.tell(upload);
    awaitPosition(seq);
    try (SocketClient client = new SocketClient(gateway)) {
      client.send("{'action':'subscribe','id':'s','all':true,'since':" + (seq + 2) + "}");
      client.next();
      tell(upload, 3);
      assertThat(client.seqs(1)).containsExactly(seq + 3);
    }
  }

  @Test
  void eventsOfOthersNeverLeak() throws Exception {
    String theirs = scene.received("others");
    String mine = scene.received("tests");
    long since = scene.tell(theirs);
    try (SocketClient client = new SocketClient(gateway)) {
      client.send(
          "{'action':'subscribe','id':'named','uploads':['"
              + theirs
              + "'],'since':"
              + (since - 1)
              + "}");
      client.send("{'action':'subscribe','id':'all','all':true,'since':" + (since - 1) + "}");
      client.next();
      client.next();
      scene.tell(theirs);
      long own = scene.tell(mine);
      JsonNode frame = client.next();
      assertThat(frame.at("/id").asString()).isEqualTo("all");
      assertThat(frame.at("/event/seq").asLong()).isEqualTo(own);
      client.assertQuiet();
    }
  }

  @Test
  void dealsAreFoundByUploadPieceAndDeal() throws Exception {
    String upload = scene.prepared("tests");
    String other = scene.received("tests");
    Deal deal = scene.plan("f01000");
    Deal another = scene.plan("f01001");
    scene.flush();
    long before = new EventLog(database.jdbc()).lastSeq();
    awaitPosition(before);
    try (SocketClient client = new SocketClient(gateway)) {
      client
          .send(
              "{'action':'subscribe','id':'upload','uploads':['"
                  + upload
                  + "'],'since':"
                  + before
                  + "}")
          .send("{'action':'subscribe','id':'piece','pieces':['" + Rows.PIECE_V2 + "']}")
          .send("{'action':'subscribe','id':'deal','deals':['" + deal.id() + "']}")
          .send("{'action':'subscribe','id':'other','uploads':['" + other + "']}");
      for (int i = 0; i < 4; i++) {
        client.next();
      }
      scene.move(another, DealState.FAILED);
      scene.move(deal, DealState.ALLOCATING);
      scene.flush();
      assertThat(List.of(id(client), id(client))).containsExactly("upload", "piece");
      JsonNode frame = client.next();
      assertThat(List.of(frame.at("/id").asString(), id(client), id(client)))
          .containsExactly("upload", "piece", "deal");
      assertThat(frame.at("/event/data/to").asString()).isEqualTo("allocating");
      assertThat(frame.at("/event/data/deal/id").asString()).isEqualTo(deal.id());
      client.assertQuiet();
    }
    try (SocketClient client = new SocketClient(gateway)) {
      client.send("{'action':'subscribe','id':'past','deals':['" + deal.id() + "'],'since':0}");
      assertThat(client.seqs(2)).hasSize(2);
      client.assertQuiet();
    }
  }

  @Test
  void eachPieceOfAnUploadLeadsToItsEvents() throws Exception {
    String begin = Rows.piece(database.jdbc(), 1);
    String end = Rows.piece(database.jdbc(), 2);
    String upload = scene.prepared("tests", begin, end);
    Deal deal = scene.plan(begin, "f01000");
    Deal ofOther = scene.plan(Rows.piece(database.jdbc(), 3), "f01000");
    scene.flush();
    long before = new EventLog(database.jdbc()).lastSeq();
    awaitPosition(before);
    try (SocketClient client = new SocketClient(gateway)) {
      client
          .send("{'action':'subscribe','id':'upload','uploads':['" + upload + "']}")
          .send("{'action':'subscribe','id':'piece','pieces':['" + begin + "']}");
      client.next();
      client.next();
      scene.move(deal, DealState.ALLOCATING);
      scene.move(ofOther, DealState.ALLOCATING);
      scene.tellPrepared(upload, begin, end);
      assertThat(List.of(id(client), id(client), id(client), id(client)))
          .as("the deal's change, then that of the upload")
          .containsExactly("upload", "piece", "upload", "piece");
      client.assertQuiet();
    }
    try (SocketClient client = new SocketClient(gateway)) {
      client.send(
          "{'action':'subscribe','id':'past','pieces':['" + begin + "'],'since':" + before + "}");
      assertThat(client.seqs(2)).containsExactly(before + 1, before + 3);
      client.assertQuiet();
    }
  }

  private static String id(SocketClient client) throws InterruptedException {
    return client.next().at("/id").asString();
  }

  @Test
  void theOlderMessageGivesADealNowAndAtEachChange() throws Exception {
    scene.prepared("tests");
    Deal deal = scene.plan("f01000");
    try (SocketClient client = new SocketClient(gateway)) {
      client.send("{'action':'monitor','dealIds':['" + deal.id() + "','dl_unknown']}");
      JsonNode now = client.next();
      assertThat(now.at("/dealId").asString()).isEqualTo(deal.id());
      assertThat(now.at("/deal/state").asString()).isEqualTo("planned");
      assertThat(client.next().at("/problem/code").asString()).isEqualTo("not_found");
      scene.flush();
      scene.move(deal, DealState.ALLOCATING);
      scene.flush();
      assertThat(client.next().at("/deal/state").asString()).isEqualTo("allocating");
      client.assertQuiet();
    }
  }

  @Test
  void theApisPathSpeaksOfTopics() throws Exception {
    String upload = scene.received("tests");
    long first = scene.tell(upload);
    try (SocketClient client = SocketClient.ofApi(gateway)) {
      assertThat(client.protocol()).isEqualTo("filstore.events.v1");
      String topics = "'topics':['upload:" + upload + "','piece:" + Rows.PIECE_V2 + "']";
      client.send("{'type':'subscribe','id':'s'," + topics + ",'after':" + (first - 1) + "}");
      assertThat(client.next().at("/type").asString()).isEqualTo("ack");
      assertThat(client.seqs(1)).containsExactly(first);
      client.send("{'type':'subscribe','id':'now'," + topics + ",'after':'now'}");
      assertThat(client.next().at("/type").asString()).isEqualTo("ack");
      client.send("{'type':'unsubscribe','id':'s'}");
      assertThat(client.next().at("/type").asString()).isEqualTo("ack");
      long second = scene.tell(upload);
      JsonNode frame = client.next();
      assertThat(frame.at("/id").asString()).isEqualTo("now");
      assertThat(frame.at("/event/seq").asLong()).isEqualTo(second);
      client.send("{'type':'ping'}");
      assertThat(client.next().at("/type").asString()).isEqualTo("pong");
    }
  }

  @Test
  void aBrokenFeedResumesWhereItWas() throws Exception {
    String upload = scene.received("tests");
    try (SocketClient client = new SocketClient(gateway)) {
      client.send("{'action':'subscribe','id':'s','all':true}");
      client.next();
      long first = scene.tell(upload);
      assertThat(client.seqs(1)).containsExactly(first);
      watcher.cut();
      tell(upload, 5);
      assertThat(client.seqs(5)).isEqualTo(LongStream.range(first + 1, first + 6).boxed().toList());
      assertThat(watcher.askedAfter()).contains(first);
    }
  }

  @Test
  void wrongFramesAreAnsweredAndHarmless() throws Exception {
    try (SocketClient client = new SocketClient(gateway)) {
      for (String wrong :
          List.of(
              "no json",
              "[]",
              "{}",
              "{'action':'dance'}",
              "{'action':'subscribe','id':'s'}",
              "{'action':'subscribe','id':'','all':true}",
              "{'action':'subscribe','id':'s','all':true,'since':-1}",
              "{'action':'subscribe','id':'s','all':true,'since':'1'}",
              "{'action':'subscribe','id':'s','all':true,'deals':['dl_01ARZ3NDEKTSV4RRFFQ69G5FAV']}",
              "{'type':'subscribe','id':'s','topics':[]}",
              "{'type':'subscribe','id':'s','topics':['everything']}",
              "{'type':'subscribe','id':'s','topics':['all'],'after':'then'}",
              "{'action':'subscribe','id':'s','uploads':['x']}",
              "{'action':'subscribe','id':'s','uploads':'x'}")) {
        client.send(wrong);
        assertThat(client.next().at("/problem/code").asString())
            .as(wrong)
            .isEqualTo("invalid_request");
      }
      client.send("{'action':'subscribe','id':'s','pieces':['x']}");
      assertThat(client.next().at("/problem/code").asString()).isEqualTo("invalid_cid");
      client.send("{'action':'subscribe','id':'s','all':true}");
      assertThat(client.next().at("/type").asString()).isEqualTo("ack");
      client.send("{'action':'subscribe','id':'s','all':true}");
      assertThat(client.next().at("/problem/code").asString()).isEqualTo("conflict");
    }
  }

  @Test
  void aConnectionHasAHundredSubscriptions() throws Exception {
    try (SocketClient client = new SocketClient(gateway)) {
      for (int i = 0; i < 100; i++) {
        client.send("{'action':'subscribe','id':'s" + i + "','all':true}");
        assertThat(client.next().at("/type").asString()).isEqualTo("ack");
      }
      client.send("{'action':'subscribe','id':'more','all':true}");
      JsonNode refused = client.next();
      assertThat(refused.at("/problem/code").asString()).isEqualTo("too_many_subscriptions");
      assertThat(refused.at("/id").asString()).isEqualTo("more");
      assertThat(client.closeCode()).isEqualTo(4429);
    }
  }

  @Test
  void onlyKeysWithTheScopeAndKnownOriginsConnect() throws Exception {
    try (SocketClient client = new SocketClient(gateway, null, null)) {
      assertThat(client.refusal()).isEqualTo(401);
    }
    String uploader = gateway.newKey("tests", Set.of("uploads:write")).reveal();
    try (SocketClient client = new SocketClient(gateway, uploader, null)) {
      assertThat(client.refusal()).isEqualTo(403);
    }
    try (SocketClient client = new SocketClient(gateway, gateway.key(), "https://evil.example")) {
      assertThat(client.refusal()).isEqualTo(403);
    }
    String own = "http://127.0.0.1:" + gateway.port();
    try (SocketClient client = new SocketClient(gateway, gateway.key(), own)) {
      client.assertQuiet();
    }
    assertThat(gateway.get("/ws/deals").statusCode()).isEqualTo(400);
  }

  @Test
  void aRevokedKeyEndsItsConnections() throws Exception {
    var key = gateway.newKey("tests", Set.of("deals:read"));
    try (SocketClient client = new SocketClient(gateway, key.reveal(), null)) {
      client.assertQuiet();
      database
          .jdbc()
          .sql("update api_key set revoked_at = now() where id = ?")
          .param(key.id())
          .update();
      assertThat(client.closeCode()).isEqualTo(4401);
    }
  }

  private void awaitPosition(long seq) {
    Awaitility.await().until(() -> gateway.bean(LiveEvents.class).position() >= seq);
  }
}
