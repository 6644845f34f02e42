package io.filstore.gateway.deal;

import static io.filstore.gateway.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.Rows;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.gateway.RunningGateway;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** The calendar of copies that end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExpiryHttpTest {
  private RunningGateway gateway;
  private JdbcClient jdbc;
  private String piece = "";
  private String upload = "";
  private int providers = 1000;

  @BeforeAll
  void start() {
    gateway = RunningGateway.start();
    jdbc = gateway.database().jdbc();
    Rows.wallet(jdbc);
    piece = Rows.piece(jdbc, 5);
    upload = Rows.upload(jdbc, gateway.accountId("tests"), "a");
    Rows.prepared(jdbc, upload, Rows.PAYLOAD, piece);
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  void theNextEndIsFirstWithWhatIsLeftAfterIt() {
    Deal late = active(9000);
    Deal soon = active(3000);
    Deal planned = plan();
    jdbc.sql(
            """
            insert into network (name, genesis_at, block_delay_s, head_epoch, head_tipset, finalized_epoch, observed_at)
            values ('devnet', '2026-01-01T00:00:00Z', 30, 100, '', 90, now())
            """)
        .update();

    JsonNode all = json(gateway.get("/api/v1/expiries")).at("/data");

    assertThat(texts(all, "/deal")).containsExactly(soon.id(), late.id());
    assertThat(all.at("/0/end/epoch").asLong()).isEqualTo(3000);
    assertThat(all.at("/0/end/time").asString()).isEqualTo("2026-01-02T01:00:00Z");
    assertThat(all.at("/0/uploads/0").asString()).isEqualTo(upload);
    assertThat(all.at("/0/renewal").asString()).isEqualTo("redeal");
    assertThat(all.at("/0/copies_after").asInt()).isEqualTo(1);
    assertThat(all.at("/1/copies_after").asInt()).isZero();
    assertThat(all.at("/0/under_way").asInt()).isEqualTo(1);
    assertThat(all.at("/0/wanted").asInt()).isEqualTo(2);
    assertThat(texts(json(gateway.get("/api/v1/expiries?before=9000")).at("/data"), "/deal"))
        .containsExactly(soon.id());
    assertThat(
            texts(
                json(gateway.get("/api/v1/expiries?before=2026-01-02T01:00:30Z")).at("/data"),
                "/deal"))
        .containsExactly(soon.id());
    JsonNode first = json(gateway.get("/api/v1/expiries?limit=1"));
    String next = first.at("/page/next_cursor").asString();
    assertThat(
            texts(
                json(gateway.get("/api/v1/expiries?limit=1&cursor=" + next)).at("/data"), "/deal"))
        .containsExactly(late.id());
    assertThat(gateway.get("/api/v1/expiries?before=tomorrow").statusCode()).isEqualTo(400);

    assertThat(decide(planned, "{\"decision\":\"redeal\"}").statusCode()).isEqualTo(409);
    assertThat(decide(soon, "{\"decision\":\"maybe\"}").statusCode()).isEqualTo(400);
    assertThat(decide(soon, "{\"decision\":\"let_lapse\"}").statusCode()).isEqualTo(200);
    assertThat(decide(soon, "{\"decision\":\"let_lapse\"}").statusCode()).isEqualTo(200);
    assertThat(json(gateway.get("/api/v1/expiries?limit=1")).at("/data/0/decision").asString())
        .isEqualTo("let_lapse");
    assertThat(
            jdbc.sql(
                    "select count(*) from scheduled_tasks where task_name = 'plan' and task_instance like ?")
                .param(piece + "%")
                .query(Long.class)
                .single())
        .isEqualTo(1);
    String other = gateway.newKey("others", Set.of("deals:read", "deals:plan")).reveal();
    HttpResponse<String> strangers =
        gateway.send(
            gateway.request("/api/v1/expiries").setHeader("Authorization", "Bearer " + other));
    assertThat(json(strangers).at("/data")).isEmpty();
  }

  private HttpResponse<String> decide(Deal deal, String body) {
    return gateway.send(
        gateway
            .request("/api/v1/deals/" + deal.id() + ":renew")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private static List<String> texts(JsonNode array, String pointer) {
    return array.valueStream().map(one -> one.at(pointer).asString()).toList();
  }

  private Deal plan() {
    String provider = "f0" + providers++;
    Rows.provider(jdbc, provider);
    return change(deals ->
        deals.insert(new Deals.Plan(piece, provider, Rows.WALLET, "ddo", true, 1, 518_400)));
  }

  private Deal active(long end) {
    Deal planned = plan();
    Deal sent =
        change(deals ->
            deals.apply(
                planned,
                DealMove.to(DealState.PROPOSING).set("proposal_key", "key-of-" + planned.id())));
    return change(deals ->
        deals.apply(
            sent, DealMove.to(DealState.ACTIVE).finality("finalized").set("end_epoch", end)));
  }

  private Deal change(Function<Deals, Deal> deed) {
    return Objects.requireNonNull(
        gateway
            .bean(TransactionTemplate.class)
            .execute(_ -> deed.apply(gateway.bean(Deals.class))));
  }
}
