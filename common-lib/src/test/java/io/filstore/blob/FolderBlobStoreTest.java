package io.filstore.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderBlobStoreTest {

  @TempDir Path folder;
  private FolderBlobStore store;

  @BeforeEach
  void open() throws IOException {
    store = FolderBlobStore.open(folder);
  }

  @Test
  void whatWasPutIsReadBackWholeAndInRanges() throws IOException {
    assertThat(store.put("a.car", bytes("0123456789"))).isEqualTo(10);

    assertThat(text(store.openRange("a.car", 0, 10))).isEqualTo("0123456789");
    assertThat(text(store.openRange("a.car", 3, 4))).isEqualTo("3456");
    assertThat(text(store.openRange("a.car", 10, 0))).isEmpty();
    assertThat(store.stat("a.car").orElseThrow().length()).isEqualTo(10);
    assertThat(store.file("a.car")).contains(folder.toAbsolutePath().resolve("a.car"));
  }

  @Test
  void aStoreThatIsOnlyReadWritesNothing() throws IOException {
    assertThat(store.list("")).isEmpty();
    assertThat(store.stat("a.car")).isEmpty();
    assertThat(store.sweep()).isZero();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void refusesRangesOutsideTheBlobAndUnknownNames() throws IOException {
    store.put("a.car", bytes("0123456789"));

    assertThatThrownBy(() -> store.openRange("a.car", 5, 6))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> store.openRange("b.car", 0, 1))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(store.stat("b.car")).isEmpty();
    assertThat(store.delete("b.car")).isFalse();
  }

  @Test
  void aBlobThatShrinksWhileBeingReadIsAnErrorNotAShortAnswer() throws IOException {
    store.put("a.car", bytes("0123456789"));
    try (InputStream range = store.openRange("a.car", 0, 10)) {
      Files.writeString(folder.resolve("a.car"), "01");
      assertThatThrownBy(range::readAllBytes)
          .isInstanceOf(EOFException.class)
          .hasMessageContaining("8 bytes");
    }
  }

  @Test
  void aDraftIsInvisibleUntilPublishedAndGoneWhenClosed() throws IOException {
    try (BlobDraft draft = store.draft()) {
      draft.append(bytes("half"));
      assertThat(store.list("")).isEmpty();
    }
    assertThat(drafts()).isEmpty();
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void aDraftMayBePatchedBeforeItIsPublished() throws IOException {
    try (BlobDraft draft = store.draft()) {
      draft.append(bytes("????rest"));
      draft.channel().write(ByteBuffer.wrap("head".getBytes(UTF_8)), 0);
      draft.publish("x");
    }
    assertThat(text(store.openRange("x", 0, 8))).isEqualTo("headrest");
  }

  @Test
  void publishingReplacesWholeAndReadersKeepTheOldBytes() throws IOException {
    store.put("x", bytes("old"));
    try (InputStream reader = store.openRange("x", 0, 3)) {
      store.put("x", bytes("newer"));
      assertThat(text(reader)).isEqualTo("old");
    }
    assertThat(text(store.openRange("x", 0, 5))).isEqualTo("newer");
  }

  @Test
  void sweepLeavesTheDraftsOfTheLiving() throws IOException {
    try (BlobDraft alive = store.draft()) {
      Files.writeString(folder.resolve(".drafts/dead.tmp"), "left by a killed process");

      assertThat(store.sweep()).isEqualTo(1);
      alive.append(bytes("still here"));
      alive.publish("x");
    }
    assertThat(text(store.openRange("x", 0, 10))).isEqualTo("still here");
  }

  @Test
  void sweepRemovesTheDraftOfAKilledProcessOnly() throws Exception {
    Process writer = DraftHolder.start(folder);
    try {
      assertThat(writer.inputReader(UTF_8).readLine()).isEqualTo("drafting");
      assertThat(store.sweep()).isZero();
      assertThat(drafts()).hasSize(1);
    } finally {
      writer.destroyForcibly();
      assertThat(writer.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(store.sweep()).isEqualTo(1);
    assertThat(drafts()).isEmpty();
  }

  @Test
  void listIsSortedAndFilteredByPrefix() throws IOException {
    store.put("b.car", bytes(""));
    store.put("a.idx", bytes(""));
    store.put("a.car", bytes(""));

    assertThat(store.list("")).containsExactly("a.car", "a.idx", "b.car");
    assertThat(store.list("a")).containsExactly("a.car", "a.idx");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", ".hidden", "a/b", "../a", "a\0", "ä", "a b"})
  void namesCannotLeaveTheFolder(String name) {
    assertThatThrownBy(() -> store.stat(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.put(name, bytes("x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Stream<Path> drafts() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(".drafts"))) {
      return files.toList().stream();
    }
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static String text(InputStream in) throws IOException {
    try (in) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
