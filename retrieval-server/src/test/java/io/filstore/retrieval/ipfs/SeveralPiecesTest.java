package io.filstore.retrieval.ipfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.car.CarIndex;
import io.filstore.car.CarReader;
import io.filstore.multiformats.Cid;
import io.filstore.pack.Manifest;
import io.filstore.pack.PackListener;
import io.filstore.pack.PackOptions;
import io.filstore.pack.Packed;
import io.filstore.pack.PackedPiece;
import io.filstore.pack.Packer;
import io.filstore.pack.PieceFolder;
import io.filstore.piece.CommP;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.retrieval.RawHttp;
import io.filstore.retrieval.RunningServer;
import io.filstore.retrieval.RunningServer.Owner;
import io.filstore.unixfs.Profile;
import io.filstore.unixfs.SourceFile;
import io.filstore.unixfs.TreeSource;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uploads that lie in several CARs are read back as one tree, over real HTTP. */
class SeveralPiecesTest {

  private static final int CHUNK = 1 << 20;
  private static final Random RANDOM = new Random(11);
  private static final byte[] BIG = random(7 * CHUNK + 12_345);

  @TempDir static Path cars;
  @TempDir static Path journals;
  private static RunningServer server;
  private static Owner owner;
  private static Map<String, byte[]> files;
  private static Packed packed;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.start(cars);
    owner = server.owner("owner", "content:read");
    files = new TreeMap<>();
    files.put("a/first.txt", "first".getBytes(UTF_8));
    files.put("big.bin", BIG);
    files.put("z/last.bin", random(CHUNK + 1));
    files.put("z/last.txt", "last".getBytes(UTF_8));
    packed = store(owner, files);
    assertThat(packed.pieces()).hasSizeGreaterThan(7);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everyFileComesBackByPathAndByCid() throws Exception {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      HttpResponse<byte[]> answer = get("/ipfs/" + root() + "/" + file.getKey());
      assertThat(answer.body()).as(file.getKey()).isEqualTo(file.getValue());
      String cid = answer.headers().firstValue("ETag").orElseThrow().replace("\"", "");
      assertThat(get("/ipfs/" + cid).body()).as(cid).isEqualTo(file.getValue());
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1048570, 20", "1048000, 3000000", "7340000, 100", "5, 7000000"})
  void rangesAcrossTheCutsAreExact(int from, int length) throws Exception {
    HttpResponse<byte[]> part =
        get(
            "/ipfs/" + root() + "/big.bin",
            "Range",
            "bytes=%d-%d".formatted(from, from + length - 1));

    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(BIG, from, from + length));
  }

  @Test
  void foldersAreListed() throws Exception {
    assertThat(get("/ipfs/" + root() + "/", "Accept", "application/json").body())
        .asString(UTF_8)
        .contains("\"name\":\"a\"", "\"name\":\"big.bin\"", "\"name\":\"z\"");
    assertThat(get("/ipfs/" + root() + "/z/", "Accept", "application/json").body())
        .asString(UTF_8)
        .contains("\"name\":\"last.bin\"", "\"name\":\"last.txt\"");
  }

