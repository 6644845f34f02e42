package io.filstore.unixfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.fixtures.Inputs;
import io.filstore.ipld.DagPb;
import io.filstore.ipld.PbLink;
import io.filstore.ipld.PbNode;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnixFsReaderTest {
  private static final Profile TINY = Profile.UNIXFS_V1_2025.withTree("tiny", 64, 3);

  private final MemoryBlocks blocks = new MemoryBlocks();
  private final UnixFsReader reader = new UnixFsReader(blocks);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 192, 193, 576, 577, 5000})
  void givesBackWhatWasImported(int size) throws IOException {
    byte[] content = Inputs.xorshift32(size + 1, size);
    Entry file = new UnixFsImporter(TINY, blocks).file(new ByteArrayInputStream(content));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    reader.write(file.cid(), out);
    assertThat(out.toByteArray()).isEqualTo(content);
    assertThat(reader.stat(file.cid()))
        .isEqualTo(new UnixFsStat(file.cid(), UnixFsStat.Kind.FILE, size, Metadata.NONE));
  }

  @Test
  void givesAnyRange() throws IOException {
    byte[] content = Inputs.xorshift32(9, 2000);
    Entry file = new UnixFsImporter(TINY, blocks).file(new ByteArrayInputStream(content));
    Random random = new Random(2);
    for (int i = 0; i < 500; i++) {
      int from = random.nextInt(content.length + 1);
      int length = random.nextInt(content.length - from + 1);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      reader.writeRange(file.cid(), from, length, out);
      assertThat(out.toByteArray()).isEqualTo(Arrays.copyOfRange(content, from, from + length));
    }
    for (long[] bad : new long[][] {{-1, 1}, {0, 2001}, {2001, 0}, {1, Long.MAX_VALUE}}) {
      assertThatThrownBy(
              () -> reader.writeRange(file.cid(), bad[0], bad[1], new ByteArrayOutputStream()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aRangeNeedsOnlyItsOwnBlocks() throws IOException {
    byte[] content = Inputs.xorshift32(9, 64 * 9);
    Entry file = new UnixFsImporter(TINY, blocks).file(new ByteArrayInputStream(content));
    blocks.blocks.remove(Cid.sha256(Cid.RAW, Arrays.copyOf(content, 64)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    reader.writeRange(file.cid(), 64, 100, out);
    assertThat(out.toByteArray()).isEqualTo(Arrays.copyOfRange(content, 64, 164));
    assertThatThrownBy(() -> reader.write(file.cid(), out))
        .isInstanceOf(BlockMissingException.class);
  }

  @Test
  void neverUsesABlockOfAnotherHash() throws IOException {
    byte[] content = Inputs.xorshift32(3, 200);
    Entry file = new UnixFsImporter(TINY, blocks).file(new ByteArrayInputStream(content));
    for (Cid cid : List.copyOf(blocks.blocks.keySet())) {
      byte[] good = blocks.block(cid);
      byte[] bad = good == null ? new byte[0] : good.clone();
      bad[bad.length / 2] ^= 4;
      blocks.blocks.put(cid, bad);
      assertThatThrownBy(() -> reader.write(file.cid(), new ByteArrayOutputStream()))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining(cid.toString());
      blocks.blocks.put(cid, good == null ? bad : good);
    }
  }

  @Test
  void listsDirectoriesAndFollowsPaths() throws IOException {
    List<String> visited = new ArrayList<>();
    TreeListener listener =
        new TreeListener() {
          @Override
          public void file(String path, Entry entry) {
            visited.add(path);
          }

          @Override
          public void directory(String path, Entry entry) {
            visited.add(path + "/");
          }
        };
    List<SourceFile> files =
        List.of(
            UnixFsImporterTest.source("foo/x", "1"),
            UnixFsImporterTest.source("foo.txt", "2"),
            UnixFsImporterTest.source("foo-1", "3"),
            UnixFsImporterTest.source("a/b/c/\ud83d\ude00", "4"),
            UnixFsImporterTest.source("a/b/c/\uff5e", "5"));
    Entry root = TreeBuilder.importTree(TINY, files, blocks, listener);
    assertThat(visited)
        .containsExactly(
            "a/b/c/\uff5e",
            "a/b/c/\ud83d\ude00",
            "a/b/c/",
            "a/b/",
            "a/",
            "foo/x",
            "foo/",
            "foo-1",
            "foo.txt",
            "/");
    assertThat(blocks.blocks.keySet()).last().isEqualTo(root.cid());
    assertThat(root.size()).isEqualTo(5);
    assertThat(reader.list(root.cid()))
        .extracting(DirectoryEntry::name)
        .containsExactly("a", "foo", "foo-1", "foo.txt");
    Cid file = reader.resolve(root.cid(), "/a/b//c/\ud83d\ude00/").orElseThrow();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    reader.write(file, out);
    assertThat(out.toString(UTF_8)).isEqualTo("4");
    assertThat(reader.resolve(root.cid(), "")).contains(root.cid());
    assertThat(reader.resolve(root.cid(), "a/nothing")).isEmpty();
    assertThat(reader.resolve(root.cid(), "foo.txt/x")).isEmpty();
    assertThatThrownBy(() -> reader.list(file)).isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> reader.write(root.cid(), out)).isInstanceOf(FormatException.class);
  }

  @Test
  void walksEveryBlockOnceParentsFirst() throws IOException {
    List<SourceFile> files =
        List.of(
            UnixFsImporterTest.source("a", new byte[500]),
            UnixFsImporterTest.source("b", Inputs.xorshift32(1, 500)));
    Entry root = TreeBuilder.importTree(TINY, files, blocks, TreeListener.NONE);
    List<Cid> walked = new ArrayList<>();
    reader.walk(root.cid(), (cid, buffer, offset, length) -> walked.add(cid));
    assertThat(walked)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(blocks.blocks.keySet());
    assertThat(walked.getFirst()).isEqualTo(root.cid());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a", "a//b", "a/", "../a", "a/./b", "a/..", "", "a\0", "x/\ud800"})
  void refusesPathsThatLeaveTheTree(String path) {
    refused(path);
  }

  @Test
  void refusesPathsThatCollide() {
    refused("a", "a");
    refused("a", "b", "a/b");
    refused("a/b", "a");
  }

  private void refused(String... paths) {
    List<SourceFile> files =
        Arrays.stream(paths).map(path -> UnixFsImporterTest.source(path, "x")).toList();
    assertThatThrownBy(() -> TreeBuilder.importTree(TINY, files, blocks, TreeListener.NONE))
        .isInstanceOf(InvalidPathException.class);
    assertThat(blocks.blocks).isEmpty();
  }

  @Test
  void refusesAFileThatChangedItsSize() {
    SourceFile file = new SourceFile("a", 5, () -> new ByteArrayInputStream(new byte[6]));
    assertThatThrownBy(() -> TreeBuilder.importTree(TINY, List.of(file), blocks, TreeListener.NONE))
        .isInstanceOf(SourceChangedException.class)
        .hasMessageContaining("listed with 5 bytes, 6 were read");
  }

  @Test
  void refusesNodesThatContradictThemselves() {
    Cid leaf = put(Cid.RAW, new byte[10]);
    PbLink link = new PbLink(leaf, "", 10);
    unreadable(new PbNode(List.of(link), UnixFsData.file(11, List.of(10L)).encode()));
    unreadable(new PbNode(List.of(link), UnixFsData.file(11, List.of(11L)).encode()));
    unreadable(new PbNode(List.of(link), UnixFsData.file(0, List.of()).encode()));
    unreadable(new PbNode(List.of(), UnixFsData.file(10, List.of(10L)).encode()));
    unreadable(
        new PbNode(List.of(new PbLink(leaf, "x", 10)), UnixFsData.file(10, List.of(10L)).encode()));
    unreadable(new PbNode(List.of(link), null));
    unreadable(new PbNode(List.of(link), new byte[] {8, 9}));
    unreadable(
        new PbNode(
            List.of(link, link),
            UnixFsData.file(-2, List.of(Long.MAX_VALUE, Long.MAX_VALUE)).encode()));
    Cid twice = put(Cid.DAG_PB, directory(new PbLink(leaf, "a", 1), new PbLink(leaf, "a", 1)));
    assertThatThrownBy(() -> reader.list(twice)).hasMessageContaining("twice");
    Cid unsafe = put(Cid.DAG_PB, directory(new PbLink(leaf, "..", 1)));
    assertThatThrownBy(() -> reader.list(unsafe)).isInstanceOf(FormatException.class);
  }

  @Test
  void anyUnixFsDataIsReadOrRefused() {
    Random random = new Random(6);
    for (int i = 0; i < 50_000; i++) {
      byte[] data = new byte[1 + random.nextInt(14)];
      random.nextBytes(data);
      data[0] = 8;
      try {
        UnixFsData read = UnixFsData.decode(data);
        assertThat(UnixFsData.decode(read.encode())).isEqualTo(read);
      } catch (FormatException refused) {
        assertThat(refused.getMessage()).isNotEmpty();
      }
    }
  }

  @Test
  void nodesOfNoContentCostNothing() throws IOException {
    Cid node =
        put(
            Cid.DAG_PB,
            DagPb.encode(new PbNode(List.of(), UnixFsData.file(0, List.of()).encode())));
    for (int level = 0; level < 40; level++) {
      PbLink link = new PbLink(node, "", 0);
      node =
          put(
              Cid.DAG_PB,
              DagPb.encode(
                  new PbNode(List.of(link, link), UnixFsData.file(0, List.of(0L, 0L)).encode())));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    reader.write(node, out);
    assertThat(out.size()).isZero();
  }

  private static byte[] directory(PbLink... links) {
    return DagPb.encode(new PbNode(List.of(links), UnixFsData.directory().encode()));
  }

  private void unreadable(PbNode node) {
    Cid cid = put(Cid.DAG_PB, DagPb.encode(node));
    assertThatThrownBy(() -> reader.write(cid, new ByteArrayOutputStream()))
        .isInstanceOf(FormatException.class);
  }

  private Cid put(long codec, byte[] block) {
    Cid cid = Cid.sha256(codec, block);
    blocks.block(cid, block, 0, block.length);
    return cid;
  }
}
