package io.filstore.cli.car;

import io.filstore.car.CarFile;
import io.filstore.cli.car.TreeEntry.Kind;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.unixfs.BlockMissingException;
import io.filstore.unixfs.UnixFsReader;
import io.filstore.unixfs.UnixFsStat;
import io.filstore.unixfs.extract.ExtractLimits;
import java.io.IOException;
import java.util.OptionalInt;

/**
 * Goes through a tree, a directory before its entries, and these in the order that they have in the
 * archive. Holds one path only. A few blocks can describe a tree without end, so it has limits.
 */
final class TreeWalk {
  private final CarFile blocks;
  private final UnixFsReader reader;
  private final ExtractLimits limits;
  private final Visitor visitor;
  private long entries;

  /** Takes the entries one by one. */
  interface Visitor {
    void entry(TreeEntry entry) throws IOException;
  }

  TreeWalk(ArchivedTree tree, ExtractLimits limits, Visitor visitor) {
    this.blocks = tree.blocks();
    this.reader = tree.reader();
    this.limits = limits;
    this.visitor = visitor;
  }

  /**
   * Gives everything below a directory, or a file or symlink itself.
   *
   * @throws FormatException if blocks contradict themselves, or a limit is reached
   */
  void from(Cid start, String path) throws IOException {
    if (start.codec() == Cid.DAG_PB && reader.stat(start).kind().isDirectory()) {
      children(start, path, 1);
    } else {
      entry(start, path, 1);
    }
  }

  private void children(Cid directory, String path, int depth) throws IOException {
    if (depth > limits.depth()) {
      throw new FormatException("'%s' lies deeper than %d folders".formatted(path, limits.depth()));
    }
    String before = path.isEmpty() ? "" : path + "/";
    try {
      reader.visit(directory, child -> entry(child.cid(), before + child.name(), depth));
    } catch (BlockMissingException missing) {
      give(TreeEntry.of(Kind.MISSING, path, missing.cid()));
    }
  }

  private void entry(Cid cid, String path, int depth) throws IOException {
    OptionalInt raw = cid.codec() == Cid.RAW ? blocks.blockLength(cid) : OptionalInt.empty();
    if (raw.isPresent()) {
      give(TreeEntry.file(path, cid, raw.getAsInt()));
    } else if (cid.codec() != Cid.RAW && cid.codec() != Cid.DAG_PB) {
      give(TreeEntry.of(blocks.contains(cid) ? Kind.OTHER : Kind.MISSING, path, cid));
    } else {
      node(cid, path, depth);
    }
  }

  private void node(Cid cid, String path, int depth) throws IOException {
    UnixFsStat stat;
    try {
      stat = reader.stat(cid);
    } catch (BlockMissingException missing) {
      give(TreeEntry.of(Kind.MISSING, path, cid));
      return;
    }
    switch (stat.kind()) {
      case FILE -> give(TreeEntry.file(path, cid, stat.size()));
      case SYMLINK -> give(TreeEntry.symlink(path, cid, reader.symlinkTarget(cid)));
      case DIRECTORY, SHARDED_DIRECTORY -> {
        give(TreeEntry.of(Kind.DIRECTORY, path, cid));
        children(cid, path, depth + 1);
      }
    }
  }

  private void give(TreeEntry entry) throws IOException {
    if (++entries > limits.entries()) {
      throw new FormatException(
          "'%s' is one more than the %d entries that are listed"
              .formatted(entry.path(), limits.entries()));
    }
    visitor.entry(entry);
  }
}
