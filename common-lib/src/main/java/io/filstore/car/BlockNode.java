package io.filstore.car;

import io.filstore.ipld.DagPb;
import io.filstore.ipld.Links;
import io.filstore.ipld.PbLink;
import io.filstore.ipld.PbNode;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.unixfs.UnixFsData;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A block as part of a DAG.
 *
 * @param size content bytes of a file with everything below
 * @param links the CIDs one after another, in the order of the block
 * @param ends where each CID ends in {@code links}
 * @param expected for each link, what it must lead to: {@link #ANYTHING}, {@link #A_SHARD}, or a
 *     file of so many content bytes; empty if all are {@link #ANYTHING}
 * @param contradiction what is wrong in the block itself, if it is UnixFS
 */
record BlockNode(
    Kind kind,
    long size,
    byte[] links,
    int[] ends,
    long[] expected,
    @Nullable String contradiction) {
  static final long ANYTHING = -1;
  static final long A_SHARD = -2;

  private static BlockNode of(
      Kind kind, long size, List<Cid> links, List<Long> expected, @Nullable String contradiction) {
    int[] ends = new int[links.size()];
    int length = 0;
    for (int i = 0; i < ends.length; i++) {
      length += links.get(i).length();
      ends[i] = length;
    }
    ByteBuffer bytes = ByteBuffer.allocate(length);
    links.forEach(link -> link.writeTo(bytes));
    long[] wanted = expected.stream().mapToLong(Long::longValue).toArray();
    return new BlockNode(kind, size, bytes.array(), ends, wanted, contradiction);
  }

  /** What a block is. */
  enum Kind {
    /** Not in the archive. */
    ABSENT,
    FILE,
    SHARD,
    /** Links are known, but it is no file and no shard. */
    OTHER,
    /** The codec is not known, so the links are not either. */
    OPAQUE,
    /** The block does not follow its codec. */
    UNREADABLE
  }

  /** Reads a block, from the position to the limit. */
  static BlockNode of(long codec, ByteBuffer block) {
    if (codec == Cid.RAW) {
      return of(Kind.FILE, block.remaining(), List.of(), List.of(), null);
    }
    try {
      return codec == Cid.DAG_PB ? dagPb(DagPb.decode(block)) : other(Links.of(codec, block));
    } catch (FormatException e) {
      return of(Kind.UNREADABLE, 0, List.of(), List.of(), e.getMessage());
    }
  }

  private static BlockNode other(Links links) {
    return switch (links) {
      case Links.Known(var cids) -> of(Kind.OTHER, 0, cids, List.of(), null);
      case Links.Unknown(long codec) -> of(Kind.OPAQUE, 0, List.of(), List.of(), null);
    };
  }

  private static BlockNode dagPb(PbNode node) {
    List<Cid> links = node.links().stream().map(PbLink::hash).toList();
    UnixFsData data = unixFs(node);
    if (data == null) {
      return of(Kind.OTHER, 0, links, List.of(), null);
    }
    String contradiction = UnixFsRules.contradiction(node.links(), data);
    if (contradiction != null) {
      return of(Kind.OTHER, 0, links, List.of(), contradiction);
    }
    return switch (data.type()) {
      case FILE, RAW -> of(Kind.FILE, UnixFsRules.size(data), links, data.blockSizes(), null);
      case HAMT_SHARD -> of(Kind.SHARD, 0, links, UnixFsRules.shardLinks(node.links(), data), null);
      case DIRECTORY, SYMLINK, METADATA -> of(Kind.OTHER, 0, links, List.of(), null);
    };
  }

  /** The UnixFS message; null if the node carries none, as dag-pb may. */
  private static @Nullable UnixFsData unixFs(PbNode node) {
    if (node.data() == null) {
      return null;
    }
    try {
      return UnixFsData.decode(node.data());
    } catch (FormatException notUnixFs) {
      return null;
    }
  }
}
