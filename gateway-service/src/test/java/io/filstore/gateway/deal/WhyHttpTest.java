package io.filstore.gateway.deal;

import static io.filstore.gateway.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.Rows;
import io.filstore.db.chain.Network;
import io.filstore.db.chain.Networks;
import io.filstore.db.deal.Actor;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import io.filstore.gateway.RunningGateway;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Every state says for whom it waits, and a row that is over says what came instead. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WhyHttpTest {
  private static final Instant GENESIS = Instant.parse("2026-01-01T00:00:00Z");

  private RunningGateway gateway;
  private int provider = 1_000;

  @BeforeAll
  void start() {
    gateway = RunningGateway.start();
    JdbcClient jdbc = gateway.database().jdbc();
    Rows.piece(jdbc);
    Rows.wallet(jdbc);
    String upload = Rows.upload(jdbc, gateway.accountId("tests"), "a");
    Rows.prepared(jdbc, upload, Rows.PAYLOAD, Rows.PIECE);
    gateway
        .bean(Networks.class)
        .observed(new Network("net", GENESIS, new BigDecimal(30), 100, "key", 90, Instant.now()));
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @EnumSource(DealState.class)
  void everyStateSaysForWhomItWaits(DealState state) {
    Deal deal = plan("ddo");
    if (state != DealState.PLANNED) {
      deal =
          move(
              deal,
              DealMove.to(state)
                  .cause("some_code", "some text")
                  .set("proposal_key", deal.id())
                  .set("allocation_expiration", 2_880L));
    }

    JsonNode why = why(deal);

    assertThat(why.at("/state").asString()).isEqualTo(state.word());
    assertThat(why.at("/what").asString()).endsWith(".");
    assertThat(why.at("/waiting_for").asString())
        .isIn("scheduler", "provider", "chain", "operator", "nobody");
    assertThat(why.at("/next").isNull()).isEqualTo(!state.open());
    assertThat(Instant.parse(why.at("/since").asString()))
        .isAfter(deal.createdAt().minusSeconds(1));
  }

  @Test
  void whoWaitsForAProviderKnowsUntilWhen() {
    Deal deal = plan("ddo");
    deal =
        move(
            deal,
            DealMove.to(DealState.ACCEPTED)
                .by(Actor.PROVIDER)
                .set("proposal_key", deal.id())
                .set("allocation_expiration", 2_880L)
                .evidence(Map.of("kind", "provider_answer", "text", "yes")));

    JsonNode why = why(deal);

    assertThat(why.at("/waiting_for").asString()).isEqualTo("provider");
    assertThat(why.at("/by/epoch").asLong()).isEqualTo(2_880);
    assertThat(why.at("/by/time").asString()).isEqualTo("2026-01-02T00:00:00Z");
    assertThat(why.at("/otherwise").asString()).contains("lapsed");
    assertThat(why.at("/evidence/0/text").asString()).isEqualTo("yes");
    assertThat(history(deal).at("/data/1/data/actor").asString()).isEqualTo("provider");
  }

  @Test
  void whatIsBlockedSaysWhatHelpsAndWhenItIsTriedAgain() {
    Deal planned = plan("ddo");
    Instant due = Instant.now().plusSeconds(3_600);
    Deal deal =
        move(
            planned,
            DealMove.to(DealState.BLOCKED).cause("datacap", "needs 2048 bytes, 0 are spendable"));
    transaction(deals -> {
      gateway.bean(Jobs.class).enqueue(JobName.DEAL, deal.id(), due);
      return deal;
    });

    JsonNode why = why(deal);

    assertThat(why.at("/waiting_for").asString()).isEqualTo("operator");
    assertThat(why.at("/cause/text").asString()).contains("2048");
    assertThat(why.at("/unblock/0").asString()).contains(Rows.WALLET);
    assertThat(Instant.parse(why.at("/next_look").asString()).toEpochMilli())
        .isEqualTo(due.toEpochMilli());
  }

  @Test
  void whatStandsStillSaysWhoCanMoveIt() {
    Deal offline = plan("ddo");
    offline =
        move(
            offline,
            DealMove.to(DealState.ACCEPTED)
                .set("proposal_key", offline.id())
                .cause("awaiting_delivery", "waits for the CAR"));
    Deal stalled = plan("ddo");
    stalled = move(stalled, DealMove.to(DealState.TRANSFERRING).set("proposal_key", stalled.id()));
    stalled = move(stalled, DealMove.stalled("transfer_stalled", "no byte for 24 h"));

    assertThat(why(offline).at("/waiting_for").asString()).isEqualTo("operator");
    assertThat(why(offline).at("/unblock/0").asString()).contains(offline.id() + ":delivered");
    assertThat(why(stalled).at("/waiting_for").asString()).isEqualTo("provider");
    assertThat(why(stalled).at("/unblock")).hasSize(2);
  }

  @Test
  void whatAProviderLostIsSentAgainUntilItWasOftenEnough() {
    Deal lost = plan("ddo");
    lost = move(lost, DealMove.to(DealState.ACCEPTED).set("proposal_key", lost.id()));
    lost = move(lost, DealMove.lost(Instant.now(), "it knows no such deal"));

    assertThat(why(lost).at("/waiting_for").asString()).isEqualTo("scheduler");
    assertThat(why(lost).at("/cause/code").asString()).isEqualTo("provider_forgot");
    assertThat(why(lost).at("/unblock/0").asString()).contains(lost.provider());

    lost = move(lost, DealMove.stay().set("resends", Deal.MOST_RESENDS));
    assertThat(why(lost).at("/waiting_for").asString()).isEqualTo("provider");
  }

  @Test
  void whatIsOverNamesWhatCameInstead() {
    Deal lost = plan("mk12");
    lost = move(lost, DealMove.to(DealState.LAPSED).cause("not_activated_in_time", "too late"));
    Deal instead = plan("mk12");

    JsonNode why = why(lost);

    assertThat(why.at("/replaced_by").valueStream().map(JsonNode::asString)).contains(instead.id());
    assertThat(why.at("/next_look").isNull()).isTrue();
  }

  @Test
  void whatAForkTookBackPointsAtTheEvent() {
    Deal deal = plan("ddo");
    deal = move(deal, DealMove.to(DealState.SEALING).set("proposal_key", deal.id()));
    deal = move(deal, DealMove.to(DealState.ACTIVE).by(Actor.CHAIN).finality("head"));
    deal =
        move(deal, DealMove.undoneTo(DealState.SEALING).by(Actor.CHAIN).cause("reorg", "undone"));

    JsonNode events = history(deal).at("/data");

    assertThat(events.at("/3/data/reverts").asLong()).isEqualTo(events.at("/2/seq").asLong());
    assertThat(events.at("/2/data/reverts").isNull()).isTrue();
    assertThat(why(deal).at("/cause/code").asString()).isEqualTo("reorg");
  }

  @Test
  void othersDoNotLearnIt() {
    Deal deal = plan("ddo");
    String other = gateway.newKey("stranger", Set.of("deals:read")).reveal();

    int status =
        gateway
            .send(
                HttpRequest.newBuilder(gateway.uri("/api/v1/deals/" + deal.id() + "/why"))
                    .header("Authorization", "Bearer " + other))
            .statusCode();

    assertThat(status).isEqualTo(404);
  }

  private JsonNode why(Deal deal) {
    return json(gateway.get("/api/v1/deals/" + deal.id() + "/why"));
  }

  private JsonNode history(Deal deal) {
    return json(gateway.get("/api/v1/deals/" + deal.id() + "/history"));
  }

  /** Each with a provider of its own, since a piece has one open deal at each. */
  private Deal plan(String product) {
    String id = "f0" + provider++;
    Rows.provider(gateway.database().jdbc(), id);
    return transaction(deals ->
        deals.insert(new Deals.Plan(Rows.PIECE, id, Rows.WALLET, product, true, 1, 518_400)));
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
