package io.filstore.dataprep.packing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.TestDatabase;
import io.filstore.db.upload.Upload;
import io.filstore.db.upload.UploadState;
import io.filstore.multiformats.Cid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

/** Uploads larger than a piece; pieces of 2 MiB have room for one chunk each. */
class SeveralPiecesTest {

  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final int CHUNK = 1 << 20;
  private static final DataSize PIECE = DataSize.ofMegabytes(2);

  @TempDir Path folder;
  private final JdbcClient jdbc = DATABASE.jdbc();
  private final PackedRows rows = new PackedRows(jdbc);
  private PackingBench bench = new PackingBench(DATABASE.dataSource(), Path.of(""));
  private StagedUploads staged = new StagedUploads(jdbc, Path.of(""));

  @BeforeEach
  void prepare() {
    bench = new PackingBench(DATABASE.dataSource(), folder).maxPiece(PIECE);
    staged = new StagedUploads(jdbc, bench.staging);
  }

  @Test
  void aLargeUploadBecomesPiecesThatReadBackAsOneTree() throws Exception {
    Map<String, byte[]> files = files(1);
    String id = staged.add(true, files);

    assertThat(bench.packUpload().run(id)).isEmpty();

    Upload upload = rows.upload(id);
    List<String> pieces = rows.pieces(id);
    assertThat(upload.state()).isEqualTo(UploadState.PREPARED);
    assertThat(pieces).hasSizeBetween(5, 7).doesNotHaveDuplicates();
    assertThat(upload.pieceCid()).isEqualTo(pieces.getLast());
    assertDoneOnce(id, pieces);
    StoredTree tree = new StoredTree(bench.cars, pieces);
    assertThat(tree.rootOf(pieces.getLast())).isEqualTo(upload.payloadCid());
    assertThat(tree.files(Cid.parse(String.valueOf(upload.payloadCid())), files.keySet()))
        .isEqualTo(StoredTree.digests(files));
    assertThat(tree.misplaced(jdbc, id)).isEmpty();
    assertThat(rows.unplaced(id)).isEmpty();
    assertThat(rows.entries(id)).hasSize(6);
  }

  @Test
  void theEventNamesAllPieces() throws Exception {
    String id = staged.add(true, files(2));

    bench.packUpload().run(id);

    List<String> pieces = rows.pieces(id);
    assertThat(rows.eventData(id, "piece_cid")).isEqualTo(pieces.getLast());
    String told = rows.eventData(id, "pieces");
    for (String piece : pieces) {
      assertThat(told).contains("\"piece_cid\": \"" + piece + "\"");
    }
    assertThat(told).contains("\"number\": 0", "piece_cid_v2", "raw_size", "padded_size");
  }

  @Test
  void theSameContentTwiceIsStoredOnce() throws Exception {
    String first = staged.add(true, files(3));
    String second = staged.add(true, files(3));
    PackUpload pack = bench.packUpload();

    pack.run(first);
    pack.run(second);

    assertThat(rows.pieces(second)).isEqualTo(rows.pieces(first));
    assertThat(rows.upload(first).alreadyStored()).isFalse();
    assertThat(rows.upload(second).alreadyStored()).isTrue();
    assertThat(PackedRows.cars(bench.cars)).hasSameSizeAs(rows.pieces(first));
  }

  @Test
  void aPieceOfAnEarlierUploadIsShared() throws Exception {
    byte[] common = random(4, 2 * CHUNK);
    String first = staged.add(true, Map.of("a", common));
    String second = staged.add(true, Map.of("a", common, "b", random(5, CHUNK)));
    PackUpload pack = bench.packUpload();

    pack.run(first);
    pack.run(second);

    String shared = rows.pieces(first).getFirst();
    assertThat(rows.pieces(second)).startsWith(shared).hasSizeGreaterThan(1);
    assertThat(rows.upload(second).alreadyStored()).as("not all of it").isFalse();
    assertThat(rows.cars(shared)).isEqualTo(1);
  }

