package io.filstore.unixfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.fixtures.Inputs;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreeAssemblerTest {
  private static final Cid LEAF = Cid.sha256(Cid.RAW, new byte[] {1});
  private static final NodeSink NOWHERE = (cid, block, since) -> {};

  private final TreeAssembler tree =
      new TreeAssembler(Profile.UNIXFS_V1_2025.withTree("tiny", 4, 2), NOWHERE, TreeListener.NONE);

  @Test
  void refusesNamesOutOfOrderOrGivenTwice() throws IOException {
    Entry leaf = new Entry(LEAF, 1, 1);
    tree.beginDirectory("", Metadata.NONE);
    tree.finished("b", leaf);
    assertThatThrownBy(() -> tree.beginFile("b"))
        .isInstanceOf(InvalidPathException.class)
        .hasMessageContaining("\"b\" stands twice");
    assertThatThrownBy(() -> tree.symlink("a", "x", Metadata.NONE))
        .isInstanceOf(InvalidPathException.class)
        .hasMessageContaining("\"a\" comes after \"b\"");
    tree.beginDirectory("c", Metadata.NONE);
    tree.finished("\uff5e", leaf);
    tree.finished("\ud83d\ude00", leaf);
    assertThatThrownBy(() -> tree.finished("\uff5e", leaf)).hasMessageContaining("c/\uff5e");
    assertThatThrownBy(() -> tree.finished("x/y", leaf)).isInstanceOf(InvalidPathException.class);
  }

  @Test
  void refusesCallsThatDoNotFitTogether() throws IOException {
    assertThatThrownBy(tree::root).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(tree::endDirectory).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(tree::endFile).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> tree.leaf(LEAF, 1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> tree.beginFile("named")).isInstanceOf(InvalidPathException.class);
    tree.beginFile("", 5, Metadata.NONE);
    assertThatThrownBy(tree::endFile).hasMessageContaining("has no leaf");
    assertThatThrownBy(tree::endDirectory).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> tree.leaf(LEAF, 5)).isInstanceOf(IllegalArgumentException.class);
    Cid node = Cid.sha256(Cid.DAG_PB, new byte[0]);
    assertThatThrownBy(() -> tree.leaf(node, 4)).hasMessageContaining("codec 0x55");
    tree.leaf(LEAF, 4);
    assertThatThrownBy(tree::endFile)
        .isInstanceOf(SourceChangedException.class)
        .hasMessageContaining("listed with 5 bytes, 4 were read");
    tree.leaf(LEAF, 1);
    assertThatThrownBy(() -> tree.leaf(LEAF, 1)).isInstanceOf(IllegalStateException.class);
    tree.endFile();
    assertThatThrownBy(() -> tree.beginFile("")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void tellsWhereTheSubtreeOfEachNodeBegan() throws IOException {
    List<String> nodes = new ArrayList<>();
    int[] written = {0};
    NodeSink sink =
        new NodeSink() {
          @Override
          public long mark() {
            return written[0];
          }

          @Override
          public void node(Cid cid, byte[] block, long since) {
            nodes.add(since + ".." + written[0]++);
          }
        };
    TreeAssembler marked =
        new TreeAssembler(Profile.UNIXFS_V1_2025.withTree("tiny", 4, 2), sink, TreeListener.NONE);
    marked.beginDirectory("", Metadata.NONE);
    marked.beginFile("a");
    for (int i = 0; i < 5; i++) {
      written[0]++;
      marked.leaf(LEAF, i < 4 ? 4 : 1);
    }
    marked.endFile();
    marked.symlink("b", "a", Metadata.NONE);
    marked.endDirectory();
    // Leaves 0 1, node 2, leaves 3 4, nodes 5 6, leaf 7, nodes 8 9 10, symlink 11, directory 12.
    assertThat(nodes)
        .containsExactly("0..2", "3..5", "0..6", "7..8", "7..9", "0..10", "11..11", "0..12");
  }

  @Test
  void dropsEmptyDirectoriesWhereTheProfileDoes() throws IOException {
    List<String> heard = new ArrayList<>();
    TreeListener listener =
        new TreeListener() {
          @Override
          public void directory(String path, Entry entry) {
            heard.add(path + "/");
          }
        };
    TreeAssembler dropping = new TreeAssembler(Profile.IPFS_CAR_3, NOWHERE, listener);
    dropping.beginDirectory("", Metadata.NONE);
    dropping.beginDirectory("a", Metadata.NONE);
    dropping.beginDirectory("b", Metadata.NONE);
    dropping.endDirectory();
    dropping.endDirectory();
    dropping.endDirectory();
    assertThat(heard).containsExactly("/");
    assertThat(dropping.root().cid())
        .hasToString("bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354");
  }

  // From the shared vectors of single nodes; kubo and boxo write the same bytes.
  @Test
  void writesSymlinksAsKuboDoes() throws IOException {
    assertThat(tree.symlink("", "foo", Metadata.NONE).cid())
        .hasToString("bafybeich3gyokcdmdj4yc5ql6lbtxcc3dchfqeck3k4fb37hbefqwaevma");
    assertThat(tree.root().tsize()).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource({"1,RAW", "4,RAW", "5,RAW", "40,RAW", "0,RAW", "4,DAG_PB", "9,DAG_PB", "0,DAG_PB"})
  void metadataStandInTheRootOnly(int size, Leaves leaves) throws IOException {
    Profile profile = Profile.UNIXFS_V1_2025.withBlocks("tiny", 1, leaves).withTree("tiny", 4, 2);
    Metadata metadata = new Metadata(0640, new UnixFsData.Mtime(-1, 5));
    byte[] content = Inputs.xorshift32(3, size);
    MemoryBlocks blocks = new MemoryBlocks();
    TreeAssembler assembler = ContentReader.assembler(profile, blocks, TreeListener.NONE);
    Entry file =
        new ContentReader(profile, assembler, blocks)
            .file("", new ByteArrayInputStream(content), size, metadata);
    UnixFsReader reader = new UnixFsReader(blocks);
    assertThat(reader.stat(file.cid()))
        .isEqualTo(new UnixFsStat(file.cid(), UnixFsStat.Kind.FILE, size, metadata));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    reader.write(file.cid(), out);
    assertThat(out.toByteArray()).isEqualTo(content);
    Set<Cid> described = new java.util.HashSet<>();
    for (Cid cid : blocks.blocks.keySet()) {
      if (!reader.stat(cid).metadata().isEmpty()) {
        described.add(cid);
      }
    }
    assertThat(described).containsExactly(file.cid());
    assertThat(blocks.blocks.values().stream().mapToLong(block -> block.length).sum())
        .isLessThanOrEqualTo(file.tsize());
  }

  // The shared vectors "file with mode 0755 and mtime" and "file with negative mtime".
  @ParameterizedTest
  @CsvSource({
    "493,1700000000,123456789,bafybeia4motppwkc5o7nmfkcfinog63zizhytmbey3d7sohqpphfqj6ypu",
    "0,1700000000,0,bafybeiaazjwtecutxyw3eiy4tcgzvpu2lhpf6tdtpejmtsr6fr57exptyy",
    "0,-1,0,bafybeigdfldjxdfresuagt3ce24jpawczayemolypsn3vnhzkqegwawn6e"
  })
  void aSmallFileWithMetadataIsOneNode(int mode, long seconds, int nanoseconds, String cid)
      throws IOException {
    Metadata metadata = new Metadata(mode, new UnixFsData.Mtime(seconds, nanoseconds));
    LeafEncoding encoding = Profile.UNIXFS_V1_2025.leafEncoding(1, 1, metadata);
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(encoding.prefix());
    block.write('x');
    block.writeBytes(encoding.suffix());
    assertThat(encoding.cid(Multihash.sha256(block.toByteArray()).digest())).hasToString(cid);
  }

  @Test
  void nonsenseIsNoMetadata() {
    assertThatThrownBy(() -> Metadata.ofMode(010000)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new UnixFsData.Mtime(0, 1_000_000_000))
        .isInstanceOf(RuntimeException.class);
    assertThat(Metadata.ofMode(0).isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"unixfs-v2", "", "UNIXFS-V1-2025"})
  void namesTheProfilesThereAre(String id) {
    assertThatThrownBy(() -> Profile.named(id))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unixfs-v1-2025, unixfs-v0-2015, ipfs-car-3");
  }

  @Test
  void refusesProfilesNobodyCouldRead() {
    Profile good = Profile.UNIXFS_V1_2025;
    for (int[] bad : new int[][] {{0, 2}, {(2 << 20) - 255, 2}, {1, 1}, {1, 1 << 16}}) {
      assertThatThrownBy(() -> good.withTree("x", bad[0], bad[1]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> good.withBlocks("x", 2, Leaves.RAW))
        .isInstanceOf(IllegalArgumentException.class);
    for (int fanout : new int[] {0, 4, 100, 2048, -256}) {
      assertThatThrownBy(() -> new Sharding(Sharding.Rule.ENTRIES, 1, fanout))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
