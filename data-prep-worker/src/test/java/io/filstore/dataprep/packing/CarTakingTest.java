package io.filstore.dataprep.packing;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.car.CarIndex;
import io.filstore.car.CarReader;
import io.filstore.db.TestDatabase;
import io.filstore.db.upload.Upload;
import io.filstore.db.upload.UploadState;
import io.filstore.fixtures.Fixtures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** CARs as uploads: hostile ones, odd ones, and killed half-way. */
class CarTakingTest {

  private static final TestDatabase DATABASE = TestDatabase.fresh();

  @TempDir Path folder;
  private final PackedRows rows = new PackedRows(DATABASE.jdbc());
  private PackingBench bench = new PackingBench(DATABASE.dataSource(), Path.of(""));
  private StagedUploads staged = new StagedUploads(DATABASE.jdbc(), Path.of(""));

  @BeforeEach
  void prepare() {
    bench = new PackingBench(DATABASE.dataSource(), folder);
    staged = new StagedUploads(DATABASE.jdbc(), bench.staging);
  }

  static Stream<String> damaged() {
    return Fixtures.json("formats/car/cases.json")
        .path("cases")
        .valueStream()
        .filter(one -> one.path("expect").asString().equals("invalid"))
        .map(one -> one.path("file").asString())
        .filter(file -> !file.contains("bad-v2-index") && !file.contains("fully-indexed"))
        .filter(file -> !file.contains("trailing-without-index"));
  }

  @ParameterizedTest
  @MethodSource("damaged")
  void aDamagedCarFailsForGoodAndLeavesNothing(String file) throws IOException {
    String id = staged.addCar(Fixtures.bytes("formats/" + file));

    assertThat(bench.packUpload().run(id)).isEmpty();

    assertFailed(id, "car_invalid", "");
  }

  @Test
  void aBlockThatIsNotThatOfItsCidIsNamedWithItsPlace() throws IOException {
    byte[] car = Fixtures.bytes("formats/car/v1-dir.car");
    car[car.length - 1] ^= 1;
    String id = staged.addCar(car);

    bench.packUpload().run(id);

    assertFailed(
        id, "car_invalid", "block at 318 does not match its CID bafybeidx7xmnxeh74bqk563q5");
  }

  @Test
  void aCarWithoutRootOrBlockOrLargerThanAPieceIsRefusedInWords() throws IOException {
    String rootless = staged.addCar(Fixtures.bytes("formats/car/v1-no-roots.car"));
    String blockless = staged.addCar(Fixtures.bytes("formats/car/v1-header-only.car"));
    PackUpload pack = bench.packUpload();
    pack.run(rootless);
    pack.run(blockless);

    assertFailed(rootless, "car_invalid", "needs at least one");
    assertFailed(blockless, "car_invalid", "no block");
  }

