package io.filstore.dataprep.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.filstore.blob.FolderBlobStore;
import io.filstore.client.deal.ProviderAddresses;
import io.filstore.dataprep.packing.PackingBench;
import io.filstore.dataprep.packing.StagedUploads;
import io.filstore.db.Rows;
import io.filstore.db.TestDatabase;
import io.filstore.db.event.EventLog;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.piece.Car;
import io.filstore.db.piece.DamagedCars;
import io.filstore.db.piece.PieceHolders;
import io.filstore.db.piece.Pieces;
import io.filstore.db.upload.Uploads;
import io.filstore.ids.IdKind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** Damaged CARs are built anew, from real files, over real HTTP, with their rows. */
class RebuildCarTest {

  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final AtomicInteger SEED = new AtomicInteger();

  @TempDir Path folder;
  private PackingBench bench = new PackingBench(DATABASE.dataSource(), Path.of(""));
  private StagedUploads staged = new StagedUploads(DATABASE.jdbc(), Path.of(""));
  private HttpServer provider = nobody();
  private ProviderAddresses addresses = ProviderAddresses.any();
  private long reserve;

  @BeforeEach
  void prepare() {
    bench = new PackingBench(DATABASE.dataSource(), folder);
    staged = new StagedUploads(DATABASE.jdbc(), bench.staging);
    provider.start();
  }

  @AfterEach
  void stop() {
    provider.stop(0);
  }

  private static HttpServer nobody() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private RebuildCar rebuild() throws IOException {
    return new RebuildCar(
        new Pieces(DATABASE.jdbc()),
        new Uploads(DATABASE.jdbc()),
        damaged(),
        FolderBlobStore.open(bench.cars),
        bench.repacking(),
        new PieceHolders(DATABASE.jdbc()),
        new ProviderCopies(addresses),
        reserve);
  }

  private static DamagedCars damaged() {
    return new DamagedCars(
        DATABASE.jdbc(),
        new TransactionTemplate(new DataSourceTransactionManager(DATABASE.dataSource())),
        new EventLog(DATABASE.jdbc()),
        new Jobs(DATABASE.dataSource(), DATABASE.jdbc(), Clock.systemUTC()),
        Clock.systemUTC());
  }

  /** A stored CAR whose bytes on disk are wrong. */
  private final class Broken {
    final String upload;
    final String piece;
    final byte[] car;
    final byte[] index;

    Broken(String upload, String piece) throws IOException {
      this.upload = upload;
      this.piece = piece;
      this.car = Files.readAllBytes(file(".car"));
      this.index = Files.readAllBytes(file(".idx"));
      damage();
    }

    Path file(String ending) {
      return bench.cars.resolve(piece + ending);
    }

    void damage() throws IOException {
      byte[] bytes = car.clone();
      bytes[bytes.length / 2] ^= 1;
      Files.write(file(".car"), bytes);
      damaged().quarantine(piece, "a test says so");
    }

    Car row() {
      return new Pieces(DATABASE.jdbc()).carOfPiece(piece).orElseThrow();
    }

    List<String> events() {
      return DATABASE
          .jdbc()
          .sql("select type from event where subject = ? order by seq")
          .param(piece)
          .query((row, number) -> row.getString(1))
          .list();
    }

    void assertWhole() throws IOException {
      assertThat(Files.readAllBytes(file(".car"))).isEqualTo(car);
      assertThat(Files.readAllBytes(file(".idx"))).isEqualTo(index);
      assertThat(row().isDamaged()).isFalse();
      assertThat(events()).endsWith("piece.rebuilt");
      assertNoDrafts();
    }

    void assertStill(String why) throws IOException {
      assertThat(row().isDamaged()).isTrue();
      assertThat(row().damage()).contains(why).contains("Uploading the same content again");
      assertThat(Files.readAllBytes(file(".car"))).isNotEqualTo(car);
      assertNoDrafts();
    }
  }

