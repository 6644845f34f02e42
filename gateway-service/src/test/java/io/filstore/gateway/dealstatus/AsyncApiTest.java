package io.filstore.gateway.dealstatus;

import static io.filstore.gateway.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.filstore.db.TestDatabase;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.db.event.Documented;
import io.filstore.db.event.EventLog;
import io.filstore.db.event.EventType;
import io.filstore.gateway.FakeWatcher;
import io.filstore.gateway.RunningGateway;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The AsyncAPI document is valid, complete, and true of what is sent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AsyncApiTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final TestDatabase database = TestDatabase.fresh();
  private final EventLog log = new EventLog(database.jdbc());
  private final FakeWatcher watcher = new FakeWatcher(log);
  private final Set<String> seen = new TreeSet<>();
  private RunningGateway gateway;
  private Scene scene;
  private Documented documented;

  @BeforeAll
  void start() throws Exception {
    gateway =
        RunningGateway.start(
            database,
            Files.createTempDirectory("staging"),
            "filstore.gateway.live.watcher-url=" + watcher.url());
    scene = new Scene(gateway, watcher);
    documented = new Documented(json(gateway.get("/asyncapi.json")));
  }

  @AfterAll
  void stop() {
    gateway.close();
    watcher.close();
  }

  /** Against the schema of @asyncapi/specs 6.11.1 (Apache-2.0), without its annotations. */
  @Test
  void isAValidDocument() throws Exception {
    try (InputStream schema = AsyncApiTest.class.getResourceAsStream("asyncapi-3.0.0.json")) {
      var specification =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
              .getSchema(JSON.readTree(Objects.requireNonNull(schema)));
      assertThat(specification.validate(documented.document())).isEmpty();
      assertThat(specification.validate(JSON.readTree("{\"asyncapi\":\"3.0.0\"}"))).isNotEmpty();
    }
  }

  @Test
  void hasEveryTypeOfEventOnEveryChannel() {
    List<String> types = Arrays.stream(EventType.values()).map(EventType::text).toList();
    assertThat(documented.messages("webhook")).containsExactlyInAnyOrderElementsOf(types);
    assertThat(documented.messages("stream"))
        .containsAll(types)
        .hasSize(types.size() + Set.of("stream.gap", "stream.end").size());
    JsonNode any = documented.document().at("/components/schemas/Event/anyOf");
    assertThat(any.valueStream().map(type -> type.at("/$ref").asString()))
        .containsExactlyInAnyOrderElementsOf(
            types.stream().map(type -> "#/components/messages/" + type + "/payload").toList());
  }

  @Test
  void namesEveryStateOfADeal() {
    JsonNode states = documented.document().at("/components/schemas/DealState/enum");
    assertThat(states.valueStream().map(JsonNode::asString))
        .containsExactlyElementsOf(Arrays.stream(DealState.values()).map(DealState::word).toList());
  }

  @Test
  void isTrueOfWhatASocketGets() throws Exception {
    String upload = uploaded();
    scene.prepared("tests");
    Deal deal = scene.plan("f01000");
    scene.flush();
    database.jdbc().sql("alter table event disable trigger refuse_event_change").update();
    database.jdbc().sql("update event set at = now() - interval '31 days' where seq = 1").update();
    long last = log.lastSeq();
    org.awaitility.Awaitility.await()
        .until(() -> gateway.bean(LiveEvents.class).position() >= last);
    try (SocketClient client = SocketClient.ofApi(gateway)) {
      client.send("{'type':'subscribe','id':'s','topics':['all'],'after':0}");
      check(client, "ack");
      check(client, "gap");
      for (long seq = 2; seq <= last; seq++) {
        JsonNode frame = check(client, "event");
        event(frame.at("/event"));
      }
      client.send("{'action':'monitor','dealIds':['" + deal.id() + "']}");
      assertThat(documented.errors("deal", client.next())).isEmpty();
      client.send("{'type':'unsubscribe','id':'s'}");
      check(client, "ack");
      scene.move(deal, DealState.FAILED);
      scene.flush();
      assertThat(documented.errors("deal", client.next())).isEmpty();
      client.send("{'type':'dance'}");
      check(client, "error");
      client.send("{'type':'ping'}");
      check(client, "pong");
    }
    assertThat(upload).isNotEmpty();
  }

  @Test
  void isTrueOfWhatAStreamAndAPageGet() throws Exception {
    String upload = uploaded();
    String webhook =
        json(gateway.send(
                gateway
                    .request("/api/v1/webhooks")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"url\":\"http://127.0.0.1:1/\"}"))))
            .at("/id")
            .asString();
    gateway.send(
        gateway.request("/api/v1/webhooks/" + webhook + ":test").POST(BodyPublishers.noBody()));
    scene.flush();
    JsonNode page = json(gateway.get("/api/v1/events?limit=1000"));
    assertThat(page.at("/data").size()).isGreaterThanOrEqualTo(2);
    page.at("/data").forEach(this::event);
    assertThat(seen).contains("upload.received", "webhook.test");
    try (StreamClient client = new StreamClient(gateway, "?topics=upload:" + upload, 0L)) {
      StreamClient.Message message = client.next();
      if (message.name().equals("gap")) {
        assertThat(documented.errors("stream.gap", message.json())).isEmpty();
        message = client.next();
      }
      event(message.json());
    }
  }

  @Test
  void wouldNoticeAnEventThatIsNotAsDescribed() {
    JsonNode event =
        JSON.readTree(
            """
            {"specversion":"1.0","id":"evt_01ARZ3NDEKTSV4RRFFQ69G5FAV","source":"/filstore/deals","type":"upload.failed",
             "time":"2026-11-21T03:10:00Z","subject":"upl_01ARZ3NDEKTSV4RRFFQ69G5FAV",
             "tenant":"acc_01ARZ3NDEKTSV4RRFFQ69G5FAV","seq":1,
             "data":{"upload":"upl_01ARZ3NDEKTSV4RRFFQ69G5FAV","code":"x"}}
            """);
    assertThat(documented.errors("upload.failed", event)).hasSize(1);
    assertThat(documented.errors("upload.stalled", event)).isNotEmpty();
  }

  /** The real event of a real upload. */
  private String uploaded() {
    var response =
        gateway.send(
            gateway
                .request("/api/v1/uploads?name=a.txt")
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofString("content")));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    scene.flush();
    return json(response).at("/id").asString();
  }

  private JsonNode check(SocketClient client, String type) throws InterruptedException {
    JsonNode frame = client.next();
    assertThat(frame.at("/type").asString()).as(frame.toString()).isEqualTo(type);
    assertThat(documented.errors(type, frame)).as(frame.toString()).isEmpty();
    return frame;
  }

  private void event(JsonNode envelope) {
    String type = envelope.at("/type").asString();
    seen.add(type);
    assertThat(documented.errors(type, envelope)).as(envelope.toString()).isEmpty();
  }
}
