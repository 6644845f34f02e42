package io.filstore.gateway.dealstatus;

import static io.filstore.gateway.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.TestDatabase;
import io.filstore.db.event.EventLog;
import io.filstore.gateway.FakeWatcher;
import io.filstore.gateway.RunningGateway;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Who comes back after too long hears of the gap, on every channel, and goes on behind it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoryEndTest {
  private final TestDatabase database = TestDatabase.fresh();
  private final EventLog log = new EventLog(database.jdbc());
  private final FakeWatcher watcher = new FakeWatcher(log);
  private RunningGateway gateway;
  private long lastOld;
  private long firstKept;

  @BeforeAll
  void start() throws Exception {
    gateway =
        RunningGateway.start(
            database,
            Files.createTempDirectory("staging"),
            "filstore.gateway.live.watcher-url=" + watcher.url());
    Scene scene = new Scene(gateway, watcher);
    String upload = scene.received("tests");
    for (int i = 0; i < 3; i++) {
      database
          .jdbc()
          .sql(
              """
              insert into event (id, type, subject, at, data)
              values (?, 'upload.received', ?, now() - interval '31 days', '{}')
              """)
          .params(io.filstore.ids.IdKind.EVENT.next(), upload)
          .update();
    }
    lastOld = log.lastSeq();
    firstKept = scene.tell(upload);
    org.awaitility.Awaitility.await()
        .until(() -> gateway.bean(LiveEvents.class).position() >= firstKept);
  }

  @AfterAll
  void stop() {
    gateway.close();
    watcher.close();
  }

  @Test
  void theSocketTellsTheGap() throws Exception {
    try (SocketClient client = new SocketClient(gateway)) {
      client.send("{'action':'subscribe','id':'s','topics':['all'],'after':1}");
      assertThat(client.next().at("/type").asString()).isEqualTo("ack");
      JsonNode gap = client.next();
      assertThat(gap.at("/type").asString()).isEqualTo("gap");
      assertThat(gap.at("/id").asString()).isEqualTo("s");
      assertThat(gap.at("/from").asLong()).isEqualTo(2);
      assertThat(gap.at("/to").asLong()).isEqualTo(lastOld);
      assertThat(client.seqs(1)).containsExactly(firstKept);
      client.assertQuiet();
    }
    try (SocketClient client = new SocketClient(gateway)) {
      client.send("{'action':'subscribe','id':'s','topics':['all'],'after':" + lastOld + "}");
      assertThat(client.next().at("/type").asString()).isEqualTo("ack");
      assertThat(client.next().at("/type").asString()).isEqualTo("event");
    }
  }

  @Test
  void theStreamTellsTheGap() throws Exception {
    try (StreamClient client = new StreamClient(gateway, "", 0L)) {
      StreamClient.Message gap = client.next();
      assertThat(gap.name()).isEqualTo("gap");
      assertThat(gap.json().at("/from").asLong()).isEqualTo(1);
      assertThat(gap.json().at("/to").asLong()).isEqualTo(lastOld);
      assertThat(client.seqs(1)).containsExactly(firstKept);
    }
  }

  @Test
  void thePageTellsTheGap() {
    JsonNode page = json(gateway.get("/api/v1/events?after=0"));
    assertThat(page.at("/gap/from").asLong()).isEqualTo(1);
    assertThat(page.at("/gap/to").asLong()).isEqualTo(lastOld);
    assertThat(page.at("/data/0/seq").asLong()).isEqualTo(firstKept);
    assertThat(page.at("/next_after").asLong()).isEqualTo(firstKept);
  }
}
