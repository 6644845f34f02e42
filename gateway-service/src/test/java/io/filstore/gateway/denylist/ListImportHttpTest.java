package io.filstore.gateway.denylist;

import static io.filstore.gateway.RunningGateway.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.denylist.Denials;
import io.filstore.db.denylist.DoubleHashes;
import io.filstore.db.event.Documented;
import io.filstore.gateway.RunningGateway;
import io.filstore.multiformats.Cid;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lists in the compact denylist format. */
class ListImportHttpTest {
  /** The double hashes of the format's own example, and what it says that they are of. */
  private static final String MODERN = "//QmX9dhRcQcKUw3Ws8485T5a9dtjrSCQaUAHnG4iK9i4ceM";

  private static final String LEGACY =
      "//d9d295bde21f422d471a90f2a37ec53049fdf3e5fa3ee2e8f20e10003da429e7";
  private static final Cid BY_MODERN = Cid.parse("QmVTF1yEejXd9iMgoRTFDxBv7HAz9kuZcQNBzHrceuK9HR");
  private static final Cid BY_LEGACY =
      Cid.parse("bafybeiefwqslmf6zyyrxodaxx4vwqircuxpza5ri45ws3y5a62ypxti42e");

  private final RunningGateway gateway = RunningGateway.start();
  private final Denials denials = gateway.bean(Denials.class);

