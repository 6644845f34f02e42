package io.filstore.dataprep.packing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.car.CarIndex;
import io.filstore.car.CarReader;
import io.filstore.car.IndexedCar;
import io.filstore.db.TestDatabase;
import io.filstore.db.upload.Upload;
import io.filstore.db.upload.UploadState;
import io.filstore.multiformats.Cid;
import io.filstore.piece.CommP;
import io.filstore.piece.PieceCommitment;
import io.filstore.unixfs.UnixFsReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class PackUploadTest {

  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final Random RANDOM = new Random(5);

  @TempDir Path folder;
  private final JdbcClient jdbc = DATABASE.jdbc();
  private final PackedRows rows = new PackedRows(jdbc);
  private PackingBench bench = new PackingBench(DATABASE.dataSource(), Path.of(""));
  private StagedUploads staged = new StagedUploads(jdbc, Path.of(""));

  @BeforeEach
  void prepare() {
    bench = new PackingBench(DATABASE.dataSource(), folder);
    staged = new StagedUploads(jdbc, bench.staging);
  }

  @Test
  void aTreeBecomesACarWhoseEveryNumberIsInTheRows() throws Exception {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("top.bin", random(3_000_000));
    files.put("empty", new byte[0]);
    files.put("дерево/名前.txt", "hello".getBytes(UTF_8));
    files.put("дерево/deeper/copy.txt", "hello".getBytes(UTF_8));
    String id = staged.add(true, files);

    assertThat(bench.packUpload().run(id)).isEmpty();

    Upload upload = rows.upload(id);
    assertThat(upload.state()).isEqualTo(UploadState.PREPARED);
    assertThat(upload.staged()).isFalse();
    assertThat(staged.folder(id)).doesNotExist();
    Path car = bench.cars.resolve(upload.pieceCid() + ".car");
    byte[] bytes = Files.readAllBytes(car);
    assertThat(commitment(bytes).v1().toString()).isEqualTo(upload.pieceCid());
    assertThat(rows.eventData(id, "piece_cid_v2")).isEqualTo(commitment(bytes).v2().toString());
    assertThat(new CarReader(new ByteArrayInputStream(bytes)).roots())
        .containsExactly(Cid.parse(String.valueOf(upload.payloadCid())));
    assertFilesReadBack(files, car, upload);
    assertEveryEntryLiesWhereItsRowSays(id, car);
  }

  @Test
  void aSingleFileWithoutAFolderIsItsOwnRoot() throws Exception {
    String id = staged.add(false, Map.of("hello.txt", "hello\n".getBytes(UTF_8)));

    assertThat(bench.packUpload().run(id)).isEmpty();

    // sha256 of "hello\n" as a raw CID, as "ipfs add --cid-version=1" prints it
    assertThat(rows.upload(id).payloadCid())
        .isEqualTo("bafkreicysg23kiwv34eg2d7qweipxwosdo2py4ldv42nbauguluen5v6am");
    assertThat(rows.entries(id)).containsExactly("hello.txt file 6");
  }

  @Test
  void anEmptyFileIsPacked() throws Exception {
    String wrapped = staged.add(true, Map.of("empty", new byte[0]));
    String bare = staged.add(false, Map.of("empty", new byte[0]));

    assertThat(bench.packUpload().run(wrapped)).isEmpty();
    assertThat(bench.packUpload().run(bare)).isEmpty();

    assertThat(rows.upload(bare).payloadCid())
        .isEqualTo("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
    assertThat(rows.entries(wrapped)).containsExactly(" directory 0", "empty file 0");
  }

  @Test
  void aFolderTooLargeForOneBlockIsSharded() throws Exception {
    Map<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < 1200; i++) {
      files.put("d/" + "n".repeat(200) + i, new byte[0]);
    }
    String id = staged.add(true, files);

    assertThat(bench.packUpload().run(id)).isEmpty();

    Upload upload = rows.upload(id);
    assertThat(upload.state()).isEqualTo(UploadState.PREPARED);
  }

  @Test
  void theCommitCarriesTheEventAndTheNextJob() throws Exception {
    String id = staged.add(true, Map.of("a", random(1000)));

    bench.packUpload().run(id);

    assertThat(rows.events(id)).containsExactly("upload.prepared");
    assertThat(rows.eventData(id, "piece_cid")).isEqualTo(rows.pieceCid(id));
    assertThat(rows.eventData(id, "already_stored")).isEqualTo("false");
    assertThat(rows.plans(rows.pieceCid(id))).isEqualTo(1);
  }

  @Test
  void packingTwiceChangesNothingMore() throws Exception {
    String id = staged.add(true, Map.of("a", random(1000)));
    bench.packUpload().run(id);
    Upload once = rows.upload(id);

    assertThat(bench.packUpload().run(id)).isEmpty();

    assertThat(rows.upload(id).payloadCid()).isEqualTo(once.payloadCid());
    assertThat(rows.upload(id).version()).isEqualTo(once.version());
    assertThat(rows.events(id)).containsExactly("upload.prepared");
  }

  @Test
  void theSameContentTwiceSharesOneCarAndSaysSo() throws Exception {
    Map<String, byte[]> files = Map.of("a", random(2_500_000), "b/c", random(10));
    String first = staged.add(true, files);
    String second = staged.add(true, files);
    PackUpload pack = bench.packUpload();

    pack.run(first);
    pack.run(second);

    String piece = rows.pieceCid(first);
    assertThat(rows.pieceCid(second)).isEqualTo(piece);
    assertThat(rows.upload(first).alreadyStored()).isFalse();
    assertThat(rows.upload(second).alreadyStored()).isTrue();
    assertThat(rows.eventData(second, "already_stored")).isEqualTo("true");
    assertThat(PackedRows.blobs(bench.cars)).containsExactly(piece + ".car", piece + ".idx");
    assertThat(rows.cars(piece)).isEqualTo(1);
  }

  @Test
  void theResultDoesNotDependOnTheThreadsThatHash() throws Exception {
    Map<String, byte[]> files = Map.of("a", random(9_000_000));
    String first = staged.add(true, files);
    String second = staged.add(true, files);
    bench.packUpload().run(first);
    bench.workers(3).packUpload().run(second);
    assertThat(rows.upload(second).alreadyStored()).isTrue();
  }

  @Test
  void stagedBytesStayWhereTheOperatorWantsThem() throws Exception {
    String id = staged.add(true, Map.of("a", random(10)));

    bench.keepStaged().packUpload().run(id);

    assertThat(rows.upload(id).staged()).isTrue();
    assertThat(staged.folder(id).resolve("000001")).exists();
  }

  @Test
  void aRunThatWasOvertakenCommitsNothing() throws Exception {
    String id = staged.add(true, Map.of("a", random(1000)));
    PackUpload other = bench.packUpload();
    bench.steps(step -> {
      if (step == PackStep.BEFORE_COMMIT) {
        runAside(other, id);
      }
    });

    assertThat(bench.packUpload().run(id)).isEmpty();

    assertThat(rows.events(id)).containsExactly("upload.prepared");
    assertThat(rows.upload(id).alreadyStored()).isFalse();
  }

  @Test
  void anUnknownUploadIsNoWork() throws Exception {
    assertThat(bench.packUpload().run("upl_00000000000000000000000000")).isEmpty();
  }

  private static void runAside(PackUpload other, String id) {
    try {
      other.run(id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertFilesReadBack(Map<String, byte[]> files, Path car, Upload upload)
      throws IOException {
    Path index = car.resolveSibling(upload.pieceCid() + ".idx");
    try (IndexedCar blocks = IndexedCar.open(car, index)) {
      UnixFsReader reader = new UnixFsReader(blocks);
      Cid root = Cid.parse(String.valueOf(upload.payloadCid()));
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        reader.write(reader.resolve(root, file.getKey()).orElseThrow(), out);
        assertThat(out.toByteArray()).as(file.getKey()).isEqualTo(file.getValue());
      }
    }
  }

  private void assertEveryEntryLiesWhereItsRowSays(String id, Path car) throws IOException {
    Map<String, Long> expected = new TreeMap<>();
    jdbc.sql("select cid, car_offset from entry where upload_id = ?")
        .param(id)
        .query(row -> {
          expected.put(row.getString("cid"), row.getLong("car_offset"));
        });
    assertThat(expected).hasSize(6);
    Map<String, Long> found = new TreeMap<>();
    CarReader reader = new CarReader(new ByteArrayInputStream(Files.readAllBytes(car)));
    for (CarReader.Section s = reader.nextSection(); s != null; s = reader.nextSection()) {
      found.put(s.cid().toString(), s.sectionOffset());
    }
    assertThat(found).containsAllEntriesOf(expected);
    try (CarIndex index = CarIndex.open(Path.of(car.toString().replace(".car", ".idx")))) {
      assertThat(index.size()).isEqualTo(found.size());
    }
  }

  private static PieceCommitment commitment(byte[] car) {
    CommP commP = new CommP();
    commP.update(car, 0, car.length);
    return commP.finish();
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
