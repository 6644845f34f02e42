package io.filstore.unixfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.fixtures.Fixtures;
import io.filstore.fixtures.Inputs;
import io.filstore.ipld.DagPb;
import io.filstore.multiformats.Cid;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class UnixFsImporterTest {
  private static final BlockSink NOWHERE = (cid, buffer, offset, length) -> {};

  @Test
  void anEmptyFileIsOneEmptyLeaf() throws IOException {
    assertThat(importFile(new byte[0]))
        .isEqualTo(
            new Entry(
                Cid.parse("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"), 0, 0));
  }

  @Test
  void anEmptyDirectoryIsTheWellKnownOne() throws IOException {
    Entry entry = new UnixFsImporter(Profile.UNIXFS_V1_2025, NOWHERE).directory(Map.of());
    assertThat(entry.cid())
        .hasToString("bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354");
    assertThat(entry.tsize()).isEqualTo(4);
  }

  // Inputs by xorshift32, CIDs by npm ipfs-unixfs-importer 17.1.1.
  @ParameterizedTest
  @CsvSource({
    "2,1,1,bafkreig7pzyokaqvit2igs564zfj4n4j726ex2auodpwfhfnnxnqgmqklq",
    "240,1048575,1048575,bafkreifuy46o2etkotih7xiwwi2kdhcpa46mcyrbkxgo2ygdwabrsrfbdm",
    "242,1048577,1048681,bafybeiabsuztcajr6mwy4634aolbyuwmfyyzlgs5fynnvqr5sshnmjwa2u",
    "721,3145728,3145887,bafybeibgdvozpmmjurujpo2uz46hj5udqjug27fkpn55uw47cjksseu6mm"
  })
  void agreesWithTheReferenceImplementation(int seed, int size, long tsize, String cid)
      throws IOException {
    assertThat(importFile(Inputs.xorshift32(seed, size)))
        .isEqualTo(new Entry(Cid.parse(cid), size, tsize));
  }

  // From kubo's profile tests: the widest node that is full, and one byte more.
  @ParameterizedTest
  @EnabledIfSystemProperty(named = "filstore.slow", matches = "true")
  @CsvSource({
    "1073741824,bafybeihmf37wcuvtx4hpu7he5zl5qaf2ineo2lqlfrapokkm5zzw7zyhvm",
    "1073741825,bafybeibdsi225ugbkmpbdohnxioyab6jsqrmkts3twhpvfnzp77xtzpyhe"
  })
  void agreesWithKuboAtOneGibibyte(long size, String cid) throws IOException {
    try (InputStream content = Inputs.chacha20Stream("v1-2025-seed", size)) {
      Entry entry = new UnixFsImporter(Profile.UNIXFS_V1_2025, NOWHERE).file(content);
      assertThat(entry.cid()).hasToString(cid);
    }
  }

  @Test
  void agreesWithTheSharedTreesOfTinyChunksHoweverTheyAreRead() throws IOException {
    for (JsonNode row : Fixtures.rows("formats/unixfs-balanced-small.json", "vectors").toList()) {
      Profile tiny =
          Profile.UNIXFS_V1_2025.withTree(
              "tiny", row.path("chunkSize").asInt(), row.path("maxLinks").asInt());
      byte[] input = Inputs.generate(row.path("input"));
      MemoryBlocks blocks = new MemoryBlocks();
      Entry entry = new UnixFsImporter(tiny, blocks).file(new Trickle(input, 127));
      assertThat(entry.cid())
          .as(row.toString())
          .hasToString(row.path("rootRawLeavesCidV1").asString());
      assertThat(entry.tsize()).isEqualTo(row.path("dagSizeRaw").asLong());
      assertThat(blocks.blocks.keySet()).last().isEqualTo(entry.cid());
    }
  }

  @Test
  void writesUnixFsDataAsItReadIt() {
    for (JsonNode row : Fixtures.rows("formats/unixfs-nodes.json", "vectors").toList()) {
      byte[] block = HexFormat.of().parseHex(row.path("hex").asString());
      var node = DagPb.decode(block);
      byte[] data = Objects.requireNonNull(node.data());
      assertThat(UnixFsData.decode(data).encode()).as(row.path("name").asString()).isEqualTo(data);
      assertThat(Cid.sha256(Cid.DAG_PB, DagPb.encode(node)))
          .hasToString(row.path("cidV1").asString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "/", "a\0b", "\ud800"})
  void refusesNamesThatDoNotBelongInADirectory(String name) {
    UnixFsImporter importer = new UnixFsImporter(Profile.UNIXFS_V1_2025, NOWHERE);
    Entry leaf = new Entry(Cid.sha256(Cid.RAW, new byte[0]), 0, 0);
    assertThatThrownBy(() -> importer.directory(Map.of(name, leaf)))
        .isInstanceOf(InvalidPathException.class);
  }

  @Test
  void keepsADirectoryOfExactlyTheLimitAndShardsOneByteMore() throws IOException {
    Entry leaf = new Entry(Cid.sha256(Cid.RAW, new byte[1]), 1, 1);
    Map<String, Entry> children = new HashMap<>();
    // 2600 links of 100 bytes (2 + 2+36 + 2+56 + 2), 4 bytes of data, 2140 left for the last link.
    for (int i = 0; i < 2600; i++) {
      children.put("%056d".formatted(i), leaf);
    }
    String fitting = "x".repeat(2140 - 3 - 38 - 3 - 2);
    children.put(fitting, leaf);
    MemoryBlocks blocks = new MemoryBlocks();
    Entry entry = new UnixFsImporter(Profile.UNIXFS_V1_2025, blocks).directory(children);
    assertThat(blocks.block(entry.cid())).hasSize(262144);

    children.remove(fitting);
    children.put(fitting + "x", leaf);
    Entry larger = new UnixFsImporter(Profile.UNIXFS_V1_2025, blocks).directory(children);
    assertThat(new UnixFsReader(blocks).stat(larger.cid()).kind())
        .isEqualTo(UnixFsStat.Kind.SHARDED_DIRECTORY);
  }

  private static Entry importFile(byte[] content) throws IOException {
    return new UnixFsImporter(Profile.UNIXFS_V1_2025, NOWHERE)
        .file(new ByteArrayInputStream(content));
  }

  static SourceFile source(String path, byte[] content) {
    return new SourceFile(path, content.length, () -> new ByteArrayInputStream(content));
  }

  static SourceFile source(String path, String content) {
    return source(path, content.getBytes(UTF_8));
  }

  /** Gives at most so many bytes per call, as a socket would. */
  private static final class Trickle extends InputStream {
    private final ByteArrayInputStream in;
    private final int most;

    Trickle(byte[] content, int most) {
      this.in = new ByteArrayInputStream(content);
      this.most = most;
    }

    @Override
    public int read() {
      return in.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return in.read(buffer, offset, Math.min(length, most));
    }
  }
}