  @Test
  void aCarStreamHoldsTheBlocksOfAllPieces() throws Exception {
    HttpResponse<byte[]> car = get("/ipfs/" + root() + "?format=car");

    assertThat(new CarReader(new ByteArrayInputStream(car.body())).roots()).containsExactly(root());
    Set<Cid> stored = new HashSet<>();
    for (PackedPiece piece : packed.pieces()) {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file(piece)))) {
        stored.addAll(blocks(in).keySet());
      }
    }
    assertThat(blocks(new ByteArrayInputStream(car.body())).keySet()).isEqualTo(stored);
  }

  @Test
  void aRawBlockIsFoundInWhicheverPieceItLies() throws Exception {
    for (int chunk = 0; chunk < 7; chunk++) {
      byte[] leaf = Arrays.copyOfRange(BIG, chunk * CHUNK, (chunk + 1) * CHUNK);
      Cid cid = Cid.sha256(Cid.RAW, leaf);
      assertThat(get("/ipfs/" + cid + "?format=raw").body()).isEqualTo(leaf);
    }
  }

  @Test
  void everyPieceIsADownloadOfItsOwn() throws Exception {
    for (PackedPiece piece : packed.pieces()) {
      byte[] car = get("/piece/" + piece.commitment().v2()).body();
      CommP commP = new CommP();
      commP.update(car, 0, car.length);
      assertThat(commP.finish()).isEqualTo(piece.commitment());
    }
  }

  @Test
  void onlyTheOwnerReadsAnyPartOfIt() throws Exception {
    Owner stranger = server.owner("stranger", "content:read");
    Cid leaf = Cid.sha256(Cid.RAW, Arrays.copyOf(BIG, CHUNK));
    for (PackedPiece piece : packed.pieces()) {
      assertThat(server.get("/piece/" + piece.commitment().v1(), stranger.key()).statusCode())
          .isEqualTo(404);
      assertThat(server.get("/ipfs/" + piece.root(), stranger.key()).statusCode()).isEqualTo(404);
    }
    assertThat(server.get("/ipfs/" + leaf, stranger.key()).statusCode()).isEqualTo(404);
  }

  @Test
  void sharingAPieceOpensNothingBesideIt() throws Exception {
    Owner sharer = server.owner("sharer", "content:read");
    PackedPiece last = packed.pieces().getLast();
    server.upload(sharer, root(), 1, last.commitment().v1().toString());

    assertThat(server.get("/ipfs/" + root() + "?format=raw", sharer.key()).statusCode())
        .isEqualTo(200);
    Cid leaf = Cid.sha256(Cid.RAW, Arrays.copyOf(BIG, CHUNK));
    assertThat(server.get("/ipfs/" + leaf, sharer.key()).statusCode()).isEqualTo(404);
    RawHttp.Answer cut =
        RawHttp.get(
            server.port(),
            "/ipfs/" + root() + "?format=car",
            "Authorization",
            "Bearer " + sharer.key());
    assertThat(cut.status() == 200 && cut.complete()).isFalse();
  }

  @Test
  void aDamagedPieceIsNoticedAndTheOthersStayReadable() throws Exception {
    byte[] content = random(4 * CHUNK);
    Packed damaged = store(owner, Map.of("a.bin", content, "b.txt", "fine".getBytes(UTF_8)));
    Path file = file(damaged.pieces().get(1));
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    String base = "/ipfs/" + damaged.root().cid();

    RawHttp.Answer cut =
        RawHttp.get(server.port(), base + "/a.bin", "Authorization", "Bearer " + owner.key());
    assertThat(cut.status() == 200 && cut.complete()).isFalse();
    assertThat(get(base + "/b.txt").body()).isEqualTo("fine".getBytes(UTF_8));
    assertThat(get(base + "/a.bin", "Range", "bytes=0-99").body())
        .isEqualTo(Arrays.copyOf(content, 100));
  }

  @Test
  void aPartThatIsNotHereIs503AndTheOthersStayReadable() throws Exception {
    byte[] content = random(4 * CHUNK);
    Packed lost = store(owner, Map.of("a.bin", content, "b.txt", "fine".getBytes(UTF_8)));
    Files.delete(file(lost.pieces().get(1)));
    String base = "/ipfs/" + lost.root().cid();

    assertThat(get(base + "/a.bin", "Range", "bytes=1048576-1048600").statusCode()).isEqualTo(503);
    assertThat(get(base + "/b.txt").body()).isEqualTo("fine".getBytes(UTF_8));
    assertThat(get(base + "/a.bin", "Range", "bytes=3145728-3145827").body())
        .isEqualTo(Arrays.copyOfRange(content, 3 * CHUNK, 3 * CHUNK + 100));
  }

  private static Cid root() {
    return packed.root().cid();
  }

  private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return server.get(path, owner.key(), headers);
  }

  private static Path file(PackedPiece piece) {
    return cars.resolve(Manifest.carName(piece));
  }

  /** Packs into pieces of 2 MiB, each with its rows and index, and the rows of the upload. */
  private static Packed store(Owner owner, Map<String, byte[]> files) throws IOException {
    Packed packed;
    try (Packer packer =
            new Packer(new PackOptions(Profile.UNIXFS_V1_2025, new PaddedPieceSize(2 << 20), 1));
        PieceFolder output = new PieceFolder(cars)) {
      packed = packer.intoPieces(source(files), "test", journals, output, PackListener.NONE);
    }
    for (PackedPiece piece : packed.pieces()) {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file(piece)))) {
        CarIndex.build(in, cars.resolve(piece.commitment().v1() + ".idx"));
      }
      server.addRows(piece.commitment(), piece.root(), piece.blocks());
    }
    server.upload(
        owner,
        packed.root().cid(),
        packed.root().size(),
        packed.pieces().stream().map(p -> p.commitment().v1().toString()).toArray(String[]::new));
    return packed;
  }

  private static TreeSource source(Map<String, byte[]> files) {
    List<SourceFile> sources =
        new TreeMap<>(files)
            .entrySet().stream()
                .map(file ->
                    new SourceFile(
                        file.getKey(),
                        file.getValue().length,
                        () -> new ByteArrayInputStream(file.getValue())))
                .toList();
    return TreeSource.ofFiles(sources);
  }

  private static Map<Cid, Integer> blocks(InputStream car) throws IOException {
    Map<Cid, Integer> blocks = new HashMap<>();
    CarReader reader = new CarReader(car);
    for (CarReader.Section s = reader.nextSection(); s != null; s = reader.nextSection()) {
      blocks.merge(s.cid(), 1, Integer::sum);
    }
    return blocks;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
