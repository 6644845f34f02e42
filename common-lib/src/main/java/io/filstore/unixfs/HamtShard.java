package io.filstore.unixfs;

import io.filstore.ipld.PbLink;
import io.filstore.multiformats.FormatException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One shard of a directory that was read, its bit field checked against its links.
 *
 * @param buckets bucket of each link, ascending
 */
record HamtShard(UnixFsBlock block, HamtShape shape, List<Integer> buckets) {
  /**
   * @throws FormatException if hash, fanout, bit field or a link's prefix is not as boxo writes it
   */
  static HamtShard of(UnixFsBlock block) {
    UnixFsData data = block.data();
    if (block.kind() != UnixFsStat.Kind.SHARDED_DIRECTORY || data == null) {
      throw new FormatException(block.cid() + " is not a shard but " + block.kind());
    }
    Long hash = data.hashType();
    Long fanout = data.fanout();
    if (hash == null || hash != Murmur3.CODE) {
      throw new FormatException("shard " + block.cid() + " is not by murmur3 but hash " + hash);
    }
    if (fanout == null || !Sharding.isFanout(fanout)) {
      throw new FormatException("shard " + block.cid() + " has the fanout " + fanout);
    }
    HamtShape shape = new HamtShape(fanout.intValue());
    return new HamtShard(block, shape, buckets(block, shape));
  }

  private static List<Integer> buckets(UnixFsBlock block, HamtShape shape) {
    if (block.content().length > shape.fanout() / Byte.SIZE) {
      throw new FormatException(
          "shard %s has a bit field of %d bytes for %d buckets"
              .formatted(block.cid(), block.content().length, shape.fanout()));
    }
    BigInteger occupied = new BigInteger(1, block.content());
    if (occupied.bitCount() != block.links().size()) {
      throw new FormatException(
          "shard %s has %d buckets in its bit field and %d links"
              .formatted(block.cid(), occupied.bitCount(), block.links().size()));
    }
    List<Integer> buckets = new ArrayList<>(block.links().size());
    for (int bucket = 0; bucket < shape.fanout(); bucket++) {
      if (occupied.testBit(bucket)) {
        String name = block.links().get(buckets.size()).name();
        if (!name.startsWith(shape.prefix(bucket))) {
          throw new FormatException(
              "shard %s has the link \"%s\" in bucket %d".formatted(block.cid(), name, bucket));
        }
        buckets.add(bucket);
      }
    }
    return buckets;
  }

  /** The link of a bucket, or null if the bucket is empty. */
  @Nullable PbLink at(int bucket) {
    int index = buckets.indexOf(bucket);
    return index < 0 ? null : block.links().get(index);
  }

  /** Whether a link leads to another shard: its name is the prefix alone. */
  boolean isShard(PbLink link) {
    return link.name().length() == shape.prefixLength();
  }

  String entryName(PbLink link) {
    return link.name().substring(shape.prefixLength());
  }
}
