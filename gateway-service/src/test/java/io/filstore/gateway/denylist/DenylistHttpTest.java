package io.filstore.gateway.denylist;

import static io.filstore.gateway.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.Rows;
import io.filstore.db.denylist.Denials;
import io.filstore.db.event.Event;
import io.filstore.db.event.EventLog;
import io.filstore.gateway.RunningGateway;
import io.filstore.multiformats.Cid;
import io.filstore.piece.PieceCid;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DenylistHttpTest {
  private RunningGateway gateway;

  @BeforeAll
  void start() {
    gateway = RunningGateway.start();
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  private HttpResponse<String> send(String method, String path, String body) {
    return gateway.send(
        gateway
            .request("/api/v1/denylist" + path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)));
  }

  private static String body(String cid, String reason) {
    return "{\"cid\":\"%s\",\"reason\":\"%s\"}".formatted(cid, reason);
  }

  @ParameterizedTest
  @CsvSource({
    "nonsense, r, invalid_cid",
    "'', r, invalid_cid",
    "bafkqaaik, r, invalid_request",
    Rows.PAYLOAD + ", ' ', invalid_request",
    Rows.PAYLOAD + ", 'two\\nlines', invalid_request",
  })
  void whatIsWrongIsRefused(String cid, String reason, String code) {
    HttpResponse<String> answer = send("POST", "", body(cid, reason));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(json(answer).at("/code").asString()).as(answer.body()).isEqualTo(code);
  }

  @Test
  void aReasonThatIsTooLongIsRefusedWithTheNumbers() {
    HttpResponse<String> answer = send("POST", "", body(Rows.PAYLOAD, "r".repeat(1001)));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).at("/detail").asString()).contains("1001", "1 to 1000");
  }

  @Test
  void onlyAnAdminMayDenyListAndLift() {
    String key = gateway.newKey("reader", Set.of("content:read", "uploads:read")).reveal();
    for (String method : Set.of("GET", "POST", "DELETE")) {
      HttpResponse<String> answer =
          gateway.send(
              gateway
                  .request("/api/v1/denylist" + (method.equals("DELETE") ? "/dny_x" : ""))
                  .setHeader("Authorization", "Bearer " + key)
                  .method(method, BodyPublishers.noBody()));
      assertThat(answer.statusCode()).as(method).isEqualTo(403);
    }
  }

  @Test
  void aDenialIsMadeOnceToldAndLifted() {
    Denials denials = gateway.bean(Denials.class);
    Cid cid = Cid.parse(Rows.PAYLOAD);
    HttpResponse<String> made = send("POST", "", body(Rows.PAYLOAD, "court order 7"));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    String id = json(made).at("/id").asString();
    assertThat(made.headers().firstValue("Location")).contains("/api/v1/denylist/" + id);
    assertThat(denials.inForce()).contains(cid.multihash());
    long version = denials.version();

    String sameBytes = Cid.v1(Cid.DAG_CBOR, cid.multihash()).toString();
    assertThat(send("POST", "", body(sameBytes, "again")).statusCode()).isEqualTo(409);
    assertThat(json(send("GET", "/" + id, ""))).isEqualTo(json(made));
    assertThat(json(send("GET", "?cid=" + sameBytes, "")).at("/data").size()).isEqualTo(1);
    assertThat(json(send("GET", "?cid=" + Cid.sha256(Cid.RAW, new byte[9]), "")).at("/data").size())
        .isZero();

    assertThat(send("DELETE", "/" + id, "").statusCode()).isEqualTo(204);
    assertThat(send("DELETE", "/" + id, "").statusCode()).isEqualTo(204);
    assertThat(denials.inForce()).doesNotContain(cid.multihash());
    assertThat(denials.version()).isGreaterThan(version);
    assertThat(json(send("GET", "/" + id, "")).at("/lifted_by").asString()).startsWith("key_");
    assertThat(send("DELETE", "/dny_unknown", "").statusCode()).isEqualTo(404);
    assertThat(new EventLog(gateway.database().jdbc()).of(id, 0, 10))
        .extracting(Event::type)
        .containsExactly("content.blocked", "content.unblocked");
    assertThat(
            gateway
                .database()
                .jdbc()
                .sql("select account_id from event_owners(?)")
                .param(id)
                .query(String.class)
                .list())
        .containsExactly(gateway.accountId("tests"));
    assertThat(send("POST", "", body(Rows.PAYLOAD, "court order 8")).statusCode()).isEqualTo(201);
  }

  @Test
  void denialsAreListedPageByPage() {
    Set<String> made = new TreeSet<>();
    for (int i = 0; i < 5; i++) {
      String cid = Cid.sha256(Cid.RAW, new byte[] {(byte) i, 7}).toString();
      made.add(json(send("POST", "", body(cid, "page"))).at("/id").asString());
    }
    Set<String> listed = new TreeSet<>();
    String cursor = "";
    do {
      var page = json(send("GET", "?limit=2" + cursor, ""));
      assertThat(page.at("/data").size()).isBetween(1, 2);
      page.at("/data").forEach(one -> listed.add(one.at("/id").asString()));
      String next = page.at("/page/next_cursor").asString("");
      cursor = next.isEmpty() ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());

    assertThat(listed).containsAll(made);
  }

  @Test
  void aPieceIsDeniedInBothVersions() {
    send("POST", "", body(Rows.PIECE_V2, "lost rights"));

    assertThat(gateway.bean(Denials.class).inForce())
        .contains(PieceCid.parse(Rows.PIECE).v1().multihash());
    assertThat(send("POST", "", body(Rows.PIECE, "again")).statusCode()).isEqualTo(409);
  }
}
