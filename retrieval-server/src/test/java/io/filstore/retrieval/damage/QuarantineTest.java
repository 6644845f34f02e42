package io.filstore.retrieval.damage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.blob.FolderBlobStore;
import io.filstore.db.event.EventLog;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.piece.Car;
import io.filstore.db.piece.DamagedCars;
import io.filstore.db.piece.Pieces;
import io.filstore.multiformats.Cid;
import io.filstore.retrieval.RawHttp;
import io.filstore.retrieval.RunningServer;
import io.filstore.retrieval.RunningServer.Owner;
import io.filstore.retrieval.RunningServer.Stored;
import io.filstore.retrieval.TestCar;
import io.filstore.retrieval.bytes.DamagedContentException;
import io.filstore.retrieval.bytes.Suspects;
import io.filstore.retrieval.car.CarStore;
import io.filstore.retrieval.car.Catalogue;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Damaged CARs on a real disk, noticed on their way out and not served any more. */
class QuarantineTest {

  private static final String OFTEN = "filstore.retrieval.checkup-interval=50ms";

  @TempDir Path cars;
  private RunningServer server;
  private Owner owner;

  @BeforeEach
  void start() {
    server = RunningServer.start(cars, OFTEN);
    owner = server.owner("owner", "content:read");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private record Content(Cid leaf, Cid root, Stored stored) {
    String pieceCid() {
      return stored.piece().v1().toString();
    }

    String blobName() {
      return pieceCid() + ".car";
    }
  }

  private Content content(int seed) throws IOException {
    Random random = new Random(seed);
    byte[] bytes = new byte[100_000];
    TestCar car = new TestCar();
    random.nextBytes(bytes);
    Cid leaf = car.add(Cid.RAW, bytes);
    random.nextBytes(bytes);
    Cid root = car.add(Cid.RAW, bytes);
    return new Content(leaf, root, server.store(owner, car.bytes(), root, 2));
  }

  /** One bit of the last block. */
  private static void damage(Content content) throws IOException {
    byte[] bytes = content.stored().car().clone();
    bytes[bytes.length - 1] ^= 1;
    Files.write(content.stored().file(), bytes);
  }

  private Car row(Content content) {
    return new Pieces(server.jdbc()).carOfPiece(content.pieceCid()).orElseThrow();
  }

  private List<String> events(Content content) {
    return server
        .jdbc()
        .sql("select type from event where subject = ? order by seq")
        .param(content.pieceCid())
        .query((row, number) -> row.getString(1))
        .list();
  }

  private int jobs(Content content) {
    return server
        .jdbc()
        .sql(
            "select count(*) from scheduled_tasks where task_name = 'rebuild' and task_instance like ?")
        .param(content.pieceCid() + "%")
        .query(Integer.class)
        .single();
  }

  private DamagedCars damagedCars() {
    return new DamagedCars(
        server.jdbc(),
        new TransactionTemplate(new DataSourceTransactionManager(server.dataSource())),
        new EventLog(server.jdbc()),
        new Jobs(server.dataSource(), server.jdbc(), Clock.systemUTC()),
        Clock.systemUTC());
  }

  private Checkups checkups(Suspects suspects) throws IOException {
    return new Checkups(
        suspects,
        new Pieces(server.jdbc()),
        new CarStore(FolderBlobStore.open(cars)),
        damagedCars(),
        new Catalogue(new Pieces(server.jdbc())),
        Clock.systemUTC());
  }

  private void lookAt(Content content) throws IOException {
    Suspects suspects = new Suspects();
    suspects.report(DamagedContentException.in(content.blobName(), "a test says so", null));
    checkups(suspects).run();
  }

  private void assertNotServed(Content content) throws Exception {
    for (String path :
        new String[] {
          "/piece/" + content.pieceCid(),
          "/piece/" + content.stored().piece().v2(),
          "/ipfs/" + content.root(),
          "/ipfs/" + content.leaf() + "?format=raw"
        }) {
      HttpResponse<byte[]> answer = server.get(path, owner.key());
      assertThat(answer.statusCode()).as(path).isEqualTo(503);
      assertThat(new String(answer.body(), UTF_8))
          .contains("content_damaged")
          .doesNotContain(".car");
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(server.send("HEAD", path, owner.key()).statusCode()).isEqualTo(503);
      assertThat(server.get(path, "").statusCode())
          .as("for strangers it is not there")
          .isEqualTo(401);
    }
  }

  @Test
  void whatFailsOnItsWayOutIsNotServedFromThenOn() throws Exception {
    Content content = content(1);
    damage(content);

    RawHttp.Answer broken =
        RawHttp.get(
            server.port(),
            "/piece/" + content.pieceCid(),
            "Authorization",
            "Bearer " + owner.key());
    assertThat(broken.complete()).isFalse();

    await().until(() -> row(content).isDamaged());
    assertThat(row(content).damage()).contains("piece CID");
    assertThat(events(content)).containsExactly("piece.damaged");
    assertThat(jobs(content)).isEqualTo(1);
    assertNotServed(content);

    Files.write(content.stored().file(), content.stored().car());
    assertNotServed(content);
    assertThat(damagedCars().rebuilt(content.pieceCid(), "a test")).isTrue();
    assertThat(damagedCars().rebuilt(content.pieceCid(), "a test")).isFalse();
    assertThat(events(content)).containsExactly("piece.damaged", "piece.rebuilt");
    assertThat(server.get("/piece/" + content.pieceCid(), owner.key()).body())
        .isEqualTo(content.stored().car());
    assertThat(server.get("/ipfs/" + content.leaf(), owner.key()).statusCode()).isEqualTo(200);
  }

  @Test
  void aBlockThatFailsHasItsCarLookedAt() throws Exception {
    Content content = content(2);
    damage(content);
    assertThat(server.get("/ipfs/" + content.root() + "?format=raw", owner.key()).statusCode())
        .isEqualTo(502);
    await().until(() -> row(content).isDamaged());
    assertNotServed(content);
  }

  /** The container sends the file by itself; what it sent is looked at afterwards. */
  @Test
  void whatIsSentUnseenIsLookedAtAfterwards() throws Exception {
    Content content = content(3);
    damage(content);
    try (RunningServer unseeing = server.beside(OFTEN, "filstore.retrieval.verify-pieces=false")) {
      String path = "/piece/" + content.pieceCid();
      assertThat(unseeing.get(path, owner.key()).statusCode()).isEqualTo(200);
      await().until(() -> row(content).isDamaged());
      assertThat(unseeing.get(path, owner.key()).statusCode()).isEqualTo(503);
    }
    assertNotServed(content);
  }

  @Test
  void aSoundSuspectStaysInUse() throws Exception {
    Content content = content(4);
    lookAt(content);
    assertThat(row(content).isDamaged()).isFalse();
    assertThat(events(content)).isEmpty();
    assertThat(jobs(content)).isZero();
  }

  /** Content that does not follow its codec was stored like that. */
  @Test
  void contentThatContradictsItselfIsNotDamage() throws Exception {
    TestCar car = new TestCar();
    Cid root =
        car.add(
            Cid.DAG_PB,
            "this is no dag-pb, though its hash is right, and long enough".getBytes(UTF_8));
    Stored stored = server.store(owner, car.bytes(), root, 1);
    Content content = new Content(root, root, stored);
    assertThat(server.get("/ipfs/" + root + "/name", owner.key()).statusCode()).isEqualTo(502);
    lookAt(content);
    assertThat(row(content).isDamaged()).isFalse();
  }

  @Test
  void aSoundSuspectIsNotReadAgainAtOnce() throws Exception {
    Content content = content(5);
    Suspects suspects = new Suspects();
    Checkups checkups = checkups(suspects);
    suspects.sentUnseen(content.blobName());
    checkups.run();
    damage(content);
    suspects.sentUnseen(content.blobName());
    checkups.run();
    assertThat(row(content).isDamaged()).isFalse();
    lookAt(content);
    assertThat(row(content).isDamaged()).isTrue();
  }

  @Test
  void twoWhoFindTheSameDamageTellItOnce() throws Exception {
    Content content = content(6);
    damage(content);
    lookAt(content);
    assertThat(damagedCars().quarantine(content.pieceCid(), "found by another server")).isFalse();
    lookAt(content);
    assertThat(events(content)).containsExactly("piece.damaged");
    assertThat(jobs(content)).isEqualTo(1);
  }

  @Test
  void aShortFileAndAWrongIndexAreDamageAndAGoneFileIsNot() throws Exception {
    Content cut = content(7);
    Files.write(cut.stored().file(), Arrays.copyOf(cut.stored().car(), 1000));
    lookAt(cut);
    assertThat(row(cut).damage()).contains("1000 bytes");
    assertNotServed(cut);

    Content index = content(8);
    Path idx = cars.resolve(index.pieceCid() + ".idx");
    byte[] records = Files.readAllBytes(idx);
    records[16 + 32 + 7] ^= 1;
    Files.write(idx, records);
    lookAt(index);
    assertThat(row(index).damage()).contains("index");
    assertThat(server.get("/piece/" + index.pieceCid(), owner.key()).statusCode()).isEqualTo(503);

    Content gone = content(9);
    Files.delete(gone.stored().file());
    lookAt(gone);
    assertThat(row(gone).isDamaged()).isFalse();
  }

  @Test
  void theSameBlockInASoundCarIsServed() throws Exception {
    Content damaged = content(10);
    TestCar other = new TestCar();
    byte[] leaf = server.get("/ipfs/" + damaged.leaf() + "?format=raw", owner.key()).body();
    other.add(damaged.leaf(), leaf);
    Cid root = other.add(Cid.RAW, "another root".getBytes(UTF_8));
    server.store(owner, other.bytes(), root, 2);
    damage(damaged);
    lookAt(damaged);

    assertThat(server.get("/ipfs/" + damaged.leaf() + "?format=raw", owner.key()).body())
        .isEqualTo(leaf);
    assertThat(server.get("/ipfs/" + damaged.root() + "?format=raw", owner.key()).statusCode())
        .isEqualTo(503);
  }
}
