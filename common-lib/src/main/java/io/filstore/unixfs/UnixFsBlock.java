package io.filstore.unixfs;

import io.filstore.ipld.DagPb;
import io.filstore.ipld.PbLink;
import io.filstore.ipld.PbNode;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One verified block as part of a file or directory, its inner numbers checked against each other.
 *
 * @param content bytes that stand in this block itself; the target of a symlink
 * @param size content bytes of this block and everything below
 * @param blockSizes content bytes below each link of a file; empty otherwise
 * @param data the whole message; null for a raw block
 */
record UnixFsBlock(
    Cid cid,
    UnixFsStat.Kind kind,
    byte[] content,
    long size,
    List<PbLink> links,
    List<Long> blockSizes,
    @Nullable UnixFsData data) {
  private static final byte[] NOTHING = {};

  /**
   * @throws FormatException if the block is not UnixFS or contradicts itself
   */
  static UnixFsBlock of(Cid cid, byte[] block) {
    if (cid.codec() == Cid.RAW) {
      return file(cid, block, block.length, List.of(), null);
    }
    if (cid.codec() != Cid.DAG_PB) {
      throw new FormatException(
          "block %s has codec 0x%x, which is neither file nor directory"
              .formatted(cid, cid.codec()));
    }
    PbNode node = DagPb.decode(block);
    if (node.data() == null) {
      throw new FormatException("block " + cid + " carries no UnixFS data");
    }
    return of(cid, node.links(), UnixFsData.decode(node.data()));
  }

  private static UnixFsBlock of(Cid cid, List<PbLink> links, UnixFsData data) {
    byte[] content = data.data() == null ? NOTHING : data.data();
    return switch (data.type()) {
      case RAW, FILE -> file(cid, content, declaredSize(cid, data, content), links, data);
      case DIRECTORY -> other(cid, UnixFsStat.Kind.DIRECTORY, NOTHING, links, data);
      case HAMT_SHARD -> other(cid, UnixFsStat.Kind.SHARDED_DIRECTORY, content, links, data);
      case SYMLINK -> other(cid, UnixFsStat.Kind.SYMLINK, content, noLinks(cid, links), data);
      case METADATA -> throw new FormatException("block " + cid + " is of the type Metadata");
    };
  }

  private static List<PbLink> noLinks(Cid cid, List<PbLink> links) {
    if (!links.isEmpty()) {
      throw new FormatException("symlink %s has %d links".formatted(cid, links.size()));
    }
    return links;
  }

  private static UnixFsBlock other(
      Cid cid, UnixFsStat.Kind kind, byte[] content, List<PbLink> links, UnixFsData data) {
    long size = kind == UnixFsStat.Kind.SYMLINK ? content.length : 0;
    return new UnixFsBlock(cid, kind, content, size, links, List.of(), data);
  }

  private static UnixFsBlock file(
      Cid cid, byte[] content, long size, List<PbLink> links, @Nullable UnixFsData data) {
    List<Long> blockSizes = data == null ? List.of() : data.blockSizes();
    if (links.size() != blockSizes.size()) {
      throw new FormatException(
          "file %s has %d links and %d block sizes"
              .formatted(cid, links.size(), blockSizes.size()));
    }
    for (PbLink link : links) {
      if (!link.name().isEmpty()) {
        throw new FormatException("file " + cid + " has a link with a name");
      }
    }
    return new UnixFsBlock(cid, UnixFsStat.Kind.FILE, content, size, links, blockSizes, data);
  }

  private static long declaredSize(Cid cid, UnixFsData data, byte[] content) {
    long sum = content.length;
    for (long blockSize : data.blockSizes()) {
      sum += blockSize;
      if (sum < 0) {
        throw new FormatException("file " + cid + " is larger than 2^63-1 bytes");
      }
    }
    if (data.fileSize() != null && data.fileSize() != sum) {
      throw new FormatException(
          "file %s states %d bytes, its parts have %d".formatted(cid, data.fileSize(), sum));
    }
    return sum;
  }

  UnixFsStat stat() {
    Metadata metadata = data == null ? Metadata.NONE : Metadata.of(data);
    return new UnixFsStat(cid, kind, size, metadata);
  }
}