  @Test
  void aCarLargerThanAPieceIsRefusedWithTheNumbers() throws IOException {
    String files = staged.add(true, Map.of("a", new byte[3_000_000], "b", random(2_000_000)));
    bench.packUpload().run(files);
    String piece = rows.pieceCid(files);
    String id = staged.addCar(Files.readAllBytes(bench.cars.resolve(piece + ".car")));

    bench.maxPiece(DataSize.ofMegabytes(1)).packUpload().run(id);

    assertThat(rows.upload(id).failureCode()).isEqualTo("too_large");
    assertThat(rows.upload(id).failureDetail()).contains("1040384", "1048576");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"v1-dir.car", "v2-mh-index.car", "v2-padding.car", "v1-zero-padded-tail.car"})
  void theCarIsKeptToTheByteWithoutWhatIsAroundIt(String name) throws IOException {
    byte[] sent = Fixtures.bytes("formats/car/" + name);
    String id = staged.addCar(sent);

    bench.packUpload().run(id);

    Upload upload = rows.upload(id);
    assertThat(upload.state()).as("%s", upload.failureDetail()).isEqualTo(UploadState.PREPARED);
    byte[] stored = Files.readAllBytes(bench.cars.resolve(upload.pieceCid() + ".car"));
    assertThat(stored).isEqualTo(payload(sent));
    assertThat(upload.payloadCid()).isEqualTo(reader(sent).roots().getFirst().toString());
    assertThat(rows.entries(id)).containsExactly("sent.car file " + sent.length);
    StoredTree tree = new StoredTree(bench.cars, rows.pieces(id));
    assertThat(tree.misplaced(DATABASE.jdbc(), id)).isEmpty();
    assertEveryBlockIsIndexed(stored, upload.pieceCid() + ".idx");
    assertThat(rows.plans(String.valueOf(upload.pieceCid()))).isEqualTo(1);
    assertThat(rows.events(id)).containsExactly("upload.prepared");
  }

  @Test
  void whatIsMissingAndWhatNothingLinksToIsReported() throws IOException {
    byte[] whole = Fixtures.bytes("formats/car/v1-dir.car");
    String complete = staged.addCar(whole);
    String incomplete = staged.addCar(cut(whole, 59, 102));
    String rootless = staged.addCar(Arrays.copyOf(whole, 280));
    PackUpload pack = bench.packUpload();
    for (String id : List.of(complete, incomplete, rootless)) {
      pack.run(id);
      assertThat(rows.upload(id).state()).isEqualTo(UploadState.PREPARED);
    }

    assertThat(report(complete)).isEqualTo("5 0 0 {} {}");
    assertThat(report(incomplete))
        .isEqualTo("4 1 0 {bafkreifwvggzz2nc3ekjfch2hx2c2n34hzbhg6x5zwxxctrtycqqbniqma} {}");
    assertThat(report(rootless))
        .startsWith("4 1 3 {bafybeidx7xmnxeh74bqk563q5m3osfqd4za47fneggxdwemxjxr6cryj6a} ");
    assertThat(rows.unplaced(rootless)).containsExactly("sent.car");
    assertThat(told(incomplete)).isEqualTo("car 1 4 1 0");
  }

  @Test
  void aCarThatWePackedOurselvesIsTheSamePieceAgain() throws IOException {
    String files = staged.add(true, Map.of("a", random(300_000)));
    PackUpload pack = bench.packUpload();
    pack.run(files);
    byte[] packed = Files.readAllBytes(bench.cars.resolve(rows.pieceCid(files) + ".car"));

    String exact = staged.addCar(packed);
    String padded = staged.addCar(Arrays.copyOf(packed, packed.length + 1000));
    pack.run(exact);
    pack.run(padded);

    for (String id : List.of(exact, padded)) {
      assertThat(rows.pieceCid(id)).isEqualTo(rows.pieceCid(files));
      assertThat(rows.upload(id).alreadyStored()).isTrue();
    }
    assertThat(bench.cars.resolve(rows.pieceCid(files) + ".car")).hasBinaryContent(packed);
    assertThat(rows.cars(rows.pieceCid(files))).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(PackStep.class)
  void aKilledRunIsFinishedByTheNextOne(PackStep deadly) throws Exception {
    String files = staged.add(true, Map.of("a", random(3_000_000 + deadly.ordinal())));
    bench.packUpload().run(files);
    byte[] car = Files.readAllBytes(bench.cars.resolve(rows.pieceCid(files) + ".car"));
    byte[] other = cut(car, lastSection(car), car.length);
    String id = staged.addCar(other);

    Process packer = DyingPacker.start(DATABASE, folder, id, 1L << 35, deadly, 1);
    assertThat(packer.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(packer.exitValue()).isEqualTo(DyingPacker.DEAD);
    for (int run = 0; run < 2; run++) {
      assertThat(bench.packUpload().run(id)).isEmpty();

      String piece = rows.pieceCid(id);
      assertThat(rows.upload(id).state()).isEqualTo(UploadState.PREPARED);
      assertThat(bench.cars.resolve(piece + ".car")).hasBinaryContent(other);
      assertThat(rows.events(id)).containsExactly("upload.prepared");
      assertThat(rows.plans(piece)).isEqualTo(1);
      assertThat(staged.folder(id)).doesNotExist();
      assertThat(PackedRows.blobs(bench.cars)).hasSize(4);
    }
  }

  private String told(String id) {
    return DATABASE
        .jdbc()
        .sql(
            """
            select concat_ws(' ', data ->> 'format', data #>> '{car,root_count}', data #>> '{car,blocks}',
              data #>> '{car,missing_links}', data #>> '{car,unlinked_blocks}')
            from event where subject = ? and type = 'upload.prepared'
            """)
        .param(id)
        .query(String.class)
        .single();
  }

  private String report(String id) {
    return DATABASE
        .jdbc()
        .sql(
            """
            select block_count || ' ' || missing_links || ' ' || unlinked_blocks || ' ' || missing::text || ' ' || unlinked::text
            from upload_car where upload_id = ?
            """)
        .param(id)
        .query(String.class)
        .single();
  }

  private void assertFailed(String id, String code, String detail) throws IOException {
    Upload upload = rows.upload(id);
    assertThat(upload.state()).isEqualTo(UploadState.FAILED);
    assertThat(upload.failureCode()).isEqualTo(code);
    assertThat(upload.failureDetail()).isNotBlank().contains(detail);
    assertThat(rows.events(id)).containsExactly("upload.failed");
    assertThat(PackedRows.blobs(bench.cars)).isEmpty();
  }

  private void assertEveryBlockIsIndexed(byte[] car, String index) throws IOException {
    CarReader reader = reader(car);
    try (CarIndex sections = CarIndex.open(bench.cars.resolve(index))) {
      for (CarReader.Head h = reader.nextHead(); h != null; h = reader.nextHead()) {
        assertThat(sections.find(h.cid().multihash())).isPresent();
      }
    }
  }

  /** The CARv1 inside, without zeros behind its last section. */
  private static byte[] payload(byte[] car) throws IOException {
    CarReader reader = reader(car);
    int start = (int) reader.payloadStart();
    int end = start + reader.header().length;
    for (CarReader.Head h = reader.nextHead(); h != null; h = reader.nextHead()) {
      end = start + (int) h.dataOffset() + h.blockLength();
    }
    return Arrays.copyOfRange(car, start, end);
  }

  private static int lastSection(byte[] car) throws IOException {
    CarReader reader = reader(car);
    long last = 0;
    for (CarReader.Head h = reader.nextHead(); h != null; h = reader.nextHead()) {
      last = h.sectionOffset();
    }
    return (int) last;
  }

  private static CarReader reader(byte[] car) throws IOException {
    return new CarReader(new ByteArrayInputStream(car));
  }

  private static byte[] cut(byte[] bytes, int from, int to) {
    byte[] left = Arrays.copyOf(bytes, bytes.length - (to - from));
    System.arraycopy(bytes, to, left, from, bytes.length - to);
    return left;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new java.util.Random(length).nextBytes(bytes);
    return bytes;
  }
}
