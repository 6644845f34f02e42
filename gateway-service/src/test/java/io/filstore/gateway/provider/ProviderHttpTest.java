package io.filstore.gateway.provider;

import static io.filstore.gateway.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.filstore.db.Rows;
import io.filstore.db.account.ApiKeyText;
import io.filstore.db.chain.Network;
import io.filstore.db.chain.Networks;
import io.filstore.db.chain.ProviderChoices;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.event.Documented;
import io.filstore.gateway.RunningGateway;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderHttpTest {
  private RunningGateway gateway;

  @BeforeAll
  void start() {
    gateway = RunningGateway.start();
    JdbcClient jdbc = gateway.database().jdbc();
    Rows.wallet(jdbc);
    Rows.provider(jdbc, "f01000", "f01001", "f01002");
    Instant genesis = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(3_000);
    gateway
        .bean(Networks.class)
        .observed(new Network("net", genesis, new BigDecimal(30), 100, "key", 90, Instant.now()));
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  void theRecordCountsWhatCameOfDealsWithTheSampleSize() {
    for (int i = 1; i <= 3; i++) {
      activated(i);
    }
    closed(4, DealState.REJECTED, "provider_refused");
    closed(5, DealState.FAILED, "commp_mismatch");
    closed(6, DealState.FAILED, "replaced");

    JsonNode record = json(gateway.get("/api/v1/providers/f01000/reliability"));

    assertThat(record.at("/samples").asLong()).isEqualTo(5);
    assertThat(record.at("/activated").asLong()).isEqualTo(3);
    assertThat(record.at("/refused").asLong()).isEqualTo(1);
    assertThat(record.at("/failed").asLong()).isEqualTo(1);
    assertThat(record.at("/wrong_commitments").asLong()).isEqualTo(1);
    assertThat(record.at("/score").asDouble()).isEqualTo(0.571);
    assertThat(record.at("/acceptance_rate").asDouble()).isEqualTo(0.8);
    assertThat(record.at("/consecutive_failures").asLong()).isEqualTo(2);
    assertThat(record.at("/time_to_active_s").isNumber()).isTrue();
    JsonNode one = json(gateway.get("/api/v1/providers/f01000"));
    assertThat(one.at("/reliability")).isEqualTo(record);
    assertThat(one.at("/open_bytes").asLong()).isEqualTo(3L << 30);
    assertThat(one.at("/pending").asLong()).isZero();
  }

  @Test
  void anOperatorAllowsAndDeniesWhileTheSystemRuns() {
    String operator =
        gateway.newKey("tests", Set.of("providers:read", "providers:manage")).reveal();
    assertThat(gateway.get("/api/v1/providers/f07000").statusCode()).isEqualTo(404);

    HttpResponse<String> allowed =
        choose(operator, "f07000", "{\"choice\":\"allowed\",\"note\":\"new here\"}");
    assertThat(allowed.statusCode()).as(allowed.body()).isEqualTo(200);
    assertThat(json(allowed).at("/choice/choice").asString()).isEqualTo("allowed");
    assertThat(json(gateway.get("/api/v1/providers/f07000"))).isEqualTo(json(allowed));
    assertThat(json(gateway.get("/api/v1/providers/t07000"))).isEqualTo(json(allowed));
    assertThat(
            json(choose(operator, "f07000", "{\"choice\":\"denied\"}"))
                .at("/choice/choice")
                .asString())
        .isEqualTo("denied");
    assertThat(json(choose(operator, "f07000", "{\"choice\":null}")).at("/choice").isNull())
        .isTrue();

    assertThat(choose(operator, "f07000", "{\"choice\":\"maybe\"}").statusCode()).isEqualTo(400);
    assertThat(choose(operator, "x7000", "{\"choice\":\"denied\"}").statusCode()).isEqualTo(400);
    assertThat(
            choose(
                    operator,
                    "f07000",
                    "{\"choice\":\"denied\",\"note\":\"" + "n".repeat(201) + "\"}")
                .statusCode())
        .isEqualTo(400);
    String reader = gateway.newKey("tests", Set.of("providers:read")).reveal();
    assertThat(choose(reader, "f07000", "{\"choice\":\"denied\"}").statusCode()).isEqualTo(403);
  }

  @Test
  void eachChangeOfMindIsToldOnceToThoseWhoMayLookAtProviders() {
    ApiKeyText operator = gateway.newKey("operator", Set.of("providers:manage"));
    String watcher = gateway.newKey("watcher", Set.of("providers:read", "deals:read")).reveal();
    String stranger = gateway.newKey("stranger", Set.of("deals:read")).reveal();
    String key = operator.reveal();
    choose(key, "f07001", "{\"choice\":null}");
    choose(key, "f07001", "{\"choice\":\"allowed\",\"note\":\"met them\"}");
    choose(key, "t07001", "{\"choice\":\"allowed\",\"note\":\"met them\"}");
    choose(key, "f07001", "{\"choice\":\"allowed\"}");
    choose(key, "f07001", "{\"choice\":\"denied\",\"note\":\"lost a copy\"}");
    choose(key, "f07001", "{\"choice\":null,\"note\":\"enough\"}");
    choose(key, "f07001", "{\"choice\":null}");
    choose(key, "f07001", "{\"choice\":\"maybe\"}");

    List<JsonNode> told = told(watcher);
    assertThat(told)
        .extracting(event -> event.at("/type").asString())
        .containsExactly(
            "provider.allowed", "provider.allowed", "provider.denied", "provider.undecided");
    assertThat(told)
        .extracting(event -> event.at("/data/reason").asString("-"))
        .containsExactly("met them", "-", "lost a copy", "enough");
    assertThat(told)
        .allMatch(event -> event.at("/data/by").asString().equals(operator.id()))
        .allMatch(event -> event.at("/data/provider").asString().equals("f07001"));
    Documented documented = new Documented(json(gateway.get("/asyncapi.json")));
    assertThat(told)
        .allSatisfy(
            event -> assertThat(documented.errors(event.at("/type").asString(), event)).isEmpty());
    assertThat(told(stranger)).isEmpty();
  }

  @Test
  void aChangeThatCannotBeToldIsNotMade() {
    String operator = gateway.newKey("operator", Set.of("providers:manage")).reveal();
    gateway
        .database()
        .jdbc()
        .sql("alter table event add constraint never check (subject <> 'f07002')")
        .update();

    assertThat(choose(operator, "f07002", "{\"choice\":\"allowed\"}").statusCode()).isEqualTo(500);
    assertThat(gateway.bean(ProviderChoices.class).byProvider()).doesNotContainKey("f07002");
  }

  private List<JsonNode> told(String key) {
    return json(gateway.send(
            HttpRequest.newBuilder(gateway.uri("/api/v1/events?after=0&limit=1000"))
                .header("Authorization", "Bearer " + key)))
        .at("/data")
        .valueStream()
        .filter(event -> event.at("/data/provider").asString("").equals("f07001"))
        .toList();
  }

  private HttpResponse<String> choose(String key, String provider, String body) {
    return gateway.send(
        HttpRequest.newBuilder(gateway.uri("/api/v1/providers/" + provider))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void withoutASampleNothingIsClaimed() {
    JsonNode record = json(gateway.get("/api/v1/providers/f01001/reliability"));

    assertThat(record.at("/samples").asLong()).isZero();
    assertThat(record.at("/score").asDouble()).isEqualTo(0.5);
    assertThat(record.at("/acceptance_rate").isNull()).isTrue();
  }

  @Test
  void probesTellHowOftenAndHowFastCopiesComeBack() {
    String deal = planned("f01002");
    for (int i = 1; i <= 19; i++) {
      probe(deal, true, i * 10, Duration.ofDays(i));
    }
    probe(deal, true, 230, Duration.ofHours(1));
    probe(deal, false, null, Duration.ofHours(2));
    probe(deal, false, null, Duration.ofDays(31));

    JsonNode retrieval = json(gateway.get("/api/v1/providers/f01002/reliability")).at("/retrieval");

    assertThat(retrieval.at("/samples").asLong()).isEqualTo(21);
    assertThat(retrieval.at("/success_rate").asDouble()).isCloseTo(20.0 / 21, within(1e-9));
    assertThat(retrieval.at("/first_byte_samples").asLong()).isEqualTo(20);
    assertThat(retrieval.at("/first_byte_p50_ms").asLong()).isEqualTo(105);
    assertThat(retrieval.at("/first_byte_p95_ms").asLong()).isEqualTo(192);
    assertThat(
            json(gateway.get("/api/v1/providers/f01001/reliability"))
                .at("/retrieval/samples")
                .asLong())
        .isZero();
    JsonNode all = json(gateway.get("/api/v1/providers")).at("/data");
    assertThat(all.valueStream().filter(one -> one.at("/id").asString().equals("f01002")))
        .singleElement()
        .extracting(one -> one.at("/reliability/retrieval"))
        .isEqualTo(retrieval);
  }

  private String planned(String provider) {
    String piece = Rows.piece(gateway.database().jdbc(), 20);
    Deals.Plan plan = new Deals.Plan(piece, provider, Rows.WALLET, "ddo", true, 1, 518_400);
    return Objects.requireNonNull(
            gateway.database().transactions().execute(_ -> gateway.bean(Deals.class).insert(plan)))
        .id();
  }

  private void probe(String deal, boolean ok, @Nullable Integer firstByteMs, Duration ago) {
    gateway
        .database()
        .jdbc()
        .sql(
            "insert into retrieval_probe (deal_id, provider, at, ok, first_byte_ms, code) values (?, 'f01002', ?, ?, ?, ?)")
        .param(deal)
        .param(Timestamp.from(Instant.now().minus(ago)))
        .param(ok)
        .param(firstByteMs)
        .param(ok ? null : "unreachable")
        .update();
  }

  @Test
  void aQuarantineIsSaidWithItsReasonAndEnds() {
    JsonNode locked =
        json(post("f01002:quarantine", "{\"hours\":2,\"reason\":\"moves its machines\"}"));
    assertThat(locked.at("/quarantine/reason").asString()).isEqualTo("moves its machines");
    assertThat(Instant.parse(locked.at("/quarantine/until").asString())).isAfter(Instant.now());

    JsonNode longer = json(post("f01002:quarantine", "{\"hours\":9,\"reason\":\"again\"}"));
    assertThat(longer.at("/quarantine/reason").asString()).isEqualTo("again");

    assertThat(json(post("f01002:release", "")).at("/quarantine").isNull()).isTrue();
    assertThat(json(post("f01002:release", "")).at("/quarantine").isNull()).isTrue();
    assertThat(
            gateway
                .database()
                .jdbc()
                .sql("select type from event where subject = 'f01002' order by seq")
                .query(String.class)
                .list())
        .containsExactly("provider.quarantined", "provider.quarantined", "provider.released");
  }

  @Test
  void badRequestsAreRefusedWithTheNumbers() {
    assertThat(post("f01000:quarantine", "{\"hours\":0,\"reason\":\"x\"}").body()).contains("8760");
    assertThat(post("f01000:quarantine", "{\"hours\":1}").body()).contains("200");
    assertThat(gateway.get("/api/v1/providers/f09999").statusCode()).isEqualTo(404);
    assertThat(gateway.get("/api/v1/providers/x").statusCode()).isEqualTo(400);
  }

  @Test
  void readingAndManagingAreDifferentRights() {
    String reader = gateway.newKey("reader", Set.of("providers:read")).reveal();

    assertThat(send(reader, "f01000:release", "").statusCode()).isEqualTo(403);
    assertThat(
            gateway
                .send(
                    HttpRequest.newBuilder(gateway.uri("/api/v1/providers"))
                        .header("Authorization", "Bearer " + reader))
                .statusCode())
        .isEqualTo(200);
  }

  private HttpResponse<String> post(String path, String body) {
    return gateway.send(posting(gateway.request("/api/v1/providers/" + path), body));
  }

  private HttpResponse<String> send(String key, String path, String body) {
    return gateway.send(
        posting(
            HttpRequest.newBuilder(gateway.uri("/api/v1/providers/" + path))
                .header("Authorization", "Bearer " + key),
            body));
  }

  private static HttpRequest.Builder posting(HttpRequest.Builder request, String body) {
    return request
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private void activated(int piece) {
    Deal deal = offered(piece);
    move(deal, DealMove.to(DealState.ACTIVE).finality("finalized").set("active_epoch", 110L));
  }

  private void closed(int piece, DealState state, String cause) {
    move(offered(piece), DealMove.to(state).cause(cause, "because"));
  }

  private Deal offered(int number) {
    String piece = Rows.piece(gateway.database().jdbc(), number);
    Deal planned =
        transaction(deals ->
            deals.insert(new Deals.Plan(piece, "f01000", Rows.WALLET, "ddo", true, 1, 518_400)));
    return move(
        planned,
        DealMove.to(DealState.PROPOSING)
            .set("proposal_key", planned.id())
            .set("offered_at", Instant.now()));
  }

  private Deal move(Deal deal, DealMove move) {
    return transaction(deals -> deals.apply(deal, move));
  }

  private Deal transaction(Function<Deals, Deal> change) {
    return Objects.requireNonNull(
        gateway
            .bean(TransactionTemplate.class)
            .execute(_ -> change.apply(gateway.bean(Deals.class))));
  }
}
