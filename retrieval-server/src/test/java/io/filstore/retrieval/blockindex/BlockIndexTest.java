package io.filstore.retrieval.blockindex;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.filstore.blob.BlobDraft;
import io.filstore.blob.BlobStat;
import io.filstore.blob.BlobStore;
import io.filstore.blob.FolderBlobStore;
import io.filstore.car.CarReader;
import io.filstore.db.piece.Audience;
import io.filstore.db.piece.Car;
import io.filstore.db.piece.Pieces;
import io.filstore.ids.IdKind;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import io.filstore.piece.CommP;
import io.filstore.piece.PieceCommitment;
import io.filstore.retrieval.RunningServer;
import io.filstore.retrieval.RunningServer.Owner;
import io.filstore.retrieval.RunningServer.Stored;
import io.filstore.retrieval.TestCar;
import io.filstore.retrieval.bytes.DamagedContentException;
import io.filstore.retrieval.bytes.Suspects;
import io.filstore.retrieval.car.CarStore;
import io.filstore.retrieval.car.Catalogue;
import io.filstore.retrieval.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The block index over real CARs, their rows and its files. */
class BlockIndexTest {

  @TempDir static Path cars;
  @TempDir Path folder;
  private static RunningServer server;
  private static Owner owner;
  private Counted blobs;
  private Pieces pieces;
  private Runs runs;
  private Indexer indexer;
  private BlockIndex index;
  private int number;

  @BeforeAll
  static void start() {
    server = RunningServer.start(cars, "filstore.retrieval.index.interval=1h");
    owner = server.owner("owner", "content:read");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() throws IOException {
    server.jdbc().sql("truncate upload, piece cascade").update();
    blobs = new Counted(FolderBlobStore.open(cars));
    pieces = new Pieces(server.jdbc());
    begin();
  }

  private void begin() throws IOException {
    CarStore store = new CarStore(blobs);
    runs = Runs.open(folder);
    indexer = new Indexer(runs, pieces, store, Clock.systemUTC());
    index = new BlockIndex(runs, indexer, pieces, new Catalogue(pieces), store, new Suspects());
  }

  /** Whatever was in memory is lost, as when the process dies. */
  private void again() throws IOException {
    indexer.close();
    begin();
  }

  @AfterEach
  void close() throws IOException {
    indexer.close();
  }

  /** A store that counts how often an index is asked for. */
  private static final class Counted implements BlobStore {
    private final BlobStore real;
    private final AtomicInteger indexes = new AtomicInteger();

    Counted(BlobStore real) {
      this.real = real;
    }

    @Override
    public Optional<Path> file(String name) {
      if (name.endsWith(".idx")) {
        indexes.incrementAndGet();
      }
      return real.file(name);
    }

    @Override
    public BlobDraft draft() throws IOException {
      return real.draft();
    }

    @Override
    public Optional<BlobStat> stat(String name) throws IOException {
      return real.stat(name);
    }

    @Override
    public InputStream openRange(String name, long offset, long length) throws IOException {
      return real.openRange(name, offset, length);
    }

    @Override
    public boolean delete(String name) throws IOException {
      return real.delete(name);
    }

    @Override
    public List<String> list(String prefix) throws IOException {
      return real.list(prefix);
    }
  }

  private record Content(Cid leaf, Stored stored) {
    String piece() {
      return stored.piece().v1().toString();
    }
  }

  private Content content() throws IOException {
    TestCar car = new TestCar();
    Cid leaf = car.add(Cid.RAW, ("leaf " + number++).getBytes(UTF_8));
    Cid root = car.add(Cid.RAW, ("root " + number++).getBytes(UTF_8));
    return new Content(leaf, server.store(owner, car.bytes(), root, 2));
  }

  private List<Content> contents(int count) throws IOException {
    List<Content> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(content());
    }
    return all;
  }

