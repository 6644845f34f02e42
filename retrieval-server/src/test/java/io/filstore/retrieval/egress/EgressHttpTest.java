package io.filstore.retrieval.egress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.db.egress.EgressLedger;
import io.filstore.multiformats.Cid;
import io.filstore.retrieval.RunningServer;
import io.filstore.retrieval.RunningServer.Owner;
import io.filstore.retrieval.RunningServer.Stored;
import io.filstore.retrieval.TestCar;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What goes out is counted for the account whose content it is, and ends with its limit. */
class EgressHttpTest {

  private static final int MIB = 1 << 20;
  private static final Random RANDOM = new Random(11);
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path cars;
  private static RunningServer server;
  private static int owners;

  @BeforeAll
  static void start() {
    server =
        RunningServer.start(
            cars,
            "filstore.retrieval.egress.bytes-per-day=2MB",
            "filstore.retrieval.egress.write-interval=20ms");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** An account with one block of a mebibyte. */
  private record Content(Owner owner, Cid cid, Stored stored) {
    String path() {
      return "/ipfs/" + cid + "?format=raw";
    }

    String piece() {
      return "/piece/" + stored.piece().v1();
    }
  }

  private static Content content() throws IOException {
    return content(server, server.owner("owner " + owners++, "content:read"));
  }

  private static Content content(RunningServer server, Owner owner) throws IOException {
    byte[] block = new byte[MIB];
    RANDOM.nextBytes(block);
    TestCar car = new TestCar();
    Cid cid = car.add(Cid.RAW, block);
    return new Content(owner, cid, server.store(owner, car.bytes(), cid, 1));
  }

  private static long used(RunningServer server, Owner owner) {
    EgressLedger ledger = new EgressLedger(server.jdbc());
    return ledger.days(owner.account(), LocalDate.now(ZoneOffset.UTC).minusDays(1)).stream()
        .mapToLong(day -> day.bytes())
        .sum();
  }

  private static void limit(Owner owner, @Nullable Long bytes) {
    String key = server.jdbc().sql("select id from api_key limit 1").query(String.class).single();
    assertThat(new EgressLedger(server.jdbc()).limit(owner.account(), bytes, key)).isTrue();
  }

  private static HttpResponse<byte[]> get(Content content) throws Exception {
    return server.get(content.path(), content.owner.key());
  }

  private static void becomes(int status, Content content) {
    await().untilAsserted(() -> assertThat(get(content).statusCode()).isEqualTo(status));
  }

  private static long secondsOfToday() {
    Instant now = Instant.now();
    Instant tomorrow =
        LocalDate.ofInstant(now, ZoneOffset.UTC)
            .plusDays(1)
            .atStartOfDay(ZoneOffset.UTC)
            .toInstant();
    return Duration.between(now, tomorrow).toSeconds();
  }

  @Test
  void isRefusedToEverybodyWhenTheBytesOfTheDayAreUsedUp() throws Exception {
    Content used = content();
    Content other = content();
    server.show(used.stored.upload(), "public");
    assertThat(get(used).statusCode()).isEqualTo(200);
    assertThat(server.get(used.path(), "").statusCode()).isEqualTo(200);

    long atMost = secondsOfToday() + 1;
    HttpResponse<byte[]> answer = get(used);
    assertThat(answer.statusCode()).isEqualTo(429);
    long retry = Long.parseLong(answer.headers().firstValue("Retry-After").orElseThrow());
    assertThat(retry).isBetween(secondsOfToday(), atMost);
    JsonNode problem = JSON.readTree(answer.body());
    assertThat(problem.at("/code").asString()).isEqualTo("quota_exceeded");
    assertThat(problem.at("/params/used").asLong()).isEqualTo(2L * MIB);
    assertThat(problem.at("/params/limit").asLong()).isEqualTo(2L * MIB);

    HttpResponse<byte[]> stranger = server.get(used.path(), "");
    assertThat(stranger.statusCode()).isEqualTo(429);
    assertThat(new String(stranger.body(), UTF_8)).doesNotContain("2097152");
    assertThat(server.send("HEAD", used.path(), used.owner.key()).statusCode()).isEqualTo(429);
    assertThat(server.get(used.piece(), used.owner.key()).statusCode()).isEqualTo(429);
    assertThat(get(other).statusCode()).isEqualTo(200);
  }

  /** Deals must work: what providers download is neither limited nor counted. */
  @Test
  void providersAreNotLimited() throws Exception {
    Content content = content();
    limit(content.owner, 0L);
    becomes(429, content);

    String token = server.token(content.stored.piece().v1(), Duration.ofMinutes(5));
    assertThat(server.get(content.piece(), token).statusCode()).isEqualTo(200);
    assertThat(used(server, content.owner)).isZero();
  }

  @Test
  void anAccountsOwnLimitGoesBeforeTheSettings() throws Exception {
    Content content = content();
    limit(content.owner, null);
    for (int i = 0; i < 4; i++) {
      assertThat(get(content).statusCode()).isEqualTo(200);
    }
    limit(content.owner, 1L);
    becomes(429, content);

    limit(content.owner, null);
    becomes(200, content);
  }

  @Test
  void everyByteThatGoesOutIsCountedOnceAndNothingElse() throws Exception {
    Content content = content();
    limit(content.owner, null);
    String key = content.owner.key();
    long expected = 0;
    for (String path : List.of(content.path(), content.piece(), "/ipfs/" + content.cid)) {
      HttpResponse<byte[]> whole = server.get(path, key);
      expected += whole.body().length;
      expected += server.get(path, key, "Range", "bytes=10-109").body().length;
      server.send("HEAD", path, key);
      String etag = whole.headers().firstValue("ETag").orElseThrow();
      assertThat(server.get(path, key, "If-None-Match", etag).statusCode()).isEqualTo(304);
    }
    expected += server.get("/ipfs/" + content.cid + "?format=car", key).body().length;
    server.get("/ipfs/" + content.cid + "/nothing", key);

    long all = expected;
    assertThat(all).isGreaterThan(4L * MIB);
    await().untilAsserted(() -> assertThat(used(server, content.owner)).isEqualTo(all));
  }

  @Test
  void whatTheContainerSendsByItselfIsCountedAndWhatIsInMemoryIsWrittenAtTheEnd(
      @TempDir Path folder) throws Exception {
    Content content;
    try (RunningServer own =
        RunningServer.start(
            folder,
            "filstore.retrieval.verify-pieces=false",
            "filstore.retrieval.egress.write-interval=1h")) {
      content = content(own, own.owner("owner", "content:read"));
      assertThat(own.get(content.piece(), content.owner.key()).body())
          .isEqualTo(content.stored.car());
      assertThat(used(own, content.owner)).isZero();

      own.close();

      assertThat(used(own, content.owner)).isEqualTo(content.stored.car().length);
    }
  }
}