  private void assertNoDrafts() throws IOException {
    try (Stream<Path> files = Files.walk(bench.cars)) {
      assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(SEED.incrementAndGet()).nextBytes(bytes);
    return bytes;
  }

  private String stage() throws IOException {
    return staged.add(true, Map.of("a/b", random(3_000_000), "c", random(10)));
  }

  private Broken pack(String upload) throws IOException {
    bench.pack(upload);
    return new Broken(
        upload, "" + new Uploads(DATABASE.jdbc()).find(upload).orElseThrow().pieceCid());
  }

  private Broken withStagedBytes() throws IOException {
    bench.keepStaged();
    return pack(stage());
  }

  /**
   * Answers with bytes under the piece's CID v2 and calls itself a provider with an active deal.
   */
  private void serve(Broken broken, Answer answer) {
    serve(broken, "", answer);
  }

  private void serve(Broken broken, String under, Answer answer) {
    provider.createContext(
        under
            + "/piece/"
            + new Pieces(DATABASE.jdbc()).find(broken.piece).orElseThrow().pieceCidV2(),
        exchange -> {
          try (exchange) {
            answer.to(exchange);
          }
        });
    String id = "f0" + (5000 + SEED.incrementAndGet());
    Rows.wallet(DATABASE.jdbc());
    DATABASE
        .jdbc()
        .sql("insert into provider (id, base_url) values (?, ?)")
        .params(id, "http://127.0.0.1:" + provider.getAddress().getPort() + under)
        .update();
    DATABASE
        .jdbc()
        .sql(
            """
            insert into deal (id, piece_cid, provider, wallet, product, verified, state, duration_epochs, proposal_key)
            values (?, ?, ?, ?, 'ddo', true, 'active', 518400, ?)
            """)
        .params(IdKind.DEAL.next(), broken.piece, id, Rows.WALLET, id)
        .update();
  }

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private static Answer bytes(byte[] body) {
    return exchange -> {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    };
  }

  @Test
  void isPackedAgainFromStagedBytes() throws IOException {
    Broken broken = withStagedBytes();
    assertThat(rebuild().run(broken.piece)).isEmpty();
    broken.assertWhole();
    assertThat(broken.events()).containsExactly("piece.damaged", "piece.rebuilt");
    assertThat(rebuild().run(broken.piece)).isEmpty();
    assertThat(broken.events()).hasSize(2);
    assertThat(staged.folder(broken.upload)).as("staged bytes stay").exists();
  }

  @Test
  void aCarThatWasUploadedIsTakenAgain() throws IOException {
    Broken packed = withStagedBytes();
    bench.keepStaged();
    // Other bytes of the same kind: an upload that is a CAR.
    PackingBench other =
        new PackingBench(DATABASE.dataSource(), folder.resolve("other")).keepStaged();
    StagedUploads sent = new StagedUploads(DATABASE.jdbc(), other.staging);
    byte[] car = packed.car;
    String upload = sent.addCar(car);
    bench = other;
    Broken broken = pack(upload);
    assertThat(rebuild().run(broken.piece)).isEmpty();
    broken.assertWhole();
  }

  @Test
  void onlyTheDamagedPieceOfSeveralIsReplaced() throws IOException {
    bench.maxPiece(DataSize.ofMegabytes(2)).keepStaged();
    String upload = staged.add(true, Map.of("a", random(5_000_000)));
    bench.pack(upload);
    List<String> pieces =
        DATABASE
            .jdbc()
            .sql("select piece_cid from upload_piece where upload_id = ? order by number")
            .param(upload)
            .query((row, number) -> row.getString(1))
            .list();
    assertThat(pieces).hasSizeGreaterThan(2);
    Broken broken = new Broken(upload, pieces.get(1));
    Path sound = bench.cars.resolve(pieces.get(0) + ".car");
    var before = Files.readAttributes(sound, "unix:ino").get("ino");

    assertThat(rebuild().run(broken.piece)).isEmpty();
    broken.assertWhole();
    assertThat(Files.readAttributes(sound, "unix:ino").get("ino")).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HALF_WRITTEN", "CAR_WRITTEN", "INDEX_PUBLISHED", "CAR_PUBLISHED"})
  void aRebuildingThatDiedIsFinishedByTheNext(String step) throws IOException {
    Broken broken = withStagedBytes();
    bench.dyingAt(step);
    assertThatThrownBy(() -> rebuild().run(broken.piece)).hasMessageContaining("killed");
    assertThat(broken.row().isDamaged()).isTrue();
    assertThat(broken.events()).containsExactly("piece.damaged");

    bench = new PackingBench(DATABASE.dataSource(), folder);
    assertThat(rebuild().run(broken.piece)).isEmpty();
    broken.assertWhole();
  }

  @Test
  void stagedBytesThatChangedMakeNothing() throws IOException {
    Broken broken = withStagedBytes();
    try (Stream<Path> files = Files.walk(staged.folder(broken.upload))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        bytes[0] ^= 1;
        Files.write(file, bytes);
      }
    }
    assertThat(rebuild().run(broken.piece)).contains(RebuildCar.PAUSE);
    broken.assertStill("the staged bytes do not make this piece");
    try (Stream<Path> files = Files.list(bench.cars)) {
      assertThat(files.filter(Files::isRegularFile)).as("nothing new in the store").hasSize(2);
    }
  }

  @Test
  void isFetchedFromAProvider() throws IOException {
    Broken broken = pack(stage());
    serve(broken, bytes(broken.car));
    assertThat(rebuild().run(broken.piece)).isEmpty();
    broken.assertWhole();
    assertThat(
            DATABASE
                .jdbc()
                .sql(
                    "select data ->> 'source' from event where subject = ? and type = 'piece.rebuilt'")
                .param(broken.piece)
                .query(String.class)
                .single())
        .startsWith("the copy of provider f0");
  }

  /** Behind a proxy that keeps other things at its root. */
  @Test
  void isFetchedFromBelowAProvidersOwnPath() throws IOException {
    Broken broken = pack(stage());
    serve(broken, "/under/a/path", bytes(broken.car));
    assertThat(rebuild().run(broken.piece)).isEmpty();
    broken.assertWhole();
  }

  /** A provider may send the padding of the piece, too. */
  @Test
  void whatIsBehindTheCarIsNotRead() throws IOException {
    Broken broken = pack(stage());
    serve(broken, bytes(Arrays.copyOf(broken.car, broken.car.length + 100_000)));
    assertThat(rebuild().run(broken.piece)).isEmpty();
    broken.assertWhole();
  }

  @Test
  void whatAProviderSendsIsNotTrusted() throws IOException {
    Broken broken = pack(stage());
    byte[] wrong = Files.readAllBytes(broken.file(".car"));
    serve(broken, bytes(wrong));
    assertThat(rebuild().run(broken.piece)).contains(RebuildCar.PAUSE);
    broken.assertStill("sent other bytes");
    assertThat(Files.readAllBytes(broken.file(".car"))).isEqualTo(wrong);

    assertThat(rebuild().run(broken.piece)).contains(RebuildCar.PAUSE);
    assertThat(broken.events())
        .as("told once")
        .containsExactly("piece.damaged", "piece.rebuild_stalled");
  }

  /** Sound blocks in another order, or fewer of them, are another piece. */
  @Test
  void aSoundCarOfAnotherPieceIsNoReplacement() throws IOException {
    Broken other = pack(stage());
    Broken broken = pack(stage());
    serve(broken, bytes(other.car));
    assertThat(rebuild().run(broken.piece)).contains(RebuildCar.PAUSE);
    broken.assertStill("sent other bytes");
  }

  @Test
  void aProviderThatBreaksOffOrRefusesIsNotTheLast() throws IOException {
    Broken broken = pack(stage());
    serve(
        broken,
        exchange -> {
          exchange.sendResponseHeaders(200, broken.car.length);
          OutputStream out = exchange.getResponseBody();
          out.write(broken.car, 0, broken.car.length / 2);
          out.flush();
        });
    assertThat(rebuild().run(broken.piece)).contains(RebuildCar.PAUSE);
    broken.assertStill("did not send it");

    provider.removeContext(
        "/piece/" + new Pieces(DATABASE.jdbc()).find(broken.piece).orElseThrow().pieceCidV2());
    assertThat(rebuild().run(broken.piece)).contains(RebuildCar.PAUSE);
    broken.assertStill("answered with HTTP 404");
    serve(broken, bytes(broken.car));
    assertThat(rebuild().run(broken.piece)).isEmpty();
    broken.assertWhole();
  }

  @Test
  void privateAddressesAreNotCalledUnlessAllowed() throws IOException {
    Broken broken = pack(stage());
    AtomicInteger calls = new AtomicInteger();
    serve(broken, exchange -> calls.incrementAndGet());
    addresses = ProviderAddresses.publicOnly();
    assertThat(rebuild().run(broken.piece)).contains(RebuildCar.PAUSE);
    assertThat(calls).hasValue(0);
    broken.assertStill("did not send it");
  }

  @Test
  void withoutAnySourceTheStateSaysWhatWouldHelp() throws IOException {
    Broken broken = pack(stage());
    assertThat(rebuild().run(broken.piece)).contains(RebuildCar.PAUSE);
    broken.assertStill("no upload's staged bytes are left");
    broken.assertStill("no provider with an active deal has an HTTP address");
  }

  @Test
  void theSameUploadAgainBringsItBack() throws IOException {
    Broken broken = withStagedBytes();
    Path kept = staged.folder(broken.upload);
    byte[] first = Files.readAllBytes(kept.resolve("000001"));
    byte[] second = Files.readAllBytes(kept.resolve("000002"));
    boolean large = first.length > second.length;
    String again =
        staged.add(true, Map.of("a/b", large ? first : second, "c", large ? second : first));
    DATABASE
        .jdbc()
        .sql("delete from scheduled_tasks where task_instance like ?")
        .param(broken.piece + "%")
        .update();
    bench.pack(again);
    assertThat(
            DATABASE
                .jdbc()
                .sql(
                    "select count(*) from scheduled_tasks where task_name = 'rebuild' and task_instance like ?")
                .param(broken.piece + "%")
                .query(Integer.class)
                .single())
        .isEqualTo(1);
    assertThat(rebuild().run(broken.piece)).isEmpty();
    broken.assertWhole();
  }

  @Test
  void onlyTheIndexIsWrittenWhenTheCarIsSound() throws IOException {
    Broken broken = pack(stage());
    Files.write(broken.file(".car"), broken.car);
    for (byte[] wrong : new byte[][] {Arrays.copyOf(broken.index, 100), new byte[0]}) {
      Files.write(broken.file(".idx"), wrong);
      damaged().quarantine(broken.piece, "its index");
      assertThat(rebuild().run(broken.piece)).isEmpty();
      broken.assertWhole();
    }
  }

  @Test
  void noRoomIsSaid() throws IOException {
    Broken broken = withStagedBytes();
    reserve = Long.MAX_VALUE / 2;
    assertThat(rebuild().run(broken.piece)).contains(RebuildCar.PAUSE);
    broken.assertStill("are needed");
  }

  @Test
  void whatIsNotDamagedIsLeftAlone() throws IOException {
    Broken broken = withStagedBytes();
    assertThat(rebuild().run(broken.piece)).isEmpty();
    var before = Files.getLastModifiedTime(broken.file(".car"));
    assertThat(rebuild().run(broken.piece)).isEmpty();
    assertThat(rebuild().run("baga6ea4seaqao7s73y24kcutaosvacpdjgfe5pw76ooefnyqw4ynr3d2y6x2mpq"))
        .isEmpty();
    assertThat(Files.getLastModifiedTime(broken.file(".car"))).isEqualTo(before);
  }
}
