package io.filstore.retrieval.ipfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.multiformats.Cid;
import io.filstore.retrieval.RunningServer;
import io.filstore.retrieval.RunningServer.Owner;
import io.filstore.retrieval.RunningServer.Stored;
import io.filstore.retrieval.TestCar;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which form a request gets, from where it may be made, and what is told beside the bytes. */
class NegotiationTest {

  private static final String CAR = "application/vnd.ipld.car";
  private static final String RAW = "application/vnd.ipld.raw";

  @TempDir static Path cars;
  @TempDir static Path strictCars;
  private static RunningServer server;
  private static RunningServer strict;
  private static Cid leaf;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.start(cars, "filstore.retrieval.access.public-content=true");
    strict =
        RunningServer.start(
            strictCars,
            "filstore.retrieval.access.public-content=true",
            "filstore.retrieval.deserialized=false");
    leaf = store(server, new byte[] {1, 2, 3, 0}).add();
    store(strict, new byte[] {1, 2, 3, 0}).add();
  }

  private record Leaf(RunningServer where, TestCar car) {
    Cid add() throws IOException {
      Owner owner = where.owner("owner", "content:read");
      where.store(owner, car.bytes(), car.root(), car.blocks());
      return car.root();
    }
  }

  private static Leaf store(RunningServer where, byte[] block) {
    TestCar car = new TestCar();
    car.add(Cid.RAW, block);
    return new Leaf(where, car);
  }

  @AfterAll
  static void stop() {
    server.close();
    strict.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/vnd.ipld.car;q=0.5, application/vnd.ipld.raw | application/vnd.ipld.raw",
        "application/vnd.ipld.car; dups=maybe, application/vnd.ipld.raw;q=0.1 | application/vnd.ipld.raw",
        "application/vnd.ipld.car; order=foo, application/vnd.ipld.car; order=dfs; dups=y; q=0.5 | application/vnd.ipld.car",
        "application/vnd.ipld.other, application/vnd.ipld.raw;q=0.1 | application/vnd.ipld.raw",
        "application/vnd.ipfs.ipns-record, */*;q=0.1 | application/octet-stream",
        "image/png, application/vnd.ipld.raw;q=0.5 | application/octet-stream",
      })
  void theBestThatIsOfferedIsSent(String accept, String type) throws Exception {
    HttpResponse<byte[]> answer = get(leaf + "", "Accept", accept);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).startsWith(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/vnd.ipld.car; version=2 | 400",
        "nonsense | 400",
        "application/vnd.ipld.other | 406",
        "application/vnd.ipfs.ipns-record | 400",
      })
  void whatIsNotOfferedIsRefused(String accept, int status) throws Exception {
    assertThat(get(leaf + "", "Accept", accept).statusCode()).isEqualTo(status);
  }

  @Test
  void aListThatIsTooLongIsRefused() throws Exception {
    String many = "text/a, ".repeat(200) + "*/*";
    assertThat(get(leaf + "", "Accept", many).statusCode()).isEqualTo(400);
  }

  @Test
  void theUrlOfAFormThatAcceptChoseIsTold() throws Exception {
    assertThat(header(get(leaf + "", "Accept", RAW), "Content-Location"))
        .isEqualTo("/ipfs/" + leaf + "?format=raw");
    assertThat(
            header(
                get(leaf + "?dag-scope=block&car-dups=n", "Accept", CAR + "; order=dfs; dups=y"),
                "Content-Location"))
        .isEqualTo("/ipfs/" + leaf + "?dag-scope=block&car-dups=n&format=car&car-order=dfs");
    assertThat(header(get(leaf + "?format=raw", "Accept", CAR), "Content-Location"))
        .isEqualTo("/ipfs/" + leaf + "?format=raw");
    assertThat(header(get(leaf + "?format=raw", "Accept", RAW), "Content-Location")).isEmpty();
    assertThat(header(get(leaf + ""), "Content-Location")).isEmpty();
    assertThat(header(get(leaf + ""), "Vary")).contains("Accept");
  }

  @Test
  void theLongestAddressComesBackInHeaders() throws Exception {
    HttpResponse<byte[]> answer = get(leaf + "?x=" + "y".repeat(7000), "Accept", RAW);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Location")).hasSizeGreaterThan(7000);
  }

  @Test
  void aNameForBlocksAndCarsEndsAsTheyDo() throws Exception {
    assertThat(header(get(leaf + "?format=raw&filename=a%20b.bin"), "Content-Disposition"))
        .isEqualTo("attachment; filename=\"a b.bin\"");
    assertThat(header(get(leaf + "?filename=test%D1%82.txt"), "Content-Disposition"))
        .isEqualTo("inline; filename=\"test_.txt\"; filename*=UTF-8''test%D1%82.txt");
    assertThat(get(leaf + "?format=raw&filename=a.html").statusCode()).isEqualTo(400);
    assertThat(get(leaf + "?format=car&filename=a.bin").statusCode()).isEqualTo(400);
  }

  /** A preflight has no credentials, and those who read have none in public. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ipfs/bafkqaaa",
        "/ipfs/bafkqaaa?format=raw",
        "/ipfs/bafkqaaa?format=car",
        "/ipfs/nonsense",
        "/piece/nonsense"
      })
  void pagesOfAnyOriginMayRead(String path) throws Exception {
    HttpResponse<Void> preflight =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                    .header("Origin", "https://elsewhere.example")
                    .header("Access-Control-Request-Method", "GET")
                    .header("Access-Control-Request-Headers", "authorization, range")
                    .build(),
                HttpResponse.BodyHandlers.discarding());
    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
        .contains("Authorization", "Range");
    HttpResponse<byte[]> read = server.get(path, "", "Origin", "https://elsewhere.example");
    assertThat(header(read, "Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(header(read, "Access-Control-Allow-Credentials")).isEmpty();
  }

  @Test
  void otherRoutesStayAtHome() throws Exception {
    HttpResponse<byte[]> health = server.get("/actuator/health", "");
    assertThat(header(health, "Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void aServiceWorkerNeedsAFolder() throws Exception {
    assertThat(get(leaf + "", "Service-Worker", "script").statusCode()).isEqualTo(400);
    assertThat(get(leaf + "/", "Service-Worker", "script").statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsKnownButNotHereIsNotCached() throws Exception {
    TestCar car = new TestCar();
    Cid lost = car.add(Cid.RAW, new byte[] {9, 9});
    Stored stored =
        server.store(server.owner("other", "content:read"), car.bytes(), lost, car.blocks());
    Files.delete(stored.file());

    HttpResponse<byte[]> away = get(lost + "?format=raw");
    assertThat(away.statusCode()).isEqualTo(503);
    assertThat(header(away, "Retry-After")).isNotEmpty();
    HttpResponse<byte[]> cached =
        get(lost + "?format=raw", "Cache-Control", "max-age=0, Only-If-Cached");
    assertThat(cached.statusCode()).isEqualTo(412);
    assertThat(cached.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "none | none | 400",
        "none | text/html | 406",
        "none | application/json | 406",
        "none | application/x-tar, text/html | 406",
        "none | text/html, */*;q=0.8 | 200",
        "none | application/* | 200",
        "none | application/vnd.ipld.raw | 200",
        "raw | none | 200",
        "car | none | 200",
        "json | none | 406",
        "tar | none | 406",
        "zip | none | 400",
      })
  void aTrustlessServerOffersBlocksAndCarsOnly(
      @Nullable String format, @Nullable String accept, int status) throws Exception {
    String path = "/ipfs/" + leaf + (format == null ? "" : "?format=" + format);
    HttpResponse<byte[]> answer =
        accept == null ? strict.get(path, "") : strict.get(path, "", "Accept", accept);
    assertThat(answer.statusCode()).isEqualTo(status);
    if (status == 200) {
      assertThat(header(answer, "Content-Type")).startsWith("application/vnd.ipld.");
      assertThat(header(answer, "Content-Disposition")).startsWith("attachment");
    }
  }

  @Test
  void aTrustlessServerAnswersTheProbeAndNoPathToABlock() throws Exception {
    assertThat(strict.send("HEAD", "/ipfs/bafkqaaa", "").statusCode()).isEqualTo(200);
    assertThat(strict.send("HEAD", "/ipfs/bafkqaaa?format=car", "").statusCode()).isEqualTo(200);
    assertThat(strict.get("/ipfs/" + leaf + "/a?format=raw", "").statusCode()).isEqualTo(400);
    assertThat(strict.get("/ipfs/" + leaf + "/a?format=car", "").statusCode()).isEqualTo(404);
    for (String method : List.of("GET", "HEAD")) {
      for (String form : List.of("raw", "car")) {
        assertThat(server.send(method, "/ipfs/bafkqaaa?format=" + form, "").statusCode())
            .isEqualTo(200);
      }
    }
  }

  private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return server.get("/ipfs/" + path, "", headers);
  }

  private static String header(HttpResponse<byte[]> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
