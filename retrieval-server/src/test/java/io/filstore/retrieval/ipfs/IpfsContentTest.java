package io.filstore.retrieval.ipfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.car.CarReader;
import io.filstore.car.CarWriter;
import io.filstore.multiformats.Cid;
import io.filstore.retrieval.RawHttp;
import io.filstore.retrieval.RunningServer;
import io.filstore.retrieval.RunningServer.Owner;
import io.filstore.retrieval.RunningServer.Stored;
import io.filstore.unixfs.Profile;
import io.filstore.unixfs.SourceFile;
import io.filstore.unixfs.TreeBuilder;
import io.filstore.unixfs.TreeListener;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading back what was packed, over real HTTP. */
class IpfsContentTest {

  private static final Random RANDOM = new Random(3);
  private static final byte[] BIG = random(3_500_000);

  @TempDir static Path cars;
  private static RunningServer server;
  private static Owner owner;
  private static Stored stored;
  private static Cid root;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.start(cars);
    owner = server.owner("owner", "content:read");
    Map<String, byte[]> files = new TreeMap<>();
    files.put("big.bin", BIG);
    files.put("copy.bin", BIG);
    files.put("empty", new byte[0]);
    files.put("notes/100% ; ümlaut.txt", "grün\n".getBytes(UTF_8));
    files.put("notes/data.json", "{}".getBytes(UTF_8));
    files.put("site/index.html", "<p>hi".getBytes(UTF_8));
    for (int i = 0; i < 2500; i++) {
      files.put("many/" + "long name ".repeat(12) + i, Integer.toString(i).getBytes(UTF_8));
    }
    stored = store(files);
    root = Cid.parse(rootOf(stored));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aFileIsReadByItsPathAndByItsOwnCid() throws Exception {
    HttpResponse<byte[]> byPath = get("/ipfs/" + root + "/big.bin");
    assertThat(byPath.statusCode()).isEqualTo(200);
    assertThat(byPath.body()).isEqualTo(BIG);
    assertThat(byPath.headers().firstValueAsLong("Content-Length")).hasValue(BIG.length);

    String etag = byPath.headers().firstValue("ETag").orElseThrow();
    String cid = etag.replace("\"", "");
    HttpResponse<byte[]> byCid = get("/ipfs/" + cid);
    assertThat(byCid.body()).isEqualTo(BIG);
    assertThat(byCid.headers().firstValue("ETag")).contains(etag);
    assertThat(byPath.headers().firstValue("X-Ipfs-Roots")).contains(root + "," + cid);
  }