  @AfterEach
  void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version: 2\n---\n/ipfs/" + "QmVTF1yEejXd9iMgoRTFDxBv7HAz9kuZcQNBzHrceuK9HR",
        "a: [\n---\n",
        "/ipfs/QmVTF1yEejXd9iMgoRTFDxBv7HAz9kuZcQNBzHrceuK9HR\n---\n",
        "a: &a [1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n---\n"
      })
  void aHeaderThatIsNotOneOfVersionOneIsRefused(String list) {
    HttpResponse<String> answer = post("", list.getBytes(UTF_8));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(denials.count()).isZero();
  }

  @Test
  void whatIsNoTextOrTooMuchIsRefusedWithTheNumbers() {
    assertThat(post("", new byte[] {'a', (byte) 0xff}).statusCode()).isEqualTo(400);
    HttpResponse<String> lines = post("", "\n".repeat(400_001).getBytes(UTF_8));
    assertThat(lines.statusCode()).isEqualTo(413);
    assertThat(json(lines).at("/params/max_lines").asInt()).isEqualTo(400_000);
    HttpResponse<String> bytes = post("", new byte[(32 << 20) + 1]);
    assertThat(bytes.statusCode()).isEqualTo(413);
    assertThat(json(bytes).at("/params/max_bytes").asInt()).isEqualTo(32 << 20);
    assertThat(post("?reason=" + "r".repeat(501), new byte[0]).statusCode()).isEqualTo(400);
  }

  @Test
  void onlyAnAdminMayImport() {
    String key = gateway.newKey("reader", Set.of("content:read", "uploads:write")).reveal();
    HttpResponse<String> answer =
        gateway.send(
            gateway
                .request("/api/v1/denylist:import")
                .setHeader("Authorization", "Bearer " + key)
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(MODERN)));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(denials.doublesInForce().isEmpty()).isTrue();
  }

  @Test
  void whatCanBeDeniedIsAndTheRestIsNamedWithLineAndReason() {
    Cid other = Cid.sha256(Cid.RAW, new byte[] {1});
    String list =
        String.join(
            "\n",
            "version: 1",
            "name: bad things",
            "---",
            "# a comment",
            "",
            "/ipfs/" + BY_MODERN + " hint=value",
            "/ipfs/" + BY_MODERN.toV1() + "/*",
            "/ipfs/" + other + "/path",
            "/ipfs/" + other + "/path*",
            "/ipns/domain.example",
            MODERN,
            LEGACY,
            "//gW813G35CnLsy7gRYYHuf63hrz71U1xoLFDVeV7actx6oX",
            "/ipfs/nothing",
            "/ipfs/bafkqaaik",
            "+/ipfs/" + other,
            "!/ipfs/" + other,
            "/ipfs/" + other,
            "!/ipfs/" + other);

    JsonNode report = json(post("", list.getBytes(UTF_8)));

    assertThat(report.at("/list").asString()).isEqualTo("bad things");
    assertThat(report.at("/lines").asInt()).isEqualTo(19);
    assertThat(report.at("/taken").asInt()).isEqualTo(3);
    assertThat(report.at("/already_denied").asInt()).isEqualTo(1);
    assertThat(report.at("/taken_back").asInt()).isEqualTo(1);
    assertThat(report.at("/not_taken").asInt()).isEqualTo(8);
    assertThat(report.at("/first").valueStream().map(line -> line.at("/number").asInt()))
        .containsExactly(8, 9, 10, 13, 14, 15, 16, 17);
    assertThat(report.at("/first").valueStream().map(line -> line.at("/why").asString()))
        .allMatch(why -> !why.isBlank());
    assertThat(denials.inForce()).containsExactly(BY_MODERN.multihash());
    DoubleHashes doubles = denials.doublesInForce();
    assertThat(doubles.deny(BY_MODERN.multihash())).isTrue();
    assertThat(doubles.deny(BY_LEGACY.multihash())).isTrue();
    assertThat(doubles.deny(other.multihash())).isFalse();
    assertThat(forms(BY_MODERN)).containsExactlyInAnyOrder("hash", "double");
    assertThat(forms(BY_LEGACY)).containsExactly("double_legacy");
    assertThat(forms(other)).isEmpty();
    assertThat(
            json(gateway.get("/api/v1/denylist?cid=" + BY_MODERN))
                .at("/data")
                .valueStream()
                .map(denial -> denial.at("/reason").asString()))
        .contains("list bad things, line 6 (hint=value)");
  }

  @Test
  void theSameListAgainChangesNothingAndIsNotTold() {
    byte[] list = (MODERN + "\r\n" + LEGACY + "\r\n/ipfs/" + BY_LEGACY).getBytes(UTF_8);
    JsonNode first = json(post("?reason=court", list));
    long version = denials.version();
    JsonNode again = json(post("?reason=court", list));

    assertThat(first.at("/taken").asInt()).isEqualTo(3);
    assertThat(again.at("/taken").asInt()).isZero();
    assertThat(again.at("/already_denied").asInt()).isEqualTo(3);
    assertThat(denials.inForce()).hasSize(1);
    assertThat(version).isPositive();
    List<JsonNode> told =
        gateway
            .database()
            .jdbc()
            .sql("select data::text from event where type = 'content.list_imported'")
            .query(String.class)
            .list()
            .stream()
            .map(JsonMapper.shared()::readTree)
            .toList();
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().at("/taken").asInt()).isEqualTo(3);
    JsonNode envelope = JsonMapper.shared().createObjectNode().set("data", told.getFirst());
    assertThat(
            new Documented(json(gateway.get("/asyncapi.json")))
                .errors("content.list_imported", envelope))
        .noneMatch(error -> error.contains("/data"));
  }

  @Test
  void aListOfWhichTooMuchWouldBeInForceIsNotTakenAtAll() {
    String list =
        IntStream.rangeClosed(0, 100_000)
            .mapToObj(i -> "/ipfs/" + Cid.sha256(Cid.RAW, Integer.toString(i).getBytes(UTF_8)))
            .collect(Collectors.joining("\n"));

    HttpResponse<String> answer = post("", (MODERN + "\n" + list).getBytes(UTF_8));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
    assertThat(json(answer).at("/detail").asString()).contains("100001", "100000");
    assertThat(denials.count() + denials.countDoubles()).isZero();
  }

  /** Of the denials that mean it, as the API lists them. */
  private List<String> forms(Cid cid) {
    return json(gateway.get("/api/v1/denylist?cid=" + cid))
        .required("data")
        .valueStream()
        .map(denial -> denial.required("form").asString())
        .toList();
  }

  private HttpResponse<String> post(String query, byte[] list) {
    return gateway.send(
        gateway
            .request("/api/v1/denylist:import" + query)
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(BodyPublishers.ofByteArray(list)));
  }
}
