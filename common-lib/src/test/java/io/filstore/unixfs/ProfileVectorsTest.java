package io.filstore.unixfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.fixtures.Fixtures;
import io.filstore.fixtures.Inputs;
import io.filstore.ipld.DagPb;
import io.filstore.multiformats.Cid;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The shared vectors under every named profile. */
class ProfileVectorsTest {
  /**
   * Singularity's own Tsizes differ from everybody's, so of its trees only the first nodes agree.
   */
  @Test
  void agreesWithSingularityWhereOthersDo() throws IOException {
    JsonNode rows = Fixtures.json("formats/singularity.json").get("vectors");
    Profile fives = Profile.UNIXFS_V1_2025.withTree("fives", 5, 1024);
    Entry two = root(fives, "helloworld");
    assertThat(two.cid()).hasToString(rows.get(0).get("root").asString());
    JsonNode many = rows.get(1);
    assertThat(root(fives, "hello".repeat(1024)).cid())
        .hasToString(many.get("firstNode").asString());
    assertThat(root(fives, "hello".repeat(2000)).cid())
        .hasToString(many.get("rootWithRealTsizes").asString());
  }

  private static Entry root(Profile profile, String content) throws IOException {
    byte[] bytes = content.getBytes(UTF_8);
    return new UnixFsImporter(profile, new Written()).file(new ByteArrayInputStream(bytes));
  }

  private static final long MOST = 64 << 20;

