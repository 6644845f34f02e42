package io.filstore.unixfs;

import io.filstore.ipld.DagPb;
import io.filstore.ipld.PbLink;
import io.filstore.ipld.Utf8;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads files and directories back from blocks. Every block is verified against its CID before one
 * of its bytes is used; sizes are checked on every level. Memory: one path from root to leaf. Safe
 * for several threads if the source is.
 */
public final class UnixFsReader {
  /** A balanced tree of the narrowest useful width holds more than 2^63 bytes at this depth. */
  static final int MAX_DEPTH = 64;

  private final VerifiedBlocks blocks;
  private final HamtReader hamt;

  public UnixFsReader(BlockSource source) {
    this.blocks = new VerifiedBlocks(source);
    this.hamt = new HamtReader(blocks);
  }

  /**
   * What a CID leads to.
   *
   * @throws BlockMissingException if the block is not in the source
   * @throws FormatException if the block is not UnixFS or not the one asked for
   */
  public UnixFsStat stat(Cid cid) throws IOException {
    return cid.codec() == Cid.RAW
        ? new UnixFsStat(cid, UnixFsStat.Kind.FILE, blocks.stored(cid).length(), Metadata.NONE)
        : blocks.unixFs(cid).stat();
  }

  /** Writes a whole file. */
  public void write(Cid file, OutputStream out) throws IOException {
    if (file.codec() == Cid.RAW) {
      StoredBlock only = blocks.stored(file);
      only.write(0, only.length(), out);
      return;
    }
    UnixFsBlock root = file(file);
    write(root, 0, root.size(), out, 0);
  }

  /**
   * Writes a part of a file; only the blocks of that part are fetched.
   *
   * @throws IllegalArgumentException if the part does not lie inside the file
   */
  public void writeRange(Cid file, long offset, long length, OutputStream out) throws IOException {
    if (file.codec() == Cid.RAW) {
      StoredBlock only = blocks.stored(file);
      requireInside(offset, length, only.length());
      only.write((int) offset, (int) length, out);
      return;
    }
    UnixFsBlock root = file(file);
    requireInside(offset, length, root.size());
    write(root, offset, offset + length, out, 0);
  }

  private static void requireInside(long offset, long length, long size) {
    if (offset < 0 || length < 0 || offset > size - length) {
      throw new IllegalArgumentException(
          "range of %d bytes from %d does not lie in %d bytes".formatted(length, offset, size));
    }
  }

  private UnixFsBlock file(Cid cid) throws IOException {
    UnixFsBlock block = blocks.unixFs(cid);
    if (block.kind() != UnixFsStat.Kind.FILE) {
      throw new FormatException(cid + " is not a file but " + block.kind());
    }
    return block;
  }

  /** Writes bytes {@code from..to} of a node, counted from its own beginning. */
  private void write(UnixFsBlock node, long from, long to, OutputStream out, int depth)
      throws IOException {
    if (depth > MAX_DEPTH) {
      throw new FormatException("file is nested deeper than " + MAX_DEPTH);
    }
    long start = node.content().length;
    if (from < start && from < to) {
      out.write(node.content(), (int) from, (int) (Math.min(to, start) - from));
    }
    for (int i = 0; i < node.links().size() && start < to; i++) {
      long end = start + node.blockSizes().get(i);
      if (end > start && end > from) {
        writeChild(node, i, Math.max(0, from - start), Math.min(to, end) - start, out, depth + 1);
      }
      start = end;
    }
  }

  private void writeChild(
      UnixFsBlock parent, int index, long from, long to, OutputStream out, int depth)
      throws IOException {
    Cid cid = parent.links().get(index).hash();
    if (cid.codec() == Cid.RAW) {
      StoredBlock leaf = blocks.stored(cid);
      requireAnnounced(parent, index, leaf.length());
      leaf.write((int) from, (int) (to - from), out);
    } else {
      UnixFsBlock child = file(cid);
      requireAnnounced(parent, index, child.size());
      write(child, from, to, out, depth);
    }
  }

  private static void requireAnnounced(UnixFsBlock parent, int index, long size) {
    if (size != parent.blockSizes().get(index)) {
      throw new FormatException(
          "file %s announces %d bytes below link %d, there are %d"
              .formatted(parent.cid(), parent.blockSizes().get(index), index, size));
    }
  }

