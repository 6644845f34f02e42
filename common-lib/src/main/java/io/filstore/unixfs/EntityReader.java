package io.filstore.unixfs;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.io.IOException;
import java.util.function.Predicate;

/**
 * Gives the blocks that one file or directory consists of, depth first, parents before children:
 * what the trustless gateway specification calls an entity. A directory is its own block and its
 * shards, without what the entries lead to. Blocks are verified; those outside the part that is
 * asked for are not fetched.
 */
public final class EntityReader {
  private final VerifiedBlocks blocks;
  private final BlockSink sink;
  private final Predicate<Cid> isNew;

  /**
   * @param isNew asked before a node of a file is given with everything below it; what is not new
   *     is passed over. Without it a few blocks that repeat each other give endlessly many.
   */
  public EntityReader(BlockSource source, BlockSink sink, Predicate<Cid> isNew) {
    this.blocks = new VerifiedBlocks(source);
    this.sink = sink;
    this.isNew = isNew;
  }

  /** Bytes of a file; what lies outside it is cut off. */
  public record Extent(long from, long end) {}

  /** Which bytes of a file are meant, as soon as its size is known. */
  @FunctionalInterface
  public interface Part {
    Part WHOLE = size -> new Extent(0, size);

    Extent of(long size);
  }

  /**
   * Gives the blocks of an entity. Of a file those that cover the part, or its root alone if the
   * part is empty; of everything that is neither file nor directory the one block.
   *
   * @throws BlockMissingException if one of them is not in the source
   * @throws FormatException if one of them is damaged or contradicts the others
   */
  public void give(Cid root, Part part) throws IOException {
    if (root.codec() != Cid.DAG_PB) {
      sink.stored(root, blocks.stored(root));
      return;
    }
    byte[] bytes = blocks.fetch(root);
    sink.block(root, bytes, 0, bytes.length);
    if (!isUnixFs(root, bytes)) {
      return;
    }
    UnixFsBlock block = UnixFsBlock.of(root, bytes);
    switch (block.kind()) {
      case FILE -> giveFile(block, part.of(block.size()));
      case SHARDED_DIRECTORY -> new HamtReader(blocks).shards(block, sink);
      case DIRECTORY, SYMLINK -> {}
    }
  }

  private static boolean isUnixFs(Cid cid, byte[] bytes) {
    try {
      UnixFsBlock.of(cid, bytes);
      return true;
    } catch (FormatException other) {
      return false;
    }
  }

  private void giveFile(UnixFsBlock root, Extent part) throws IOException {
    long from = Math.max(0, part.from());
    long end = Math.min(root.size(), part.end());
    if (from < end) {
      giveChildren(root, from, end, 0);
    }
  }

  /** Children of a node that hold its bytes {@code from..to}, counted from its own beginning. */
  private void giveChildren(UnixFsBlock node, long from, long to, int depth) throws IOException {
    if (depth >= UnixFsReader.MAX_DEPTH) {
      throw new FormatException("file is nested deeper than " + UnixFsReader.MAX_DEPTH);
    }
    boolean whole = from == 0 && to == node.size();
    long start = node.content().length;
    for (int i = 0; i < node.links().size() && (whole || start < to); i++) {
      long size = node.blockSizes().get(i);
      long end = start + size;
      if (whole || (size > 0 && end > from)) {
        Cid child = node.links().get(i).hash();
        giveNode(child, size, Math.max(0, from - start), Math.min(to, end) - start, depth + 1);
      }
      start = end;
    }
  }

  private void giveNode(Cid cid, long size, long from, long to, int depth) throws IOException {
    boolean whole = from == 0 && to == size;
    if (whole && !isNew.test(cid)) {
      return;
    }
    if (cid.codec() == Cid.RAW) {
      StoredBlock leaf = blocks.stored(cid);
      requireAnnounced(cid, UnixFsStat.Kind.FILE, leaf.length(), size);
      sink.stored(cid, leaf);
      return;
    }
    byte[] bytes = blocks.fetch(cid);
    UnixFsBlock node = UnixFsBlock.of(cid, bytes);
    requireAnnounced(cid, node.kind(), node.size(), size);
    sink.block(cid, bytes, 0, bytes.length);
    giveChildren(node, from, to, depth);
  }

  private static void requireAnnounced(Cid cid, UnixFsStat.Kind kind, long size, long announced) {
    if (kind != UnixFsStat.Kind.FILE || size != announced) {
      throw new FormatException(
          "%s is a %s of %d bytes where %d bytes of a file are announced"
              .formatted(cid, kind, size, announced));
    }
  }
}