  // CIDs by kubo and npm: the content "hello world", and 1500 files "item_N.dat" that hold an x.
  @ParameterizedTest
  @CsvSource({
    "unixfs-v1-2025,bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e,"
        + "bafybeidutuxfa4c6dbzuj7uzx6ptjiikxyeovaye35kprhl6a6qh2uzfhy,85894",
    "unixfs-v0-2015,Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD,"
        + "QmVQ7FyucGqewKJERw1bu5JL5MVQAF5tPDNdcnVkH6idXy,94894",
    "ipfs-car-3,bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e,"
        + "bafybeicmcjm3nmmd2ha4s2disnl7lguow6rqefjikbznvoezu66ilst7ue,"
  })
  void knownFactsOfEachProfile(String id, String file, String directory, Long tsize)
      throws IOException {
    Profile profile = Profile.named(id);
    MemoryBlocks blocks = new MemoryBlocks();
    UnixFsImporter importer = new UnixFsImporter(profile, blocks);
    assertThat(importer.file(new ByteArrayInputStream("hello world".getBytes(UTF_8))).cid())
        .hasToString(file);
    Entry x = importer.file(new ByteArrayInputStream(new byte[] {'x'}));
    Map<String, Entry> children = new TreeMap<>();
    for (int i = 0; i < 1500; i++) {
      children.put("item_" + i + ".dat", x);
    }
    Entry root = importer.directory(children);
    assertThat(root.cid()).hasToString(directory);
    assertThat(root.size()).isEqualTo(1500);
    if (tsize != null) {
      assertThat(root.tsize()).isEqualTo(tsize);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unixfs-files.json", "unixfs-files-ipip499.json"})
  void files(String vectors) throws IOException {
    int compared = 0;
    for (JsonNode row : Fixtures.rows("formats/" + vectors, "vectors").toList()) {
      if (row.path("size").asLong() > MOST) {
        continue;
      }
      byte[] content = Inputs.generate(row.path("input"));
      for (Profile profile : Profile.KNOWN) {
        JsonNode expected = row.path("expected").path(profile.id());
        if (!expected.isMissingNode()) {
          Written written = new Written();
          Entry entry =
              new UnixFsImporter(profile, written).file(new ByteArrayInputStream(content));
          assertEntry(row, profile, expected, entry, written);
          assertThat(entry.size()).isEqualTo(content.length);
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(18);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tinyChunksInDeepTrees(boolean raw) throws IOException {
    Leaves leaves = raw ? Leaves.RAW : Leaves.DAG_PB;
    for (JsonNode row : Fixtures.rows("formats/unixfs-balanced-small.json", "vectors").toList()) {
      Profile tiny =
          Profile.UNIXFS_V1_2025
              .withBlocks("tiny", raw ? 1 : 0, leaves)
              .withTree("tiny", row.path("chunkSize").asInt(), row.path("maxLinks").asInt());
      byte[] content = Inputs.generate(row.path("input"));
      Entry entry = new UnixFsImporter(tiny, new Written()).file(new ByteArrayInputStream(content));
      assertThat(entry.cid())
          .as(row.toString())
          .hasToString(row.path(raw ? "rootRawLeavesCidV1" : "rootPbLeavesCidV0").asString());
      assertThat(entry.tsize()).isEqualTo(row.path(raw ? "dagSizeRaw" : "dagSizePb").asLong());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unixfs-v1-2025", "unixfs-v0-2015", "ipfs-car-3"})
  void directories(String id) throws IOException {
    Profile profile = Profile.named(id);
    for (JsonNode row : Fixtures.rows("formats/unixfs-dirs.json", "vectors").toList()) {
      List<SourceFile> files = new ArrayList<>();
      for (JsonNode entry : row.path("entries")) {
        byte[] content = Inputs.generate(entry.path("input"));
        files.add(UnixFsImporterTest.source(entry.path("path").asString(), content));
      }
      Written written = new Written();
      Entry root = TreeBuilder.importTree(profile, files, written, TreeListener.NONE);
      assertEntry(row, profile, row.path("expected").path(id), root, written);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unixfs-v1-2025", "unixfs-v0-2015", "ipfs-car-3"})
  void largeDirectories(String id) throws IOException {
    Profile profile = Profile.named(id);
    for (JsonNode row : Fixtures.rows("formats/unixfs-large-dirs.json", "vectors").toList()) {
      Written written = new Written();
      UnixFsImporter importer = new UnixFsImporter(profile, written);
      Map<String, Entry> children = new LinkedHashMap<>();
      for (String name : names(row.path("names"))) {
        String content = row.path("content").asString().equals("name") ? name : "x";
        children.put(name, importer.file(new ByteArrayInputStream(content.getBytes(UTF_8))));
      }
      Entry root = importer.directory(children);
      JsonNode expected = row.path("expected").path(id);
      assertEntry(row, profile, expected, root, written);
      byte[] data =
          Objects.requireNonNull(DagPb.decode(Objects.requireNonNull(written.last)).data());
      assertThat(UnixFsData.decode(data).type())
          .isEqualTo(
              expected.path("type").asString().equals("directory")
                  ? UnixFsData.Type.DIRECTORY
                  : UnixFsData.Type.HAMT_SHARD);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void smallShards(int version) throws IOException {
    Profile profile =
        Profile.UNIXFS_V1_2025
            .withBlocks("forced", version, version == 0 ? Leaves.DAG_PB : Leaves.RAW)
            .withSharding("forced", Sharding.above(Sharding.Rule.ENTRIES, 0));
    for (JsonNode row : Fixtures.rows("formats/unixfs-hamt-small.json", "vectors").toList()) {
      MemoryBlocks blocks = new MemoryBlocks();
      UnixFsImporter importer = new UnixFsImporter(profile, blocks);
      byte[] content = row.path("content").asString().getBytes(UTF_8);
      Map<String, Entry> children = new LinkedHashMap<>();
      for (JsonNode name : row.path("names")) {
        children.put(name.asString(), importer.file(new ByteArrayInputStream(content)));
      }
      assertThat(importer.directory(children).cid())
          .as(row.path("name").asString())
          .hasToString(row.path(version == 0 ? "rootV0" : "rootV1").asString());
      for (JsonNode shard : row.path(version == 0 ? "none" : "shardBlocksV1")) {
        assertThat(blocks.block(Cid.parse(shard.path("cid").asString())))
            .isEqualTo(HexFormat.of().parseHex(shard.path("hex").asString()));
      }
    }
  }

  private static void assertEntry(
      JsonNode row, Profile profile, JsonNode expected, Entry entry, Written written) {
    assertThat(entry.cid())
        .as("%s under %s", row.path("name").asString(), profile.id())
        .hasToString(expected.path("cid").asString());
    if (expected.has("dagSize")) {
      assertThat(entry.tsize()).isEqualTo(expected.path("dagSize").asLong());
    }
    if (expected.has("blocks")) {
      assertThat(expected.path("blocks").asInt()).isIn(written.count, written.different.size());
    }
  }

  private static List<String> names(JsonNode names) {
    List<String> all = new ArrayList<>();
    int count = names.path("count").asInt();
    if (names.path("gen").asString().equals("numbered")) {
      String format = "%0" + Math.max(1, names.path("digits").asInt()) + "d";
      for (int i = 0; i < count; i++) {
        all.add(
            names.path("prefix").asString()
                + format.formatted(i + names.path("start").asInt())
                + names.path("suffix").asString());
      }
      return all;
    }
    byte[] stream =
        Inputs.chacha20(names.path("seed").asString(), names.path("streamBytes").asInt());
    String alphabet = names.path("alphabet").asString();
    int at = 0;
    for (int i = 0; i < count; i++) {
      int length = names.path(i == count - 1 ? "lastNameLen" : "nameLen").asInt();
      StringBuilder name = new StringBuilder();
      for (; length > 0; length--) {
        name.append(alphabet.charAt((stream[at++] & 0xff) % alphabet.length()));
      }
      all.add(name.toString());
    }
    return all;
  }

  /** Counts blocks and keeps the last one. */
  private static final class Written implements BlockSink {
    private final Set<Cid> different = new HashSet<>();
    private int count;
    private byte @Nullable [] last;

    @Override
    public void block(Cid cid, byte[] buffer, int offset, int length) {
      different.add(cid);
      count++;
      last = Arrays.copyOfRange(buffer, offset, offset + length);
    }
  }
}
