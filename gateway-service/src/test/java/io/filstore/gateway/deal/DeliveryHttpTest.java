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
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** CARs that reach their providers by hand, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryHttpTest {
  private RunningGateway gateway;
  private Deal online;
  private Deal offline;
  private int providers = 2000;

  @BeforeAll
  void start() {
    gateway = RunningGateway.start();
    JdbcClient jdbc = gateway.database().jdbc();
    Rows.piece(jdbc);
    Rows.wallet(jdbc);
    String upload = Rows.upload(jdbc, gateway.accountId("tests"), "a");
    Rows.prepared(jdbc, upload, Rows.PAYLOAD, Rows.PIECE);
    online = accepted(false);
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @BeforeEach
  void acceptedOffline() {
    offline = accepted(true);
  }

  @Test
  void theCarIsShownWithItsChecksumAndHandedOverOnce() {
    JsonNode awaited = json(gateway.get("/api/v1/deals/" + offline.id() + "/delivery"));
    assertThat(awaited.at("/state").asString()).isEqualTo("awaited");
    assertThat(awaited.at("/urls/0").asString()).endsWith("/piece/" + Rows.PIECE);
    assertThat(awaited.at("/checksum/piece_cid_v2").asString()).isEqualTo(Rows.PIECE_V2);
    assertThat(awaited.at("/car_bytes").asLong()).isPositive();

    JsonNode first = json(delivered(offline.id()));
    JsonNode again = json(delivered(offline.id()));

    assertThat(first.at("/state").asString()).isEqualTo("delivered");
    assertThat(again.at("/delivered_at")).isEqualTo(first.at("/delivered_at"));
    JsonNode history = json(gateway.get("/api/v1/deals/" + offline.id() + "/history"));
    assertThat(history.at("/data").valueStream().map(e -> e.path("type").asString()))
        .filteredOn("deal.delivered"::equals)
        .hasSize(1);
    assertThat(json(gateway.get("/api/v1/deals/" + offline.id())).at("/cause").isNull()).isTrue();
  }

  @Test
  void whatItsProviderDownloadsIsNotDelivered() {
    assertThat(delivered(online.id()).statusCode()).isEqualTo(409);
    assertThat(gateway.get("/api/v1/deals/" + online.id() + "/delivery").statusCode())
        .isEqualTo(409);
  }

  @Test
  void whatNobodyWaitsForIsNotDelivered() {
    change(deals ->
        deals.apply(offline, DealMove.to(DealState.LAPSED).cause("not_activated_in_time", "late")));

    assertThat(delivered(offline.id()).statusCode()).isEqualTo(409);
    assertThat(delivered("dl_unknown").statusCode()).isEqualTo(404);
  }

  @Test
  void othersNeitherSeeNorDeliverIt() {
    String key = gateway.newKey("others", Set.of("deals:read", "deals:plan")).reveal();
    HttpResponse<String> answer =
        gateway.send(
            gateway
                .request("/api/v1/deals/" + offline.id() + ":delivered")
                .setHeader("Authorization", "Bearer " + key)
                .POST(BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> delivered(String id) {
    return gateway.send(
        gateway.request("/api/v1/deals/" + id + ":delivered").POST(BodyPublishers.noBody()));
  }

  private Deal accepted(boolean byHand) {
    String provider = "f0" + providers++;
    Rows.provider(gateway.database().jdbc(), provider);
    Deal planned =
        change(deals ->
            deals.insert(
                new Deals.Plan(Rows.PIECE, provider, Rows.WALLET, "ddo", true, 1, 518_400)));
    return change(deals ->
        deals.apply(
            planned,
            DealMove.to(DealState.ACCEPTED)
                .set("proposal_key", "key-of-" + provider)
                .set("offline", byHand)
                .cause("awaiting_delivery", "by hand")));
  }

  private Deal change(Function<Deals, Deal> deed) {
    return Objects.requireNonNull(
        gateway
            .bean(TransactionTemplate.class)
            .execute(_ -> deed.apply(gateway.bean(Deals.class))));
  }
}