  /**
   * Where a symlink leads, as it stands in the link.
   *
   * @throws FormatException if it is no symlink, or its target is not UTF-8
   */
  public String symlinkTarget(Cid symlink) throws IOException {
    UnixFsBlock block = blocks.unixFs(symlink);
    if (block.kind() != UnixFsStat.Kind.SYMLINK) {
      throw new FormatException(symlink + " is not a symlink but " + block.kind());
    }
    return Utf8.decode(ByteBuffer.wrap(block.content()));
  }

  /**
   * Entries of a directory in the byte order of their names; holds them all.
   *
   * @throws FormatException if it is no directory, or holds an unsafe, repeated or misplaced name
   */
  public List<DirectoryEntry> list(Cid directory) throws IOException {
    List<DirectoryEntry> entries = new ArrayList<>();
    visit(directory, entries::add);
    entries.sort(Comparator.comparing(DirectoryEntry::name, Names.PATH_ORDER));
    return entries;
  }

  /**
   * Gives the entries of a directory one by one, in the order of its bytes: by name, or by hash if
   * it is sharded. Holds one path of shards only, and fetches each when its turn comes.
   *
   * @throws FormatException as {@link #list}, possibly after entries were given
   */
  public void visit(Cid directory, DirectoryVisitor visitor) throws IOException {
    UnixFsBlock block = blocks.unixFs(directory);
    switch (block.kind()) {
      case DIRECTORY -> visitFlat(block, visitor);
      case SHARDED_DIRECTORY -> hamt.visit(block, visitor);
      case FILE, SYMLINK ->
          throw new FormatException(directory + " is not a directory but " + block.kind());
    }
  }

  private static void visitFlat(UnixFsBlock block, DirectoryVisitor visitor) throws IOException {
    Set<String> names = new HashSet<>();
    for (PbLink link : block.links()) {
      String name = Names.requireName(link.name());
      if (!names.add(name)) {
        throw new FormatException(block.cid() + " holds the name \"" + name + "\" twice");
      }
      visitor.entry(new DirectoryEntry(name, link.hash(), link.tsize()));
    }
  }

  /**
   * Follows a path of names from a root. Empty names are passed over, so that leading, trailing and
   * doubled slashes do no harm.
   *
   * @return the CID at its end; empty if a name does not exist or lies below something that is not
   *     a directory
   */
  public Optional<Cid> resolve(Cid root, String path) throws IOException {
    Cid at = root;
    for (String name : path.split("/")) {
      if (name.isEmpty()) {
        continue;
      }
      Optional<Cid> next = child(at, name);
      if (next.isEmpty()) {
        return next;
      }
      at = next.get();
    }
    return Optional.of(at);
  }

  private Optional<Cid> child(Cid directory, String name) throws IOException {
    return child(directory, name, new ArrayList<>());
  }

  /**
   * Looks one name up in a directory. The shards below the directory's own block that were read for
   * it are added to {@code way}, in their order.
   *
   * @return what the entry leads to; empty if there is none or {@code directory} is none
   */
  public Optional<Cid> child(Cid directory, String name, List<Cid> way) throws IOException {
    UnixFsBlock block = blocks.unixFs(directory);
    return switch (block.kind()) {
      case FILE, SYMLINK -> Optional.empty();
      case SHARDED_DIRECTORY -> Optional.ofNullable(hamt.find(block, name, way));
      case DIRECTORY -> flatChild(block, name);
    };
  }

  private static Optional<Cid> flatChild(UnixFsBlock block, String name) throws IOException {
    List<Cid> found = new ArrayList<>(1);
    visitFlat(
        block,
        entry -> {
          if (entry.name().equals(name)) {
            found.add(entry.cid());
          }
        });
    return found.stream().findFirst();
  }

  /**
   * Gives every block below a root to the sink, depth first, parents before children, each once:
   * the order of a trustless gateway's {@code dfs}. Blocks that are neither raw nor dag-pb have no
   * known links.
   */
  public void walk(Cid root, BlockSink sink) throws IOException {
    Set<Cid> seen = new HashSet<>();
    Deque<Cid> waiting = new ArrayDeque<>();
    waiting.push(root);
    while (!waiting.isEmpty()) {
      Cid cid = waiting.pop();
      if (!seen.add(cid)) {
        continue;
      }
      byte[] block = blocks.fetch(cid);
      sink.block(cid, block, 0, block.length);
      if (cid.codec() == Cid.DAG_PB) {
        DagPb.decode(block).links().reversed().forEach(link -> waiting.push(link.hash()));
      }
    }
  }
}