  @Test
  void contentThatRepeatsItselfMakesThePieceOnce() throws Exception {
    byte[] twice = new byte[4 * CHUNK];
    System.arraycopy(random(6, 2 * CHUNK), 0, twice, 0, 2 * CHUNK);
    System.arraycopy(twice, 0, twice, 2 * CHUNK, 2 * CHUNK);
    String id = staged.add(true, Map.of("a", twice));

    bench.packUpload().run(id);

    List<String> pieces = rows.pieces(id);
    assertThat(pieces.get(2)).isEqualTo(pieces.getFirst());
    assertThat(rows.upload(id).alreadyStored()).isFalse();
    assertThat(rows.plans(pieces.getFirst())).isEqualTo(1);
    assertThat(rows.cars(pieces.getFirst())).isEqualTo(1);
    assertThat(new StoredTree(bench.cars, pieces).files(root(id), Set.of("a")))
        .isEqualTo(StoredTree.digests(Map.of("a", twice)));
  }

  /**
   * @param packed CARs that the second run has to pack: those that no journal knows as finished
   */
  @ParameterizedTest
  @CsvSource({
    "CAR_WRITTEN, 1, 5",
    "CAR_PUBLISHED, 1, 5",
    "CAR_WRITTEN, 4, 2",
    "INDEX_PUBLISHED, 3, 3",
    "CAR_PUBLISHED, 4, 2",
    "CAR_PUBLISHED, 5, 1",
    "BEFORE_COMMIT, 1, 1",
    "COMMITTED, 1, 0",
  })
  void aKilledWorkerGoesOnBehindTheLastFinishedPiece(PackStep deadly, int time, int packed)
      throws Exception {
    Map<String, byte[]> files = files(100 + 10 * deadly.ordinal() + time);
    String id = staged.add(true, files);
    kill(id, deadly, time);

    List<PackStep> steps = new ArrayList<>();
    assertThat(bench.steps(steps::add).packUpload().run(id)).isEmpty();

    assertThat(steps.stream().filter(step -> step == PackStep.CAR_WRITTEN)).hasSize(packed);
    List<String> pieces = rows.pieces(id);
    assertDoneOnce(id, pieces);
    StoredTree tree = new StoredTree(bench.cars, pieces);
    assertThat(tree.files(root(id), files.keySet())).isEqualTo(StoredTree.digests(files));
    assertThat(tree.misplaced(jdbc, id)).isEmpty();
    assertThat(pieces).as("as an undisturbed run cuts them").isEqualTo(undisturbed(files));
  }

  /** Three pieces are done when the fourth is published: the small file and three chunks. */
  @Test
  void whatFinishedPiecesHoldIsNotReadAgain() throws Exception {
    Map<String, byte[]> files = files(11);
    String id = staged.add(true, files);
    kill(id, PackStep.CAR_PUBLISHED, 4);
    List<String> whole = undisturbed(files);
    List<Object> published = published(whole.subList(0, 3));
    overwrite(staged.folder(id).resolve("000001"), new byte[8]);
    overwrite(staged.folder(id).resolve("000002"), new byte[3 * CHUNK]);

    assertThat(bench.packUpload().run(id)).isEmpty();

    assertThat(rows.pieces(id)).isEqualTo(whole);
    assertThat(published(whole.subList(0, 3))).isEqualTo(published);
  }

  @Test
  void aCarThatIsGoneMeanwhileIsPackedAgain() throws Exception {
    Map<String, byte[]> files = files(7);
    String id = staged.add(true, files);
    kill(id, PackStep.CAR_PUBLISHED, 4);
    String lost = PackedRows.cars(bench.cars).getFirst();
    Files.delete(bench.cars.resolve(lost));

    assertThat(bench.packUpload().run(id)).isEmpty();

    assertDoneOnce(id, rows.pieces(id));
    assertThat(PackedRows.cars(bench.cars)).contains(lost);
  }