  /**
   * Many CARs of one to two blocks at once: files that nobody syncs, and rows of one transaction.
   */
  private List<Content> many(int count, byte[]... common) throws IOException {
    List<Content> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TestCar car = new TestCar();
      for (byte[] block : common) {
        car.add(Cid.RAW, block);
      }
      Cid root = car.add(Cid.RAW, ("one of many " + number++).getBytes(UTF_8));
      byte[] bytes = car.bytes();
      CommP commP = new CommP();
      commP.update(bytes, 0, bytes.length);
      PieceCommitment piece = commP.finish();
      Path file = cars.resolve(piece.v1() + ".car");
      Files.write(file, bytes);
      Files.write(cars.resolve(piece.v1() + ".idx"), index(bytes));
      all.add(new Content(root, new Stored("", piece, file, bytes)));
    }
    addRows(all);
    return all;
  }

  /** As {@link io.filstore.car.CarIndex} describes it. */
  private static byte[] index(byte[] car) throws IOException {
    TreeMap<byte[], int[]> records = new TreeMap<>(Arrays::compareUnsigned);
    CarReader reader = new CarReader(new ByteArrayInputStream(car));
    for (CarReader.Section s = reader.nextSection(); s != null; s = reader.nextSection()) {
      int head = 1 + s.cid().length();
      records.put(
          s.cid().multihash().digest(),
          new int[] {(int) s.sectionOffset(), head + s.data().length, head});
    }
    ByteBuffer index = ByteBuffer.allocate(16 + 48 * records.size());
    index.put("FSCARIX1".getBytes(UTF_8)).putLong(records.size());
    records.forEach(
        (digest, place) -> index.put(digest).putLong(place[0]).putInt(place[1]).putInt(place[2]));
    return index.array();
  }

  private void addRows(List<Content> all) {
    String[] v1 = all.stream().map(Content::piece).toArray(String[]::new);
    server
        .jdbc()
        .sql(
            """
            with made as (
              insert into piece (piece_cid, piece_cid_v2, raw_size, padded_size, payload_cid)
              select * from unnest(:v1::text[], :v2::text[], :raw::bigint[], :padded::bigint[], :root::text[]))
            insert into car (id, piece_cid, root_cid, profile, raw_size, block_count, blob_name)
            select id, v1, root, 'unixfs-v1-2025', raw, 1, v1 || '.car'
            from unnest(:id::text[], :v1::text[], :root::text[], :raw::bigint[]) as one (id, v1, root, raw)
            """)
        .param("id", all.stream().map(one -> IdKind.CAR.next()).toArray(String[]::new))
        .param("v1", v1)
        .param(
            "v2",
            all.stream().map(one -> one.stored().piece().v2().toString()).toArray(String[]::new))
        .param("raw", all.stream().map(one -> one.stored().piece().rawSize()).toArray(Long[]::new))
        .param(
            "padded",
            all.stream().map(one -> one.stored().piece().size().bytes()).toArray(Long[]::new))
        .param("root", all.stream().map(one -> one.leaf().toString()).toArray(String[]::new))
        .update();
  }

  private Optional<String> holder(Multihash hash, Audience audience) throws IOException {
    return index.holder(hash, audience, row -> false).map(Car::pieceCid);
  }

  private Optional<String> holder(Content content) throws IOException {
    return holder(content.leaf().multihash(), Audience.everything());
  }

  private void assertAllFound(List<Content> all) throws IOException {
    for (Content content : all) {
      assertThat(holder(content)).contains(content.piece());
    }
  }

  private List<Path> files(String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  @Test
  void aThousandCarsAreNotOpenedForABlock() throws IOException {
    List<Content> all = many(1000);
    indexer.round();
    assertThat(files(".run")).hasSizeLessThan(3 * 5);
    blobs.indexes.set(0);

    assertThat(holder(all.get(400))).contains(all.get(400).piece());
    assertThat(blobs.indexes).hasValue(1);

    Multihash unknown = Multihash.sha256("unknown".getBytes(UTF_8));
    assertThat(holder(unknown, Audience.everything())).isEmpty();
    assertThat(blobs.indexes).hasValue(1);
    assertAllFound(all);
  }

  @Test
  void aCarIsFoundBeforeItIsIndexedAndWhenItIs() throws IOException {
    indexer.round();
    Content content = content();
    assertThat(holder(content)).contains(content.piece());

    indexer.round();
    assertThat(runs.cars()).hasSize(1);
    assertThat(holder(content)).contains(content.piece());
    again();
    assertThat(runs.cars()).hasSize(1);
    assertThat(holder(content)).contains(content.piece());
  }

  @Test
  void moreThanAFewUnindexedCarsAreNotSearched() throws IOException {
    List<Content> all = many(BlockIndex.MOST_ASKED + 1);
    Multihash unknown = Multihash.sha256("unknown".getBytes(UTF_8));
    assertThatThrownBy(() -> holder(unknown, Audience.everything()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("retrieval_unavailable");
    // Those of others count for nobody.
    assertThat(holder(unknown, Audience.anyone())).isEmpty();

    indexer.round();
    assertThat(holder(unknown, Audience.everything())).isEmpty();
    assertAllFound(all);
  }

  @Test
  void whatOthersHaveIsAsIfItWereNotThere() throws IOException {
    Content hidden = content();
    for (int round = 0; round < 2; round++) {
      assertThat(holder(hidden.leaf().multihash(), Audience.anyone())).isEmpty();
      assertThat(holder(hidden.leaf().multihash(), Audience.account("acc_other"))).isEmpty();
      assertThat(holder(hidden.leaf().multihash(), Audience.account(owner.account())))
          .contains(hidden.piece());
      indexer.round();
    }
    server.show(hidden.stored().upload(), "public");
    assertThat(holder(hidden.leaf().multihash(), Audience.anyone())).contains(hidden.piece());
    server.show(hidden.stored().upload(), "private");
    await().until(() -> holder(hidden.leaf().multihash(), Audience.anyone()), Optional::isEmpty);
  }

  @Test
  void aBlockOfManyCarsIsFoundInTheOneThatMayBeRead() throws IOException {
    byte[] common = "in all of them".getBytes(UTF_8);
    List<Content> all = many(300, common);
    Content shown = all.getFirst();
    indexer.round();
    Multihash hash = Multihash.sha256(common);
    assertThat(holder(hash, Audience.anyone())).isEmpty();
    server.show(server.upload(owner, shown.leaf(), 1, shown.piece()), "public");
    blobs.indexes.set(0);
    assertThat(holder(hash, Audience.anyone())).contains(shown.piece());
    assertThat(blobs.indexes).hasValue(1);
  }

  @Test
  void otherHashesAreFound() throws IOException {
    TestCar car = new TestCar();
    byte[] block = "by sha2-512".getBytes(UTF_8);
    Multihash sha512 = Multihash.of(0x13, digest("SHA-512", block));
    car.add(Cid.v1(Cid.RAW, sha512), block);
    Cid root = car.add(Cid.RAW, "root".getBytes(UTF_8));
    Stored stored = server.store(owner, car.bytes(), root, 2);
    for (int round = 0; round < 2; round++) {
      assertThat(holder(sha512, Audience.everything())).contains(stored.piece().v1().toString());
      indexer.round();
    }
  }

  private static byte[] digest(String name, byte[] bytes) {
    try {
      return java.security.MessageDigest.getInstance(name).digest(bytes);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** The prefix says so, the CAR's own index does not: that is no answer. */
  @Test
  void aCandidateIsConfirmed() throws IOException {
    Content content = content();
    indexer.round();
    byte[] near = content.leaf().multihash().digest();
    near[31] ^= 1;
    assertThat(holder(Multihash.of(Multihash.SHA2_256, near), Audience.everything())).isEmpty();
  }

  @Test
  void mergesKeepAllAndDropWhatIsGone() throws IOException {
    List<Content> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(content());
      indexer.round();
    }
    assertThat(files(".run")).hasSize(3);
    Content gone = all.remove(0);
    Files.delete(gone.stored().file());
    Content rowless = all.remove(0);
    server.jdbc().sql("delete from car where piece_cid = ?").param(rowless.piece()).update();
    assertThat(holder(gone)).isEmpty();
    assertThat(holder(rowless)).isEmpty();

    all.add(content());
    indexer.round();
    assertThat(files(".run")).hasSize(1);
    assertThat(runs.cars()).hasSize(2);
    assertAllFound(all);
    assertThat(holder(gone)).isEmpty();

    Files.write(gone.stored().file(), gone.stored().car());
    indexer.round();
    assertThat(holder(gone)).contains(gone.piece());
  }

  @Test
  void anUnfinishedRunIsThrownAwayAndWrittenAnew() throws IOException {
    List<Content> all = contents(3);
    indexer.round();
    Path run = files(".run").getFirst();
    Files.move(run, folder.resolve("killed-before-the-rename.tmp"));
    again();
    assertThat(files(".tmp")).isEmpty();
    assertAllFound(all);
    indexer.round();
    assertThat(files(".run")).hasSize(1);
    assertAllFound(all);
  }

  /** Killed behind the rename: the sources of the merge are still there. */
  @Test
  void theSourcesOfAMergeThatEndedAreSuperfluous(@TempDir Path aside) throws IOException {
    List<Content> all = new ArrayList<>();
    for (int i = 0; i < Indexer.FAN_IN; i++) {
      all.add(content());
      for (Path run : files(".run")) {
        Path copy = aside.resolve(run.getFileName());
        if (!Files.exists(copy)) {
          Files.copy(run, copy);
        }
      }
      indexer.round();
    }
    assertThat(files(".run")).hasSize(1);
    indexer.close();
    try (Stream<Path> copies = Files.list(aside)) {
      for (Path copy : copies.toList()) {
        Files.copy(copy, folder.resolve(copy.getFileName()));
      }
    }
    assertThat(files(".run")).hasSize(Indexer.FAN_IN);
    begin();
    assertThat(files(".run")).hasSize(1);
    assertAllFound(all);
    indexer.round();
    assertAllFound(all);
  }

  @Test
  void aDamagedRunIsBuiltAnew() throws IOException {
    List<Content> all = contents(3);
    indexer.round();
    Path run = files(".run").getFirst();
    byte[] whole = Files.readAllBytes(run);
    for (int at : new int[] {3, Run.HEAD + 2, whole.length - 12}) {
      indexer.close();
      Path damaged = files(".run").getFirst();
      byte[] bytes = Files.readAllBytes(damaged);
      bytes[at] ^= 1;
      Files.write(damaged, bytes);
      begin();
      indexer.round();
      assertThat(files(".run")).hasSize(1).doesNotContain(damaged);
      assertAllFound(all);
    }
  }

  @Test
  void anIndexThatIsNoneIsNotIndexedAndSaysSo() throws IOException {
    Content damaged = content();
    Content sound = content();
    Path idx = cars.resolve(damaged.piece() + ".idx");
    byte[] records = Files.readAllBytes(idx);
    byte[] swapped = records.clone();
    System.arraycopy(records, 16, swapped, 16 + 48, 48);
    System.arraycopy(records, 16 + 48, swapped, 16, 48);
    Multihash unknown = Multihash.sha256("unknown".getBytes(UTF_8));
    for (byte[] wrong : new byte[][] {"none".getBytes(UTF_8), swapped}) {
      Files.write(idx, wrong);
      again();
      indexer.round();
      assertThat(runs.cars()).hasSize(1);
      assertThat(holder(sound)).contains(sound.piece());
    }
    Files.write(idx, "none".getBytes(UTF_8));
    assertThatThrownBy(() -> holder(unknown, Audience.everything()))
        .isInstanceOf(DamagedContentException.class);
  }

  /** The second server reads what the first one writes, and goes on when that is gone. */
  @Test
  void twoServersShareAFolder() throws IOException {
    Content one = content();
    indexer.round();
    Runs others = Runs.open(folder);
    CarStore store = new CarStore(blobs);
    Indexer second = new Indexer(others, pieces, store, Clock.systemUTC());
    BlockIndex theirs =
        new BlockIndex(others, second, pieces, new Catalogue(pieces), store, new Suspects());
    second.round();
    assertThat(others.own()).isFalse();
    assertThat(others.cars()).isEqualTo(runs.cars()).hasSize(1);

    List<Content> more = contents(3);
    for (Content content : more) {
      assertThat(theirs.holder(content.leaf().multihash(), Audience.everything(), row -> false))
          .isPresent();
    }
    indexer.round();
    second.round();
    assertThat(others.cars()).hasSize(4);
    assertThat(second.tail().ids()).isEmpty();
    assertThat(theirs.holder(one.leaf().multihash(), Audience.everything(), row -> false))
        .isPresent();

    indexer.close();
    content();
    second.round();
    assertThat(others.own()).isTrue();
    assertThat(others.cars()).hasSize(5);
    second.close();
  }

  @Test
  void overHttpAnyBlockIsFoundFromTheIndexAndOnlyByWhoMayReadIt(@TempDir Path others)
      throws Exception {
    try (RunningServer indexing =
        RunningServer.start(others, "filstore.retrieval.index.interval=50ms")) {
      Owner reader = indexing.owner("owner", "content:read");
      TestCar car = new TestCar();
      Cid leaf = car.add(Cid.RAW, "a leaf".getBytes(UTF_8));
      Cid root = car.add(Cid.RAW, "a root".getBytes(UTF_8));
      Stored stored = indexing.store(reader, car.bytes(), root, 2);
      Path own = others.resolve(".block-index");
      await()
          .until(() -> {
            try (Stream<Path> files = Files.list(own)) {
              return files.anyMatch(file -> file.toString().endsWith(".run"));
            }
          });
      assertThat(indexing.get("/ipfs/" + leaf, reader.key()).statusCode()).isEqualTo(200);
      assertThat(indexing.get("/ipfs/" + leaf, "").statusCode()).isEqualTo(401);
      indexing.show(stored.upload(), "public");
      assertThat(indexing.get("/ipfs/" + leaf, "").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aNumberOfBlocksIsTheNumberOfEntries() throws IOException {
    contents(2);
    indexer.round();
    byte[] head = Files.readAllBytes(files(".run").getFirst());
    assertThat(ByteBuffer.wrap(head).getLong(8)).isEqualTo(4);
  }
}
