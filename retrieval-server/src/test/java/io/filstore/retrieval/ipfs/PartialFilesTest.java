package io.filstore.retrieval.ipfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.ipld.DagPb;
import io.filstore.ipld.PbLink;
import io.filstore.ipld.PbNode;
import io.filstore.multiformats.Cid;
import io.filstore.retrieval.RawHttp;
import io.filstore.retrieval.RunningServer;
import io.filstore.retrieval.RunningServer.Owner;
import io.filstore.retrieval.TestCar;
import io.filstore.unixfs.Profile;
import io.filstore.unixfs.SourceFile;
import io.filstore.unixfs.TreeBuilder;
import io.filstore.unixfs.TreeListener;
import io.filstore.unixfs.UnixFsData;
import io.filstore.unixfs.UnixFsReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of which some blocks are not here, and sharded folders, over real HTTP. */
class PartialFilesTest {

  private static final int CHUNK = 20_000;

  @TempDir static Path cars;
  private static RunningServer server;

  /** Five chunks under two nodes; the second and the fourth are missing. */
  private static Cid file;

  private static List<Cid> chunks;
  private static Cid left;
  private static Cid right;
  private static Cid folder;
  private static final Map<Cid, byte[]> FOLDER_BLOCKS = new HashMap<>();

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.start(cars, "filstore.retrieval.access.public-content=true");
    Owner owner = server.owner("owner", "content:read");
    TestCar car = new TestCar();
    chunks = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      byte[] chunk = chunk(i);
      chunks.add(i == 1 || i == 3 ? Cid.sha256(Cid.RAW, chunk) : car.add(Cid.RAW, chunk));
    }
    left = car.add(Cid.DAG_PB, node(chunks.subList(0, 3), CHUNK));
    right = car.add(Cid.DAG_PB, node(chunks.subList(3, 5), CHUNK));
    UnixFsData data = UnixFsData.file(5 * CHUNK, List.of(3L * CHUNK, 2L * CHUNK));
    List<PbLink> links = List.of(new PbLink(left, "", 1), new PbLink(right, "", 1));
    file = car.add(Cid.DAG_PB, DagPb.encode(new PbNode(links, data.encode())));
    server.store(owner, car.bytes(), car.root(), car.blocks());
    folder = storeFolder(owner);
  }

  private static byte[] chunk(int i) {
    byte[] chunk = new byte[CHUNK];
    Arrays.fill(chunk, (byte) ('a' + i));
    return chunk;
  }

  private static byte[] node(List<Cid> children, long size) {
    List<PbLink> links = children.stream().map(cid -> new PbLink(cid, "", size)).toList();
    List<Long> sizes = children.stream().map(cid -> size).toList();
    return DagPb.encode(new PbNode(links, UnixFsData.file(size * children.size(), sizes).encode()));
  }

  /** Two levels of shards. */
  private static Cid storeFolder(Owner owner) throws IOException {
    List<SourceFile> sources = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      byte[] content = ("content " + i).getBytes(UTF_8);
      sources.add(
          new SourceFile(
              "many/name-" + i, content.length, () -> new ByteArrayInputStream(content)));
    }
    TestCar car = new TestCar();
    Cid root =
        TreeBuilder.importTree(
                Profile.IPFS_CAR_3,
                sources,
                (cid, buffer, offset, length) -> {
                  byte[] block = Arrays.copyOfRange(buffer, offset, offset + length);
                  if (FOLDER_BLOCKS.putIfAbsent(cid, block) == null) {
                    car.add(cid.codec(), block);
                  }
                },
                TreeListener.NONE)
            .cid();
    assertThat(car.root()).isEqualTo(root);
    server.store(owner, car.bytes(), root, car.blocks());
    return new UnixFsReader(FOLDER_BLOCKS::get).resolve(root, "many").orElseThrow();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aCarWhoseBlocksAreNotAllHereIsCutAndNeverEndsCleanly() throws Exception {
    for (String rest :
        List.of(
            "?format=car", "?format=car&dag-scope=entity", "?format=car&entity-bytes=0:30000")) {
      RawHttp.Answer cut = RawHttp.get(server.port(), "/ipfs/" + file + rest);
      assertThat(cut.complete()).as(rest).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0:0, 0",
    "0:19999, 0",
    "19999:19999, 0",
    "40000:59999, 2",
    "50000:-40001, 2",
    "80000:*, 4",
    "-1:*, 4",
    "-199999:-80001, 0",
    "80000:199999, 4"
  })
  void aPartIsGivenThoughBlocksOutsideItAreMissing(String bytes, int chunk) throws Exception {
    assertThat(blocks(file + "?format=car&entity-bytes=" + bytes))
        .containsExactly(file, chunk < 3 ? left : right, chunks.get(chunk));
  }

  @ParameterizedTest
  @CsvSource({"100000:*", "199999:299999", "10:9", "-3:-9", "0:-199999"})
  void aPartWithoutAByteIsTheBlockAlone(String bytes) throws Exception {
    assertThat(blocks(file + "?format=car&entity-bytes=" + bytes)).containsExactly(file);
    assertThat(blocks(file + "?format=car&dag-scope=all&entity-bytes=" + bytes))
        .containsExactly(file);
  }

  @Test
  void differentPartsHaveDifferentTags() throws Exception {
    List<String> tags = new ArrayList<>();
    for (String rest :
        List.of("&dag-scope=block", "&entity-bytes=0:0", "&entity-bytes=0:1", "&car-dups=y")) {
      String scope = rest.equals("&car-dups=y") ? rest + "&dag-scope=block" : rest;
      tags.add(get(file + "?format=car" + scope).headers().firstValue("ETag").orElseThrow());
    }
    assertThat(tags).doesNotHaveDuplicates().allMatch(tag -> tag.startsWith("W/\""));
  }

  @Test
  void aRangeOfTheFileIsServedThoughBlocksBesideItAreMissing() throws Exception {
    assertThat(get(file + "", "Range", "bytes=40000-59999").body()).isEqualTo(chunk(2));
    assertThat(get(file + "", "Range", "bytes=-20000").body()).isEqualTo(chunk(4));
    assertThat(get(file + "", "Range", "bytes=25000-25001").statusCode()).isEqualTo(404);
    assertThat(RawHttp.get(server.port(), "/ipfs/" + file).complete()).isFalse();
    assertThat(get(chunks.get(1) + "?format=raw").statusCode()).isEqualTo(404);
  }

  @Test
  void aShardedFolderIsItsShards() throws Exception {
    List<Cid> entity = blocks(folder + "?format=car&dag-scope=entity");

    assertThat(entity).doesNotHaveDuplicates().hasSizeGreaterThan(100);
    assertThat(entity.getFirst()).isEqualTo(folder);
    assertThat(entity).allMatch(cid -> cid.codec() == Cid.DAG_PB);
    assertThat(entity)
        .hasSize(
            (int) FOLDER_BLOCKS.keySet().stream().filter(cid -> cid.codec() == Cid.DAG_PB).count()
                - 1);
    assertThat(blocks(folder + "?format=car&entity-bytes=0:*")).isEqualTo(entity);
  }

  @Test
  void aPathThroughShardsSendsThoseOnItsWay() throws Exception {
    List<Cid> blocks = blocks(folder + "/name-1234?format=car&dag-scope=block");

    List<Cid> way = new ArrayList<>();
    way.add(folder);
    Cid end = new UnixFsReader(FOLDER_BLOCKS::get).child(folder, "name-1234", way).orElseThrow();
    way.add(end);
    assertThat(way).hasSizeGreaterThan(2);
    assertThat(blocks).isEqualTo(way);
    HttpResponse<byte[]> file = get(folder + "/name-1234");
    assertThat(file.body()).asString(UTF_8).isEqualTo("content 1234");
    assertThat(file.headers().firstValue("X-Ipfs-Roots")).contains(folder + "," + end);
    assertThat(get(folder + "/name-2000").statusCode()).isEqualTo(404);
  }

  private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return server.get("/ipfs/" + path, "", headers);
  }

  private static List<Cid> blocks(String path) throws Exception {
    HttpResponse<byte[]> car = get(path);
    assertThat(car.statusCode()).as(path).isEqualTo(200);
    return TestCar.cids(car.body());
  }
}