  @Test
  void anotherPieceSizeBeginsAnew() throws Exception {
    Map<String, byte[]> files = files(8);
    String id = staged.add(true, files);
    kill(id, PackStep.CAR_PUBLISHED, 3);

    bench.maxPiece(DataSize.ofMegabytes(4)).packUpload().run(id);

    assertThat(rows.pieces(id)).hasSizeLessThan(4);
    assertThat(rows.upload(id).state()).isEqualTo(UploadState.PREPARED);
    assertThat(new StoredTree(bench.cars, rows.pieces(id)).files(root(id), files.keySet()))
        .isEqualTo(StoredTree.digests(files));
  }

  @Test
  void aDamagedJournalBeginsAnew() throws Exception {
    String id = staged.add(true, files(9));
    kill(id, PackStep.CAR_PUBLISHED, 4);
    Path journals = bench.cars.resolve(".packing").resolve(id + "~0");
    Path held = journals.resolve(".filstore-pack.held");
    Path journal = journals.resolve(".filstore-pack.journal");
    assertThat(held).exists();
    byte[] bytes = Files.readAllBytes(journal);
    Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0x7f);
    Files.write(journal, bytes);

    assertThat(bench.packUpload().run(id)).isEmpty();

    assertDoneOnce(id, rows.pieces(id));
  }

  @Test
  void aSecondWorkerOnTheSameUploadTakesAJournalOfItsOwn() throws Exception {
    String id = staged.add(true, files(10));
    PackUpload other = bench.packUpload();
    int[] begun = {0};
    bench.steps(step -> {
      if (step == PackStep.CAR_WRITTEN && begun[0]++ == 2) {
        runAside(other, id);
      }
    });

    assertThat(bench.packUpload().run(id)).isEmpty();

    assertDoneOnce(id, rows.pieces(id));
  }

  private static void runAside(PackUpload other, String id) {
    try {
      other.run(id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void kill(String id, PackStep deadly, int time) throws Exception {
    Process packer = DyingPacker.start(DATABASE, folder, id, PIECE.toBytes(), deadly, time);
    assertThat(packer.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(packer.exitValue()).isEqualTo(DyingPacker.DEAD);
  }

  /** The identity of each CAR's file, which one that is published again does not have. */
  private List<Object> published(List<String> pieces) throws IOException {
    List<Object> keys = new ArrayList<>();
    for (String piece : pieces) {
      Path car = bench.cars.resolve(piece + ".car");
      keys.add(Files.readAttributes(car, BasicFileAttributes.class).fileKey());
    }
    return keys;
  }

  private static void overwrite(Path file, byte[] beginning) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(beginning), 0);
    }
  }

  private List<String> undisturbed(Map<String, byte[]> files) throws IOException {
    PackingBench calm =
        new PackingBench(DATABASE.dataSource(), folder.resolve("calm")).maxPiece(PIECE);
    String id = new StagedUploads(jdbc, calm.staging).add(true, files);
    calm.packUpload().run(id);
    return rows.pieces(id);
  }

  private void assertDoneOnce(String id, List<String> pieces) throws IOException {
    assertThat(rows.upload(id).state()).isEqualTo(UploadState.PREPARED);
    assertThat(rows.upload(id).alreadyStored()).isFalse();
    assertThat(rows.events(id)).containsExactly("upload.prepared");
    List<String> blobs = new ArrayList<>();
    for (String piece : pieces) {
      assertThat(rows.plans(piece)).as(piece).isEqualTo(1);
      assertThat(rows.cars(piece)).as(piece).isEqualTo(1);
      blobs.add(piece + ".car");
      blobs.add(piece + ".idx");
    }
    assertThat(PackedRows.blobs(bench.cars))
        .as("no drafts, no journals, nothing doubled")
        .containsExactlyInAnyOrderElementsOf(blobs);
    assertThat(staged.folder(id)).doesNotExist();
  }

  private Cid root(String id) {
    return Cid.parse(String.valueOf(rows.upload(id).payloadCid()));
  }

  private static Map<String, byte[]> files(int seed) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("a/small", ("small " + seed).getBytes(UTF_8));
    files.put("big", random(seed, 3 * CHUNK + 500_000));
    files.put("c/other", random(seed + 1000, 2 * CHUNK));
    return files;
  }

  private static byte[] random(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
