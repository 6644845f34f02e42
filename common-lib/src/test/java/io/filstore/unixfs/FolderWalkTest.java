package io.filstore.unixfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWalkTest {
  private static final WalkPolicy FOLLOW = WalkPolicy.DEFAULT.with(Symlinks.FOLLOW);

  @TempDir Path folder;

  @Test
  void comesInTheByteOrderOfNamesAndPassesHiddenOnesOver() throws IOException {
    for (String path :
        List.of(
            "foo/x", "foo.txt", "foo-1", ".git/config", "\ud83d\ude00", "\uff5e", "a/.b", "Z")) {
      file(path, path);
    }
    Files.createDirectory(folder.resolve("empty"));
    assertThat(events(FolderWalk.of(folder, WalkPolicy.DEFAULT)))
        .containsExactly(
            "(",
            "Z",
            "(a",
            ")a",
            "(empty",
            ")empty",
            "(foo",
            "foo/x",
            ")foo",
            "foo-1",
            "foo.txt",
            "\uff5e",
            "\ud83d\ude00",
            ")");
    assertThat(events(FolderWalk.of(folder, WalkPolicy.DEFAULT.withHidden())))
        .contains("(.git", ".git/config", "a/.b");
  }

  @Test
  void wrapsFilesAndFoldersUnderTheirNames() throws IOException {
    file("d/b", "");
    Path hidden = file(".a", "");
    assertThat(
            events(FolderWalk.wrapped(List.of(folder.resolve("d/."), hidden), WalkPolicy.DEFAULT)))
        .containsExactly("(", ".a", "(d", "d/b", ")d", ")");
    assertThat(events(FolderWalk.wrapped(List.of(), WalkPolicy.DEFAULT))).containsExactly("(", ")");
    assertThat(events(FolderWalk.of(hidden, WalkPolicy.DEFAULT))).containsExactly("");
  }

  @Test
  void refusesRootsThatCannotStandTogether() throws IOException {
    Path one = file("x/a", "");
    Path two = file("y/a", "");
    assertThatThrownBy(() -> FolderWalk.wrapped(List.of(one, two), WalkPolicy.DEFAULT))
        .isInstanceOf(InvalidPathException.class)
        .hasMessageContaining("\"a\" is given twice");
    assertThatThrownBy(() -> FolderWalk.wrapped(List.of(Path.of("/")), WalkPolicy.DEFAULT))
        .isInstanceOf(InvalidPathException.class);
    refused(FolderWalk.of(folder.resolve("none"), WalkPolicy.DEFAULT), "does not exist");
  }

  @Test
  void keepsSymlinksAsTheyAre() throws IOException {
    // Java's own call would tidy the target up.
    new ProcessBuilder("ln", "-s", "../no//where/", folder.resolve("dangling").toString())
        .start()
        .onExit()
        .join();
    Files.createSymbolicLink(folder.resolve("up"), Path.of(".."));
    assertThat(events(FolderWalk.of(folder, WalkPolicy.DEFAULT)))
        .containsExactly("(", "dangling -> ../no//where/", "up -> ..", ")");
    assertThat(events(FolderWalk.of(folder.resolve("up"), WalkPolicy.DEFAULT)))
        .containsExactly(" -> ..");
  }

  @Test
  void skipsSymlinksBelowTheRootAndRejectsThemOnRequest() throws IOException {
    file("a", "");
    Path link = Files.createSymbolicLink(folder.resolve("l"), Path.of("a"));
    WalkPolicy skip = WalkPolicy.DEFAULT.with(Symlinks.SKIP);
    assertThat(events(FolderWalk.of(folder, skip))).containsExactly("(", "a", ")");
    assertThat(events(FolderWalk.wrapped(List.of(link), skip))).containsExactly("(", "l", ")");
    WalkPolicy reject = WalkPolicy.DEFAULT.with(Symlinks.REJECT);
    refused(FolderWalk.of(folder, reject), "/l\" is a symbolic link");
    refused(FolderWalk.of(link, reject), "/l\" is a symbolic link");
  }

  @Test
  void followsSymlinksInsideTheRoot() throws IOException {
    file("d/x", "1");
    Files.createSymbolicLink(folder.resolve("e"), Path.of("d"));
    Files.createSymbolicLink(folder.resolve("f"), folder.resolve("e/x"));
    assertThat(events(FolderWalk.of(folder, FOLLOW)))
        .containsExactly("(", "(d", "d/x", ")d", "(e", "e/x", ")e", "f", ")");
  }

  @Test
  void refusesSymlinksThatLeaveTheRootOrGoInCircles() throws IOException {
    Path inside = Files.createDirectory(folder.resolve("in"));
    file("secret", "s");
    follows(inside, Path.of("../secret"), "out of the folder");
    follows(inside, Path.of("/"), "out of the folder");
    follows(inside, Path.of("nothing"), "to nothing");
    follows(inside, Path.of("l"), "cannot be followed");
    follows(inside, Path.of("."), "to a folder that it lies in");
    Files.createDirectories(inside.resolve("a/b"));
    Files.createSymbolicLink(inside.resolve("a/b/back"), Path.of("../../a"));
    refused(FolderWalk.of(inside, FOLLOW), "to a folder that it lies in");
  }

  private void follows(Path root, Path target, String problem) throws IOException {
    Path link = Files.createSymbolicLink(root.resolve("l"), target);
    refused(FolderWalk.of(root, FOLLOW), problem);
    Files.delete(link);
  }

  @Test
  void refusesATreeThatLinksBlowUp() throws IOException {
    for (int level = 0; level < 40; level++) {
      Path here = Files.createDirectory(folder.resolve("l" + level));
      Files.createSymbolicLink(here.resolve("a"), Path.of("../l" + (level + 1)));
      Files.createSymbolicLink(here.resolve("b"), Path.of("../l" + (level + 1)));
    }
    Files.createDirectory(folder.resolve("l40"));
    refused(FolderWalk.of(folder, FOLLOW), "more than 10000 links");
  }

  @Test
  void refusesWhatIsNeitherFileNorFolder() throws IOException {
    refused(FolderWalk.of(Path.of("/dev/null"), WalkPolicy.DEFAULT), "pipe, socket or device");
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(folder.resolve("socket")));
      refused(FolderWalk.of(folder, WalkPolicy.DEFAULT), "pipe, socket or device");
    }
  }

  @Test
  void refusesNamesThatAreNotUtf8() throws IOException {
    Path odd = Path.of(URI.create(folder.toUri() + "a%FFb"));
    Files.createFile(odd);
    refused(FolderWalk.of(folder, WalkPolicy.DEFAULT), "a name that is not valid UTF-8");
    Files.delete(odd);
    Files.createSymbolicLink(folder.resolve("l"), odd.getFileName());
    refused(FolderWalk.of(folder, WalkPolicy.DEFAULT), "target is not valid UTF-8");
    Files.delete(folder.resolve("l"));
    file("real \ufffd", "");
    assertThat(events(FolderWalk.of(folder, WalkPolicy.DEFAULT)))
        .containsExactly("(", "real \ufffd", ")");
  }

  @Test
  void namesWhatMayNotBeRead() throws IOException {
    Path file = file("private", "x");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file), "this user may read everything");
    assertThatThrownBy(() -> importTree(WalkPolicy.DEFAULT))
        .isInstanceOf(SourceRefusedException.class)
        .hasMessageContaining("/private\" may not be read");
  }

  private interface Change {
    void make(Path file) throws IOException;
  }

  @Test
  void noticesAFileThatChangesWhileItIsPacked() throws IOException {
    changed("longer", file -> Files.writeString(file, "123456"), "with 5 bytes, 6 were read");
    changed("shorter", file -> Files.writeString(file, "1"), "with 5 bytes, 1 were read");
    changed("gone", Files::delete, "is gone");
    changed("touched", file -> Files.setLastModifiedTime(file, at(5)), "was changed at");
    changed("replaced", FolderWalkTest::replace, "was replaced");
  }

  /** The change happens when the first leaf has been read. */
  private void changed(String name, Change change, String problem) throws IOException {
    Path file = file(name + "/a", "12345");
    Files.setLastModifiedTime(file, at(9));
    Deque<Change> changes = new ArrayDeque<>(List.of(change));
    BlockSink meddler =
        (cid, buffer, offset, length) -> {
          if (!changes.isEmpty()) {
            changes.pop().make(file);
          }
        };
    assertThatThrownBy(() ->
            TreeBuilder.importTree(
                Profile.UNIXFS_V1_2025.withTree("tiny", 2, 2),
                FolderWalk.of(folder.resolve(name), WalkPolicy.DEFAULT),
                meddler,
                TreeListener.NONE))
        .isInstanceOf(SourceChangedException.class)
        .hasMessageContaining(problem);
  }

  private static void replace(Path file) throws IOException {
    Files.move(file, file.resolveSibling("old"));
    Files.writeString(file, "54321");
    Files.setLastModifiedTime(file, at(9));
  }

  private static FileTime at(long second) {
    return FileTime.from(Instant.ofEpochSecond(second));
  }

  @Test
  void doesNotFollowALinkThatTookTheFilesPlace() throws IOException {
    Path file = file("a", "12345");
    SourceFile found = found(FolderWalk.of(file, WalkPolicy.DEFAULT));
    Files.move(file, folder.resolve("old"));
    Files.createSymbolicLink(file, Path.of("old"));
    assertThatThrownBy(() -> found.opener().open()).isInstanceOf(IOException.class);
  }

  @Test
  void notesPermissionsAndTimesOnRequest() throws IOException {
    Path file = file("d/a", "x");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x---"));
    Files.setLastModifiedTime(
        file, FileTime.from(Instant.ofEpochSecond(1_700_000_000, 123_456_000)));
    MemoryBlocks blocks = new MemoryBlocks();
    Entry root =
        TreeBuilder.importTree(
            Profile.UNIXFS_V1_2025,
            FolderWalk.of(file, WalkPolicy.DEFAULT.withMetadata()),
            blocks,
            TreeListener.NONE);
    assertThat(new UnixFsReader(blocks).stat(root.cid()).metadata())
        .isEqualTo(new Metadata(0750, new UnixFsData.Mtime(1_700_000_000, 123_456_000)));
  }

  private Entry importTree(WalkPolicy policy) throws IOException {
    return TreeBuilder.importTree(
        Profile.UNIXFS_V1_2025,
        FolderWalk.of(folder, policy),
        new MemoryBlocks(),
        TreeListener.NONE);
  }

  private Path file(String path, String content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.write(file, content.getBytes(UTF_8));
  }

  private static SourceFile found(TreeSource walk) throws IOException {
    List<SourceFile> files = new ArrayList<>();
    walk.walk(new Events(files));
    return files.getFirst();
  }

  private static void refused(TreeSource walk, String problem) {
    assertThatThrownBy(() -> events(walk))
        .isInstanceOf(SourceRefusedException.class)
        .hasMessageContaining(problem);
  }

  /** Directories in brackets, files by their paths, links with their targets. */
  static List<String> events(TreeSource walk) throws IOException {
    Events events = new Events(new ArrayList<>());
    walk.walk(events);
    return events.events;
  }

  private static final class Events implements TreeVisitor {
    private final List<String> events = new ArrayList<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final List<SourceFile> files;

    Events(List<SourceFile> files) {
      this.files = files;
    }

    @Override
    public void beginDirectory(String name, String path, Metadata metadata) {
      open.push(path);
      events.add("(" + path);
    }

    @Override
    public void endDirectory() {
      events.add(")" + open.pop());
    }

    @Override
    public void file(String name, SourceFile file) {
      files.add(file);
      events.add(file.path());
    }

    @Override
    public void symlink(String name, String path, String target, Metadata metadata) {
      events.add(path + " -> " + target);
    }
  }
}