  @ParameterizedTest
  @CsvSource({
    "0-0, 0, 1",
    "1048570-1048590, 1048570, 21",
    "3400000-9999999, 3400000, 100000",
    "-10, 3499990, 10"
  })
  void rangesOfAFileAreExact(String range, int from, int length) throws Exception {
    HttpResponse<byte[]> part = get("/ipfs/" + root + "/big.bin", "Range", "bytes=" + range);

    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(BIG, from, from + length));
    assertThat(get("/ipfs/" + root + "/big.bin", "Range", "bytes=3500000-").statusCode())
        .isEqualTo(416);
  }

  @Test
  void namesOfAnyScriptAndPunctuationAreFound() throws Exception {
    HttpResponse<byte[]> text = get("/ipfs/" + root + "/notes/100%25%20%3B%20%C3%BCmlaut.txt");

    assertThat(text.statusCode()).isEqualTo(200);
    assertThat(new String(text.body(), UTF_8)).isEqualTo("grün\n");
    assertThat(text.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
    assertThat(get("/ipfs/" + root + "/notes/data.json").headers().firstValue("Content-Type"))
        .contains("application/json");
    assertThat(get("/ipfs/" + root + "/empty").body()).isEmpty();
  }

  @Test
  void aFolderIsListedAsJsonUnderItsSlash() throws Exception {
    HttpResponse<byte[]> bare = get("/ipfs/" + root + "/notes?x=1");
    assertThat(bare.statusCode()).isEqualTo(301);
    assertThat(bare.headers().firstValue("Location")).contains("/ipfs/" + root + "/notes/?x=1");

    HttpResponse<byte[]> listing = get("/ipfs/" + root + "/", "Accept", "application/json");
    assertThat(listing.statusCode()).isEqualTo(200);
    assertThat(listing.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(new String(listing.body(), UTF_8))
        .contains("\"name\":\"big.bin\"")
        .contains("\"name\":\"notes\"");
    assertThat(new String(get("/ipfs/" + root + "/site/").body(), UTF_8)).isEqualTo("<p>hi");
  }

  @Test
  void aShardedFolderIsReadLikeAnyOther() throws Exception {
    String many = "/ipfs/" + root + "/many/";
    assertThat(
            new String(get(many, "Accept", "application/json").body(), UTF_8)
                .split("\"name\":", -1))
        .hasSize(2501);
    String name = "long%20name%20".repeat(12) + "777";
    assertThat(get(many + name).body()).asString(UTF_8).isEqualTo("777");
    assertThat(get(many + "none").statusCode()).isEqualTo(404);
  }

  @Test
  void aRawBlockIsThatBlock() throws Exception {
    HttpResponse<byte[]> block = get("/ipfs/" + root + "?format=raw");

    assertThat(block.statusCode()).isEqualTo(200);
    assertThat(Cid.sha256(Cid.DAG_PB, block.body())).isEqualTo(root);
    assertThat(block.headers().firstValue("Content-Type")).contains("application/vnd.ipld.raw");
    assertThat(block.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"" + root + ".bin\"");
  }

  @Test
  void anyBlockInsideAFileIsFoundThroughTheIndexes() throws Exception {
    Cid leaf = Cid.sha256(Cid.RAW, Arrays.copyOf(BIG, 1 << 20));

    assertThat(get("/ipfs/" + leaf + "?format=raw").body()).isEqualTo(Arrays.copyOf(BIG, 1 << 20));
    assertThat(get("/ipfs/" + leaf).body()).hasSize(1 << 20);
  }

  @Test
  void aCarHoldsTheWholeDagOnceInDepthFirstOrder() throws Exception {
    HttpResponse<byte[]> car = get("/ipfs/" + root + "?format=car");

    assertThat(car.headers().firstValue("Content-Type").orElseThrow().replace(" ", ""))
        .isEqualTo("application/vnd.ipld.car;version=1;order=dfs;dups=n");
    List<Cid> blocks = blocks(car.body());
    assertThat(blocks).doesNotHaveDuplicates().hasSize(blocks(stored.car()).size());
    assertThat(blocks.getFirst()).isEqualTo(root);
    assertThat(new CarReader(new ByteArrayInputStream(car.body())).roots()).containsExactly(root);
    assertThat(blocks(get("/ipfs/" + root + "?format=car&car-dups=y").body()))
        .hasSizeGreaterThan(blocks.size());
  }

  @Test
  void theUrlBeatsAcceptAndAcceptAloneWorks() throws Exception {
    String car = "application/vnd.ipld.car; version=1; order=dfs; dups=y";
    assertThat(blocks(get("/ipfs/" + root, "Accept", car).body())).isNotEmpty();
    assertThat(
            get("/ipfs/" + root + "?format=raw", "Accept", car)
                .headers()
                .firstValue("Content-Type"))
        .contains("application/vnd.ipld.raw");
    assertThat(get("/ipfs/" + root + "/big.bin", "Accept", "text/html, */*;q=0.1").body())
        .isEqualTo(BIG);
  }

  @ParameterizedTest
  @CsvSource({
    "?format=zip, 400",
    "?format=cbor, 406",
    "?format=json, 406",
    "?format=dag-cbor, 406",
    "?format=dag-json, 406",
    "?format=ipns-record, 400",
    "?format=car&filename=a.exe, 400",
    "?format=car&car-version=2, 400",
    "?format=car&car-order=bfs, 400",
    "?format=car&car-dups=maybe, 400",
    "?format=car&dag-scope=some, 400",
    "?format=car&entity-bytes=0, 400",
    "?format=car&entity-bytes=0:99999999999999999999, 400",
    "/missing, 404",
    "/big.bin/below, 404"
  })
  void whatIsNotOfferedIsSaid(String rest, int status) throws Exception {
    HttpResponse<byte[]> answer = get("/ipfs/" + root + rest);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @Test
  void onlyTheOwnerReads() throws Exception {
    Owner stranger = server.owner("stranger", "content:read");
    Cid leaf = Cid.sha256(Cid.RAW, Arrays.copyOf(BIG, 1 << 20));

    assertThat(server.get("/ipfs/" + root + "/", stranger.key()).statusCode()).isEqualTo(404);
    assertThat(server.get("/ipfs/" + leaf, stranger.key()).statusCode()).isEqualTo(404);
    assertThat(server.get("/ipfs/" + root + "/", "").statusCode()).isEqualTo(401);
    String token = server.token(stored.piece().v1(), java.time.Duration.ofMinutes(1));
    assertThat(server.get("/ipfs/" + root + "/", token).statusCode()).isEqualTo(403);
    assertThat(get("/ipfs/hello").statusCode()).isEqualTo(400);
    assertThat(get("/ipfs/" + Cid.sha256(Cid.RAW, new byte[9])).statusCode()).isEqualTo(404);
  }

  @Test
  void theProbeOfOtherGatewaysIsAnswered() throws Exception {
    HttpResponse<byte[]> raw = get("/ipfs/bafkqaaa?format=raw");
    assertThat(raw.statusCode()).isEqualTo(200);
    assertThat(raw.body()).isEmpty();
    HttpResponse<byte[]> car = get("/ipfs/bafkqaaa?format=car");
    assertThat(new CarReader(new ByteArrayInputStream(car.body())).roots())
        .containsExactly(Cid.parse("bafkqaaa"));
    assertThat(blocks(car.body())).isEmpty();
  }

  @Test
  void knownContentIs304() throws Exception {
    for (String rest : new String[] {"?format=car", "?format=raw", "/", "/big.bin"}) {
      String etag = get("/ipfs/" + root + rest).headers().firstValue("ETag").orElseThrow();

      assertThat(get("/ipfs/" + root + rest, "If-None-Match", etag).statusCode())
          .as(rest)
          .isEqualTo(304);
    }
  }

  @Test
  void aDamagedBlockCutsFileAndCarButLeavesTheRestReadable() throws Exception {
    byte[] content = random(3_000_000);
    Stored damaged =
        store(new TreeMap<>(Map.of("a.bin", content, "b.txt", "fine".getBytes(UTF_8))));
    byte[] bytes = damaged.car();
    bytes[2_500_000] ^= 1;
    Files.write(damaged.file(), bytes);
    String base = "/ipfs/" + rootOf(damaged);

    for (String rest : new String[] {"/a.bin", "?format=car", "/a.bin?format=car"}) {
      RawHttp.Answer cut =
          RawHttp.get(server.port(), base + rest, "Authorization", "Bearer " + owner.key());
      assertThat(cut.status()).as(rest).isEqualTo(200);
      assertThat(cut.complete()).as(rest).isFalse();
      assertThat(cut.text().length()).as(rest).isLessThan(2_600_000);
    }
    assertThat(get(base + "/b.txt").body()).isEqualTo("fine".getBytes(UTF_8));
    assertThat(get(base + "/a.bin", "Range", "bytes=0-99").body())
        .isEqualTo(Arrays.copyOf(content, 100));
  }

  @Test
  void knownContentWhoseCarIsGoneIs503() throws Exception {
    Stored lost = store(new TreeMap<>(Map.of("x", random(100))));
    Files.delete(lost.file());

    assertThat(get("/ipfs/" + rootOf(lost) + "/").statusCode()).isEqualTo(503);
  }

  private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return server.get(path, owner.key(), headers);
  }

  private static String rootOf(Stored car) {
    return server
        .jdbc()
        .sql("select payload_cid from upload where id = ?")
        .param(car.upload())
        .query(String.class)
        .single();
  }

  private static Stored store(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CarWriter writer = new CarWriter(out, CarWriter.PLACEHOLDER_ROOT);
    List<SourceFile> sources = new ArrayList<>();
    files.forEach((path, bytes) ->
        sources.add(new SourceFile(path, bytes.length, () -> new ByteArrayInputStream(bytes))));
    Cid packed =
        TreeBuilder.importTree(Profile.UNIXFS_V1_2025, sources, writer::block, TreeListener.NONE)
            .cid();
    byte[] car = out.toByteArray();
    byte[] header = CarWriter.header(packed);
    System.arraycopy(header, 0, car, 0, header.length);
    return server.store(owner, car, packed, writer.blocks());
  }

  private static List<Cid> blocks(byte[] car) throws IOException {
    List<Cid> cids = new ArrayList<>();
    CarReader reader = new CarReader(new ByteArrayInputStream(car));
    for (CarReader.Section s = reader.nextSection(); s != null; s = reader.nextSection()) {
      cids.add(s.cid());
    }
    return cids;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
