package io.filstore.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.unixfs.BlockMissingException;
import io.filstore.unixfs.DirectoryEntry;
import io.filstore.unixfs.UnixFsData;
import io.filstore.unixfs.UnixFsReader;
import io.filstore.unixfs.UnixFsStat;
import java.io.IOException;
import java.io.UncheckedIOException;

class UnixFsFuzzTest {
  private static final int MAX_DEPTH = 5;

  @FuzzTest
  void data(byte[] bytes) {
    Hostile.read(() -> UnixFsData.decode(bytes))
        .ifPresent(data -> assertThat(UnixFsData.decode(data.encode())).isEqualTo(data));
  }

  @FuzzTest
  void reader(FuzzedDataProvider input) {
    HostileDag dag = HostileDag.from(input);
    UnixFsReader reader = new UnixFsReader(dag.blocks()::get);
    for (Cid cid : dag.blocks().keySet()) {
      refusable(() -> everything(reader, cid));
      refusable(() -> reader.walk(cid, (block, buffer, offset, length) -> {}));
    }
  }

  /** Of a tree that is as it was written nothing is refused. */
  @FuzzTest
  void damagedTree(FuzzedDataProvider input) throws IOException {
    DamagedTree tree = DamagedTree.from(input);
    UnixFsReader reader = new UnixFsReader(tree.blocks()::get);
    if (tree.isWhole()) {
      below(reader, tree.root(), MAX_DEPTH);
    }
    for (Cid cid : tree.blocks().keySet()) {
      refusable(() -> everything(reader, cid));
    }
    refusable(() -> below(reader, tree.root(), MAX_DEPTH));
    refusable(() -> reader.walk(tree.root(), (block, buffer, offset, length) -> {}));
  }

  private static void below(UnixFsReader reader, Cid cid, int depth) throws IOException {
    everything(reader, cid);
    UnixFsStat.Kind kind = reader.stat(cid).kind();
    if (depth > 0
        && (kind == UnixFsStat.Kind.DIRECTORY || kind == UnixFsStat.Kind.SHARDED_DIRECTORY)) {
      for (DirectoryEntry entry : reader.list(cid)) {
        below(reader, entry.cid(), depth - 1);
      }
    }
  }

  private static void everything(UnixFsReader reader, Cid cid) throws IOException {
    UnixFsStat stat = reader.stat(cid);
    switch (stat.kind()) {
      case FILE -> content(reader, cid, stat.size());
      case DIRECTORY, SHARDED_DIRECTORY -> entries(reader, cid);
      case SYMLINK -> {}
    }
  }

  private static void content(UnixFsReader reader, Cid cid, long size) throws IOException {
    LimitedOutput whole = new LimitedOutput();
    reader.write(cid, whole);
    assertThat(whole.isFull() || whole.size() == size).isTrue();
    LimitedOutput part = new LimitedOutput();
    reader.writeRange(cid, size / 3, size / 2, part);
    if (!part.isFull() && !whole.isFull()) {
      int start = (int) (size / 3);
      assertThat(part.toByteArray()).isEqualTo(whole.slice(start, start + (int) (size / 2)));
    }
  }

  /** A directory that can be listed finds each of its entries by name, and nothing else. */
  private static void entries(UnixFsReader reader, Cid cid) throws IOException {
    for (DirectoryEntry entry : reader.list(cid)) {
      assertThat(reader.resolve(cid, entry.name())).contains(entry.cid());
    }
    assertThat(reader.resolve(cid, "a name that no generator makes")).isEmpty();
  }

  private interface Reading {
    void run() throws IOException;
  }

  private static void refusable(Reading reading) {
    try {
      reading.run();
    } catch (FormatException | BlockMissingException | LimitedOutput.FullException refused) {
      assertThat(refused).hasMessageMatching("(?s).+");
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory fails only by a bug", e);
    }
  }
}
