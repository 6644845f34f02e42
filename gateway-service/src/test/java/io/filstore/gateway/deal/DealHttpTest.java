package io.filstore.gateway.deal;

import static io.filstore.gateway.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.filstore.db.Rows;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.piece.Pieces;
import io.filstore.db.transfer.Transfers;
import io.filstore.gateway.RunningGateway;
import io.filstore.ids.IdKind;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DealHttpTest {
  private RunningGateway gateway;
  private String upload;
  private Deal first;
  private Deal second;

  @BeforeAll
  void start() {
    gateway = RunningGateway.start();
    JdbcClient jdbc = gateway.database().jdbc();
    Rows.piece(jdbc);
    Rows.wallet(jdbc);
    Rows.provider(jdbc, "f01000", "f01001");
    upload = Rows.upload(jdbc, gateway.accountId("tests"), "a");
    Rows.prepared(jdbc, upload, Rows.PAYLOAD, Rows.PIECE);
    first = plan("f01000");
    second = plan("f01001");
    Deal sent = move(first, DealMove.to(DealState.PROPOSING).set("proposal_key", "key-1"));
    move(sent, DealMove.to(DealState.ACTIVE).finality("finalized"));
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  void dealsAreFilteredAndPaged() {
    assertThat(ids("")).containsExactly(second.id(), first.id());
    assertThat(ids("?state=active")).containsExactly(first.id());
    assertThat(ids("?state=active&state=planned")).hasSize(2);
    assertThat(ids("?provider=f01001")).containsExactly(second.id());
    assertThat(ids("?provider=f01001&state=active")).isEmpty();
    assertThat(ids("?piece=" + Rows.PIECE)).hasSize(2);
    assertThat(ids("?piece=" + Rows.PIECE_V2)).hasSize(2);
    assertThat(ids("?upload=" + upload)).hasSize(2);
    assertThat(ids("?upload=upl_01ARZ3NDEKTSV4RRFFQ69G5FAV")).isEmpty();
    JsonNode page = json(gateway.get("/api/v1/deals?limit=1"));
    String cursor = page.at("/page/next_cursor").asString();
    assertThat(ids("?limit=1&cursor=" + cursor)).containsExactly(first.id());
  }

  @Test
  void aDownloadIsShownWithItsRateAndItsEnd() {
    String path = "/api/v1/deals/" + second.id() + "/transfer";
    JsonNode waiting = json(gateway.get(path));
    assertThat(waiting.at("/state").asString()).isEqualTo("waiting");
    long total = waiting.at("/total_bytes").asLong();
    assertThat(total).isPositive();

    Transfers transfers = new Transfers(gateway.database().jdbc());
    Instant start = Instant.now().minusSeconds(100);
    transfers.sent(Rows.PIECE, "f01001", total / 4, start);
    transfers.sent(Rows.PIECE, "f01001", total / 4, start.plusSeconds(50));
    JsonNode flowing = json(gateway.get(path));
    assertThat(flowing.at("/state").asString()).isEqualTo("flowing");
    assertThat(flowing.at("/bytes_per_second").asLong()).isCloseTo(total / 100, within(1L));
    assertThat(Instant.parse(flowing.at("/eta").asString()))
        .isBetween(Instant.now().plusSeconds(40), Instant.now().plusSeconds(60));

    gateway
        .database()
        .jdbc()
        .sql("update deal set cause_code = 'transfer_stalled' where id = ?")
        .param(second.id())
        .update();
    JsonNode stalled = json(gateway.get(path));
    assertThat(stalled.at("/state").asString()).isEqualTo("stalled");
    assertThat(stalled.path("eta").isNull()).isTrue();

    transfers.received(Rows.PIECE, "f01001", total, Instant.now());
    assertThat(json(gateway.get(path)).at("/state").asString()).isEqualTo("complete");
    gateway
        .database()
        .jdbc()
        .sql("update deal set cause_code = null where id = ?")
        .param(second.id())
        .update();
  }

  @Test
  void oneDealAndItsHistory() {
    JsonNode deal = json(gateway.get("/api/v1/deals/" + first.id()));
    assertThat(deal.at("/state").asString()).isEqualTo("active");
    assertThat(deal.at("/piece_cid").asString()).isEqualTo(Rows.PIECE);
    assertThat(deal.at("/price_per_epoch/unit").asString()).isEqualTo("attoFIL");
    HttpResponse<String> start = gateway.get("/api/v1/deals/" + first.id() + "/history?limit=2");
    assertThat(targets(json(start))).containsExactly("planned", "proposing");
    String link = start.headers().firstValue("Link").orElseThrow();
    JsonNode rest = json(gateway.get(link.substring(1, link.indexOf('>'))));
    assertThat(targets(rest)).containsExactly("active");
    assertThat(rest.at("/data/0/specversion").asString()).isEqualTo("1.0");
    assertThat(rest.at("/page/next_cursor").isNull()).isTrue();
  }

  @Test
  void aPieceIsFoundByBothFormsOfItsCid() {
    JsonNode piece = json(gateway.get("/api/v1/pieces/" + Rows.PIECE));
    assertThat(piece.at("/piece_cid_v2").asString()).isEqualTo(Rows.PIECE_V2);
    assertThat(piece.at("/padded_size").asLong()).isEqualTo(34359738368L);
    assertThat(piece.at("/unpadded_size").asLong()).isEqualTo(34091302912L);
    assertThat(piece.at("/uploads/0").asString()).isEqualTo(upload);
    assertThat(piece.at("/deals")).hasSize(2);
    assertThat(json(gateway.get("/api/v1/pieces/" + Rows.PIECE_V2))).isEqualTo(piece);
  }

  @Test
  void protectionCountsProvenCopies() {
    JsonNode view = json(gateway.get("/api/v1/uploads/" + upload));
    assertThat(view.at("/protection/status").asString()).isEqualTo("partial");
    assertThat(view.at("/protection/met").asInt()).isEqualTo(1);
    assertThat(view.at("/protection/of").asInt()).isEqualTo(2);
    assertThat(view.at("/payload_cid").asString()).isEqualTo(Rows.PAYLOAD);
  }

  @Test
  void whatBelongsToOthersDoesNotExist() {
    String other = gateway.newKey("other", Set.of("deals:read", "uploads:read")).reveal();
    for (String path :
        List.of(
            "/api/v1/deals/" + first.id(),
            "/api/v1/deals/" + first.id() + "/history",
            "/api/v1/pieces/" + Rows.PIECE)) {
      assertThat(getAs(other, path).statusCode()).as(path).isEqualTo(404);
    }
    assertThat(json(getAs(other, "/api/v1/deals")).at("/data")).isEmpty();
    assertThat(json(getAs(other, "/api/v1/deals?upload=" + upload)).at("/data")).isEmpty();
  }

  @Test
  void anUploadInSeveralPiecesShowsAllOfThem() {
    String key = gateway.newKey("large", Set.of("deals:read", "uploads:read")).reveal();
    JdbcClient jdbc = gateway.database().jdbc();
    String begin = Rows.piece(jdbc, 1);
    String end = Rows.piece(jdbc, 2);
    String large = Rows.upload(jdbc, gateway.accountId("large"), "a", "b");
    Rows.prepared(jdbc, large, Rows.PAYLOAD, begin, end);
    Deal ofBegin = active(begin, "f01000");
    Deal ofEnd = active(end, "f01000");
    active(end, "f01001");

    JsonNode view = json(getAs(key, "/api/v1/uploads/" + large));
    assertThat(view.at("/pieces").valueStream().map(piece -> piece.at("/piece_cid").asString()))
        .containsExactly(begin, end);
    assertThat(view.at("/pieces/1/number").asInt()).isEqualTo(1);
    assertThat(view.at("/pieces/0/piece_cid_v2").asString()).startsWith("bafkzcib");
    assertThat(view.at("/pieces/0/raw_size").asLong()).isEqualTo(1_000_000_000);
    assertThat(view.at("/pieces/0/padded_size").asLong()).isEqualTo(1 << 30);
    assertThat(view.at("/piece_cid").asString()).as("that of the root").isEqualTo(end);
    assertThat(view.at("/piece_cid_v2")).isEqualTo(view.at("/pieces/1/piece_cid_v2"));
    assertThat(view.at("/protection/met").asInt()).as("of the piece with the fewest").isEqualTo(1);
    assertThat(json(getAs(key, "/api/v1/uploads")).at("/data/0")).isEqualTo(view);

    assertThat(json(getAs(key, "/api/v1/deals?upload=" + large)).at("/data")).hasSize(3);
    assertThat(json(getAs(key, "/api/v1/deals?piece=" + begin)).at("/data/0/id").asString())
        .isEqualTo(ofBegin.id());
    assertThat(getAs(key, "/api/v1/deals/" + ofBegin.id()).statusCode()).isEqualTo(200);
    assertThat(json(getAs(key, "/api/v1/deals/" + ofEnd.id() + "/history")).at("/data")).hasSize(3);
    assertThat(json(getAs(key, "/api/v1/pieces/" + begin)).at("/uploads/0").asString())
        .isEqualTo(large);
    assertThat(gateway.get("/api/v1/pieces/" + begin).statusCode()).isEqualTo(404);
    assertThat(gateway.get("/api/v1/deals/" + ofBegin.id()).statusCode()).isEqualTo(404);
  }

  @Test
  void contentIsReadableWhenEveryPieceHasItsCar() {
    JdbcClient jdbc = gateway.database().jdbc();
    String begin = Rows.piece(jdbc, 3);
    String end = Rows.piece(jdbc, 4);
    String large = Rows.upload(jdbc, gateway.accountId("readable"), "a");
    String key = gateway.newKey("readable", Set.of("uploads:read")).reveal();
    Rows.prepared(jdbc, large, Rows.PAYLOAD, begin, end);

    addCar(end);
    assertThat(json(getAs(key, "/api/v1/uploads/" + large)).at("/readable").asBoolean()).isFalse();
    addCar(begin);
    assertThat(json(getAs(key, "/api/v1/uploads/" + large)).at("/readable").asBoolean()).isTrue();
  }

  private void addCar(String piece) {
    gateway
        .bean(Pieces.class)
        .addCar(IdKind.CAR.next(), piece, Rows.PAYLOAD, "unixfs-v1-2025", 1000, 1, piece + ".car");
  }

  private Deal active(String piece, String provider) {
    Deal planned =
        transaction(deals ->
            deals.insert(new Deals.Plan(piece, provider, Rows.WALLET, "ddo", true, 1, 518400)));
    Deal sent =
        move(planned, DealMove.to(DealState.PROPOSING).set("proposal_key", piece + provider));
    return move(sent, DealMove.to(DealState.ACTIVE).finality("finalized"));
  }

  private HttpResponse<String> getAs(String key, String path) {
    return gateway.send(
        HttpRequest.newBuilder(gateway.uri(path)).header("Authorization", "Bearer " + key));
  }

  private List<String> ids(String query) {
    HttpResponse<String> response = gateway.get("/api/v1/deals" + query);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return json(response).at("/data").valueStream().map(deal -> deal.at("/id").asString()).toList();
  }

  private static List<String> targets(JsonNode page) {
    return page.at("/data").valueStream().map(event -> event.at("/data/to").asString()).toList();
  }

  private Deal plan(String provider) {
    return transaction(deals ->
        deals.insert(new Deals.Plan(Rows.PIECE, provider, Rows.WALLET, "ddo", true, 1, 518400)));
  }

  private Deal move(Deal deal, DealMove move) {
    return transaction(deals -> deals.apply(deal, move));
  }

  private Deal transaction(java.util.function.Function<Deals, Deal> deed) {
    return Objects.requireNonNull(
        gateway
            .bean(TransactionTemplate.class)
            .execute(status -> deed.apply(gateway.bean(Deals.class))));
  }
}
