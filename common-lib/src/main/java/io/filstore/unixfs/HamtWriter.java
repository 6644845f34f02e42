package io.filstore.unixfs;

import io.filstore.ipld.PbLink;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the shards of one directory (boxo ipld/unixfs/hamt), children before parents in the order
 * of buckets. The entries are distributed by their hashes level by level, which gives the shape
 * that inserting them one after another gives. Memory: 16 bytes per entry.
 */
final class HamtWriter {
  private final NodeWriter out;
  private final EntryTable entries;
  private final HamtShape shape;
  private final long since;
  private final long[] hashes;
  private final int[] order;
  private final int[] scratch;

  HamtWriter(NodeWriter out, EntryTable entries, int fanout, long since) {
    this.out = out;
    this.entries = entries;
    this.shape = new HamtShape(fanout);
    this.since = since;
    this.hashes = new long[entries.size()];
    this.order = new int[entries.size()];
    this.scratch = new int[entries.size()];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = Murmur3.hash(entries.name(i));
      order[i] = i;
    }
  }

  /**
   * @throws InvalidPathException if two names have the same hash, so that no depth separates them
   */
  Entry write(Metadata metadata, long size) throws IOException {
    return shard(0, 0, order.length, metadata, size);
  }

  private Entry shard(int depth, int from, int to, Metadata metadata, long size)
      throws IOException {
    int[] starts = distribute(depth, from, to);
    List<PbLink> links = new ArrayList<>();
    BigInteger occupied = BigInteger.ZERO;
    for (int bucket = 0; bucket < shape.fanout(); bucket++) {
      int first = starts[bucket];
      int last = starts[bucket + 1];
      if (first < last) {
        occupied = occupied.setBit(bucket);
        links.add(
            last - first == 1
                ? entries.link(shape.prefix(bucket), order[first])
                : subShard(depth + 1, bucket, first, last));
      }
    }
    UnixFsData data = UnixFsData.shard(HamtShape.bitField(occupied), shape.fanout(), metadata);
    return out.write(links, data, size, since);
  }

  private PbLink subShard(int depth, int bucket, int from, int to) throws IOException {
    if (depth >= shape.maxDepth()) {
      throw new InvalidPathException(
          "the names \"%s\" and \"%s\" have the same hash; a sharded directory has %d levels only"
              .formatted(name(from), name(from + 1), shape.maxDepth()));
    }
    Entry shard = shard(depth, from, to, Metadata.NONE, 0);
    return new PbLink(shard.cid(), shape.prefix(bucket), shard.tsize());
  }

  private String name(int position) {
    return entries.link("", order[position]).name();
  }

  /** Sorts a part of the order by bucket and tells where each bucket begins. */
  private int[] distribute(int depth, int from, int to) {
    int[] starts = new int[shape.fanout() + 1];
    for (int i = from; i < to; i++) {
      starts[shape.bucket(hashes[order[i]], depth) + 1]++;
    }
    starts[0] = from;
    for (int bucket = 0; bucket < shape.fanout(); bucket++) {
      starts[bucket + 1] += starts[bucket];
    }
    int[] next = starts.clone();
    for (int i = from; i < to; i++) {
      scratch[next[shape.bucket(hashes[order[i]], depth)]++] = order[i];
    }
    System.arraycopy(scratch, from, order, from, to - from);
    return starts;
  }
}
