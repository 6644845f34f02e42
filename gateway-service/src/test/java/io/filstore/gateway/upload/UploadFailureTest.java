package io.filstore.gateway.upload;

import static io.filstore.gateway.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.TestDatabase;
import io.filstore.gateway.Form;
import io.filstore.gateway.RawHttp;
import io.filstore.gateway.RunningGateway;
import io.filstore.ids.IdKind;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UploadFailureTest {
  private RunningGateway gateway;

  @BeforeAll
  void start() {
    gateway = RunningGateway.start();
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  void aConnectionCutInTheMiddleLeavesNothing() throws IOException {
    try (RawHttp client =
        head("application/octet-stream", "Content-Length: 3000000", "?name=cut")) {
      client.bytes(new byte[1_000_000]);
      Awaitility.await().until(() -> !onTheirWay().isEmpty());
      client.cut();
    }
    Awaitility.await().untilAsserted(() -> assertThat(onTheirWay()).isEmpty());
    assertThat(staged()).isEmpty();
    assertThat(uploads()).isZero();
  }

  @Test
  void aBodyShorterThanDeclaredIsRefused() throws IOException {
    try (RawHttp client = head("application/octet-stream", "Content-Length: 100", "?name=short")) {
      assertThat(client.bytes(new byte[40]).halfClose().answer())
          .startsWith("HTTP/1.1 400")
          .contains("invalid_request")
          .contains("ended after 40 bytes but declared 100");
    }
    assertThat(onTheirWay()).isEmpty();
  }

  @Test
  void aMultipartBodyWithoutItsEndIsRefused() throws IOException {
    Form form = new Form().file("a", "whole").file("b", "half of it");
    byte[] bytes = form.bytes();
    int length = bytes.length - 12;
    try (RawHttp client = head(form.contentType(), "Content-Length: " + length, "")) {
      client.bytes(java.util.Arrays.copyOf(bytes, length));
      assertThat(client.halfClose().answer())
          .startsWith("HTTP/1.1 400")
          .contains("invalid_request");
    }
    assertThat(onTheirWay()).isEmpty();
  }

  @Test
  void aClientThatAsksFirstIsRefusedBeforeItSends() throws IOException {
    String expect = "Content-Length: 99000000\nExpect: 100-continue";
    try (RawHttp client = head("application/octet-stream", expect, "?name=large")) {
      assertThat(client.halfClose().answer())
          .startsWith("HTTP/1.1 413")
          .doesNotContain("100 Continue");
    }
  }

  @Test
  void aFullDiskIsToldBeforeAndWhileWriting() throws IOException {
    String[] noRoom = {"filstore.gateway.upload.staging-reserve=1000TB"};
    try (RunningGateway full =
        RunningGateway.start(gateway.database(), Files.createTempDirectory("full"), noRoom)) {
      HttpResponse<String> response =
          full.send(
              full.request("/api/v1/uploads?name=x")
                  .header("Content-Type", "application/octet-stream")
                  .POST(HttpRequest.BodyPublishers.ofString("x")));
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(json(response).at("/code").asString()).isEqualTo("staging_full");
      assertThat(response.headers().firstValue("Retry-After")).contains("60");
    }
  }

  @Test
  void uploadsOfAKilledProcessAreSweptAtTheNextStart() throws IOException {
    Path staging = Files.createTempDirectory("killed");
    TestDatabase database = TestDatabase.fresh();
    Path dead = staging.resolve(".receiving/01ARZ3NDEKTSV4RRFFQ69G5FAV");
    String half = IdKind.UPLOAD.next();
    String sealed = IdKind.UPLOAD.next();
    Files.createDirectories(dead.resolve(half).resolve("files"));
    Files.writeString(dead.resolve(half).resolve("files/000001"), "half");
    Files.createDirectories(dead.resolve(sealed));
    Files.createDirectories(staging.resolve(sealed));
    Files.writeString(staging.resolve(sealed).resolve("000001"), "never became a row");
    Files.createFile(staging.resolve(".receiving/01ARZ3NDEKTSV4RRFFQ69G5FAV.lock"));
    String committed;
    try (RunningGateway first = RunningGateway.start(database, staging)) {
      committed =
          json(first.send(new Form().file("a", "kept").into(first.request("/api/v1/uploads"))))
              .at("/id")
              .asString();
      Files.createDirectories(dead.resolve(committed));
      Files.createFile(staging.resolve(".receiving/01ARZ3NDEKTSV4RRFFQ69G5FAV.lock"));
      try (RunningGateway second = RunningGateway.start(database, staging)) {
        assertThat(second.get("/api/v1/uploads/" + committed).statusCode()).isEqualTo(200);
      }
    }
    assertThat(names(staging)).containsExactly(".receiving", committed);
    assertThat(names(staging.resolve(".receiving"))).isEmpty();
  }

  @Test
  void anUploadInDoubtIsSettledByTheDatabase() throws IOException {
    Path folder = Files.createTempDirectory("doubt");
    try (Staging staging = Staging.open(folder)) {
      StagingSpace space = new StagingSpace(() -> Long.MAX_VALUE, 0, java.time.Duration.ZERO);
      for (String id : List.of("kept", "lost")) {
        try (IncomingUpload upload = staging.begin(id, space.claim(0), false)) {
          upload.receive(UploadPath.parse("a"), new java.io.ByteArrayInputStream(new byte[9]));
          upload.seal();
          upload.leaveInDoubt();
          staging.doubt(id, Instant.EPOCH);
        }
      }
      assertThat(staging.settleDoubtful(Instant.EPOCH, id -> true)).isZero();
      assertThat(staging.settleDoubtful(Instant.now(), "kept"::equals)).isEqualTo(1);
      assertThat(names(folder)).containsExactly(".receiving", "kept");
    }
    assertThat(names(folder.resolve(".receiving"))).isEmpty();
  }

  @Test
  void aDatabaseThatGoesAwayIsToldAndForgotten() {
    gateway.database().cutConnections();
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(gateway.get("/api/v1/uploads").statusCode()).isEqualTo(200));
  }

  private RawHttp head(String type, String length, String query) throws IOException {
    return new RawHttp(gateway)
        .text(
            "POST /api/v1/uploads"
                + query
                + " HTTP/1.1\nHost: x\nConnection: close\nAuthorization: Bearer "
                + gateway.key()
                + "\nContent-Type: "
                + type
                + "\n"
                + length
                + "\n\n");
  }

  private List<Path> onTheirWay() throws IOException {
    try (Stream<Path> all = Files.walk(gateway.staging().resolve(".receiving"), 2)) {
      return all.filter(path -> path.getFileName().toString().startsWith("upl_")).toList();
    }
  }

  private List<String> staged() throws IOException {
    return names(gateway.staging()).stream().filter(name -> !name.startsWith(".")).toList();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private long uploads() {
    return gateway
        .database()
        .jdbc()
        .sql("select count(*) from upload where name = ?")
        .param("cut")
        .query(Long.class)
        .single();
  }
}
