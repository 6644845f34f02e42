package io.filstore.unixfs.extract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.ipld.DagPb;
import io.filstore.ipld.PbLink;
import io.filstore.ipld.PbNode;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.unixfs.FolderWalk;
import io.filstore.unixfs.Profile;
import io.filstore.unixfs.TreeBuilder;
import io.filstore.unixfs.TreeListener;
import io.filstore.unixfs.UnixFsData;
import io.filstore.unixfs.UnixFsReader;
import io.filstore.unixfs.WalkPolicy;
import io.filstore.unixfs.extract.ExtractOptions.Existing;
import io.filstore.unixfs.extract.ExtractOptions.Symlinks;
import io.filstore.unixfs.extract.Extracted.LeftOut;
import io.filstore.unixfs.extract.Extracted.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtractorTest {
  private static final byte[] DIRECTORY = {8, 1};

  @TempDir Path source;
  @TempDir Path target;
  private final Map<Cid, byte[]> blocks = new HashMap<>();
  private final UnixFsReader reader = new UnixFsReader(blocks::get);

  @Test
  void givesBackWhatWasPacked() throws IOException {
    file(source, "a/b/c.txt", "c");
    file(source, "a/ключ", "k");
    file(source, "empty", "");
    Files.createDirectories(source.resolve("nothing/in/it"));
    byte[] large = new byte[3_000_000];
    new Random(1).nextBytes(large);
    Files.write(source.resolve("large"), large);
    Files.createSymbolicLink(source.resolve("a/link"), Path.of("../empty"));

    Extracted extracted = extract(pack(WalkPolicy.DEFAULT), "", ExtractOptions.DEFAULT);

    assertThat(extracted).isEqualTo(new Extracted(4, 5, 1, large.length + 2, List.of()));
    assertThat(names(target)).isEqualTo(names(source));
    assertThat(target.resolve("large")).hasBinaryContent(large);
    assertThat(target.resolve("a/ключ")).hasContent("k");
    assertThat(Files.readSymbolicLink(target.resolve("a/link"))).hasToString("../empty");
  }

  @Test
  void extractsOnePathUnderItsName() throws IOException {
    file(source, "a/b/c.txt", "c");
    file(source, "a/d", "d");
    Cid root = pack(WalkPolicy.DEFAULT);
    extract(root, "a/b", ExtractOptions.DEFAULT);
    assertThat(names(target)).containsExactly("a", "a/b", "a/b/c.txt");
    extract(root, "/a//d", ExtractOptions.DEFAULT);
    assertThat(target.resolve("a/d")).hasContent("d");
    assertThatThrownBy(() -> extract(root, "a/e", ExtractOptions.DEFAULT))
        .isInstanceOf(ExtractException.class)
        .hasMessageContaining("a/e");
    assertThatThrownBy(() -> extract(root, "../a", ExtractOptions.DEFAULT))
        .isInstanceOf(ExtractException.class);
  }

  @Test
  void aRootThatIsAFileGetsAName() throws IOException {
    extract(raw("x"), "", ExtractOptions.DEFAULT);
    assertThat(target.resolve("root")).hasContent("x");
  }

  @Test
  void keepsPermissionsAndTimesOnRequest() throws IOException {
    Path file = file(source, "d/run", "x");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x--x"));
    FileTime time = FileTime.from(Instant.ofEpochSecond(1_600_000_000, 5_000));
    Files.setLastModifiedTime(file, time);
    Files.setLastModifiedTime(source.resolve("d"), time);
    Cid root = pack(WalkPolicy.DEFAULT.withMetadata());
    extract(root, "", ExtractOptions.DEFAULT.keepingMetadata());
    Path copy = target.resolve("d/run");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("rwxr-x--x");
    assertThat(Files.getLastModifiedTime(copy)).isEqualTo(time);
    assertThat(Files.getLastModifiedTime(target.resolve("d"))).isEqualTo(time);
  }

  @Test
  void replacesNothingUnlessToldTo() throws IOException {
    file(source, "a/f", "new");
    Cid root = pack(WalkPolicy.DEFAULT);
    file(target, "a/f", "old");
    file(target, "a/other", "mine");
    assertThatThrownBy(() -> extract(root, "", ExtractOptions.DEFAULT))
        .isInstanceOfSatisfying(
            OccupiedException.class, there -> assertThat(there.isReplaceable()).isTrue())
        .hasMessage("\"a/f\" exists already");
    assertThat(target.resolve("a/f")).hasContent("old");
    extract(root, "", ExtractOptions.DEFAULT.with(Existing.REPLACE));
    assertThat(target.resolve("a/f")).hasContent("new");
    assertThat(target.resolve("a/other")).hasContent("mine");
  }

  @Test
  void writesThroughNoSymlink() throws IOException {
    file(source, "a/f", "new");
    Cid root = pack(WalkPolicy.DEFAULT);
    Path outside = Files.createDirectory(source.resolve("outside"));
    Files.createSymbolicLink(target.resolve("a"), outside);
    ExtractOptions replacing = ExtractOptions.DEFAULT.with(Existing.REPLACE);
    assertThatThrownBy(() -> extract(root, "", replacing))
        .isInstanceOfSatisfying(
            OccupiedException.class, there -> assertThat(there.isReplaceable()).isFalse())
        .hasMessageContaining("something else stands in its place");
    assertThat(outside).isEmptyDirectory();
    Files.delete(target.resolve("a"));
    Path victim = file(source, "victim", "untouched");
    Files.createDirectory(target.resolve("a"));
    Files.createSymbolicLink(target.resolve("a/f"), victim);
    extract(root, "", replacing);
    assertThat(victim).hasContent("untouched");
    assertThat(Files.isSymbolicLink(target.resolve("a/f"))).isFalse();
  }

  @Test
  void namesThatLeadOutAreRefused() throws IOException {
    for (String name : List.of("..", ".", "a/b", "/etc", "a\0b", "")) {
      Cid root = directory(link(name, raw("x")));
      assertThatThrownBy(() -> extract(root, "", ExtractOptions.DEFAULT))
          .as(name)
          .isInstanceOfAny(FormatException.class, io.filstore.unixfs.InvalidPathException.class);
    }
    assertThat(names(target)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../out", "a/../../out", "..", "", "b/../..", "z/../z"})
  void linksThatLeadOutAreLeftOut(String goal) throws IOException {
    Cid root = directory(link("l", symlink(goal)), link("z", raw("x")));
    Extracted extracted = extract(root, "", ExtractOptions.DEFAULT);
    assertThat(extracted.leftOut()).containsExactly(new LeftOut("l", Reason.SYMLINK, goal));
    assertThat(extracted.isComplete()).isTrue();
    assertThat(names(target)).containsExactly("z");
  }

  @Test
  void linksLeadOutThroughNoOtherLink() throws IOException {
    Cid deep = directory(link("up", symlink("../..")));
    Cid root =
        directory(
            link("a", directory(link("b", deep))),
            link("l", symlink("a/b/up/../secret")),
            link("m", symlink("a/b/up/l")));
    Extracted extracted = extract(root, "", ExtractOptions.DEFAULT);
    assertThat(extracted.leftOut()).extracting(LeftOut::path).containsExactly("l");
    assertThat(target.resolve("a/b/up").toRealPath()).isEqualTo(target.toRealPath());
  }

  @Test
  void folderKeepsItsTimeThoughLinksAreMadeLater() throws IOException {
    FileTime time = FileTime.from(Instant.ofEpochSecond(1_600_000_000, 5_000));
    Files.createDirectories(source.resolve("d/e"));
    Files.createSymbolicLink(source.resolve("d/e/l"), Path.of("../f"));
    Files.setLastModifiedTime(source.resolve("d/e"), time);
    Files.setLastModifiedTime(source.resolve("d"), time);
    Cid root = pack(WalkPolicy.DEFAULT.withMetadata());
    extract(root, "", ExtractOptions.DEFAULT.keepingMetadata());
    assertThat(target.resolve("d/e/l")).isSymbolicLink();
    assertThat(Files.getLastModifiedTime(target.resolve("d/e"))).isEqualTo(time);
    assertThat(Files.getLastModifiedTime(target.resolve("d"))).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, Long.MAX_VALUE, -253_402_300_800L, 253_402_300_800L})
  void timesThatNoFileSystemKeepsAreNotSet(long seconds) throws IOException {
    UnixFsData file =
        new UnixFsData(
            UnixFsData.Type.FILE,
            new byte[] {1},
            1L,
            List.of(),
            null,
            null,
            null,
            new UnixFsData.Mtime(seconds, 0));
    Cid root =
        directory(link("f", put(Cid.DAG_PB, DagPb.encode(new PbNode(List.of(), file.encode())))));
    Instant before = Instant.now().minusSeconds(60);
    extract(root, "", ExtractOptions.DEFAULT.keepingMetadata());
    assertThat(Files.getLastModifiedTime(target.resolve("f")).toInstant())
        .isBetween(before, Instant.now().plusSeconds(60));
  }

  @Test
  void whatTheFileSystemDoesNotTakeIsSaid() {
    String name = "n".repeat(5000);
    for (Cid child : List.of(raw("x"), directory(), symlink("a"))) {
      for (Existing existing : Existing.values()) {
        ExtractOptions options = ExtractOptions.DEFAULT.with(existing);
        assertThatThrownBy(() -> extract(directory(link(name, child)), "", options))
            .isInstanceOf(ExtractException.class)
            .hasMessageContaining("cannot be put in its place");
      }
    }
    assertThatThrownBy(() ->
            extract(
                directory(link("l", symlink(""))), "", ExtractOptions.DEFAULT.with(Symlinks.ALL)))
        .isInstanceOf(ExtractException.class)
        .hasMessageContaining("\"l\"");
  }

  @Test
  void linksAreMadeLastAndByPolicy() throws IOException {
    // On a file system that ignores case, "A" would be a link when "a" is written.
    Cid root =
        directory(link("A", symlink("elsewhere")), link("a", directory(link("f", raw("x")))));
    Extracted all = extract(root, "", ExtractOptions.DEFAULT.with(Symlinks.ALL));
    assertThat(all.symlinks()).isEqualTo(1);
    assertThat(target.resolve("a/f")).hasContent("x");
    Path other = Files.createDirectory(source.resolve("none"));
    Extracted none =
        new Extractor(reader, ExtractOptions.DEFAULT.with(Symlinks.NONE))
            .extract(root, "", other, "root");
    assertThat(none.symlinks()).isZero();
    assertThat(names(other)).containsExactly("a", "a/f");
  }

  @Test
  void whatIsMissingIsToldAndTheRestIsThere() throws IOException {
    Cid gone = Cid.sha256(Cid.RAW, new byte[] {9});
    Cid goneFolder = Cid.sha256(Cid.DAG_PB, new byte[] {9});
    Cid cbor = Cid.sha256(Cid.DAG_CBOR, new byte[] {(byte) 0xa0});
    Cid half = file(raw("first"), 5, gone, 1);
    Cid root =
        directory(
            link("a", gone),
            link("b", raw("here")),
            link("c", goneFolder),
            link("d", half),
            link("e", cbor));
    Extracted extracted = extract(root, "", ExtractOptions.DEFAULT);
    assertThat(extracted.leftOut()).extracting(LeftOut::path).containsExactly("a", "c", "d", "e");
    assertThat(extracted.isComplete()).isFalse();
    assertThat(names(target)).containsExactly("b");
  }

  @Test
  void aTreeWithoutEndEndsAtTheLimits() throws IOException {
    Cid node = raw("x");
    for (int level = 0; level < 200; level++) {
      node = directory(link("a", node), link("b", node));
    }
    Cid bomb = node;
    assertThatThrownBy(() -> extract(bomb, "", ExtractOptions.DEFAULT))
        .isInstanceOf(ExtractException.class)
        .hasMessageContaining("deeper than 128 folders");
    Cid wide = raw("x");
    for (int level = 0; level < 20; level++) {
      wide = directory(link("a", wide), link("b", wide));
    }
    Cid tree = wide;
    ExtractOptions few = ExtractOptions.DEFAULT.with(new ExtractLimits(128, 50, 1000));
    Path other = target.resolve("other");
    assertThatThrownBy(() -> new Extractor(reader, few).extract(tree, "", other, "root"))
        .isInstanceOf(ExtractException.class)
        .hasMessageContaining("50 entries");
    try (Stream<Path> all = Files.walk(other)) {
      assertThat(all.count()).isLessThan(60);
    }
  }

  @Test
  void contentBeyondTheLimitIsNotWritten() throws IOException {
    Cid leaf = raw("x".repeat(1000));
    Cid big = file(leaf, 1000, leaf, 1000);
    Cid root = directory(link("a", big));
    ExtractOptions small = ExtractOptions.DEFAULT.with(new ExtractLimits(10, 10, 1999));
    assertThatThrownBy(() -> extract(root, "", small))
        .isInstanceOf(ExtractException.class)
        .hasMessageContaining("2000 bytes")
        .hasMessageContaining("1999");
    assertThat(names(target)).isEmpty();
  }

  private Extracted extract(Cid root, String path, ExtractOptions options) throws IOException {
    return new Extractor(reader, options).extract(root, path, target, "root");
  }

  private Cid pack(WalkPolicy policy) throws IOException {
    return TreeBuilder.importTree(
            Profile.UNIXFS_V1_2025,
            FolderWalk.of(source, policy),
            (cid, buffer, offset, length) ->
                blocks.put(cid, Arrays.copyOfRange(buffer, offset, offset + length)),
            TreeListener.NONE)
        .cid();
  }

  private Cid raw(String text) {
    return put(Cid.RAW, text.getBytes(UTF_8));
  }

  private Cid directory(PbLink... links) {
    return put(Cid.DAG_PB, DagPb.encode(new PbNode(List.of(links), DIRECTORY)));
  }

  private static PbLink link(String name, Cid cid) {
    return new PbLink(cid, name, 1);
  }

  private Cid symlink(String goal) {
    byte[] text = goal.getBytes(UTF_8);
    byte[] data = new byte[4 + text.length];
    data[0] = 8;
    data[1] = 4;
    data[2] = 18;
    data[3] = (byte) text.length;
    System.arraycopy(text, 0, data, 4, text.length);
    return put(Cid.DAG_PB, DagPb.encode(new PbNode(List.of(), data)));
  }

  /** A file of two leaves, sizes as two-byte varints. */
  private Cid file(Cid first, int firstSize, Cid second, int secondSize) {
    int size = firstSize + secondSize;
    byte[] data = {
      8,
      2,
      24,
      (byte) (size & 0x7f | 0x80),
      (byte) (size >> 7 | 0x80),
      0,
      32,
      (byte) (firstSize & 0x7f | 0x80),
      (byte) (firstSize >> 7 | 0x80),
      0,
      32,
      (byte) (secondSize & 0x7f | 0x80),
      (byte) (secondSize >> 7 | 0x80),
      0
    };
    return put(
        Cid.DAG_PB, DagPb.encode(new PbNode(List.of(link("", first), link("", second)), data)));
  }

  private Cid put(long codec, byte[] block) {
    Cid cid = Cid.sha256(codec, block);
    blocks.put(cid, block);
    return cid;
  }

  private static Path file(Path folder, String path, String content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> !path.equals(folder))
          .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
          .map(path -> folder.relativize(path).toString())
          .sorted()
          .toList();
    }
  }
}
