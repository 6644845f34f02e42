package io.filstore.unixfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.filstore.ipld.PbLink;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads sharded directories. An entry counts only where the hash of its name puts it, so no block
 * can stand in two places and a listing costs no more than the blocks there are.
 */
final class HamtReader {
  private static final BlockSink NOWHERE = (cid, buffer, offset, length) -> {};

  private final VerifiedBlocks blocks;

  HamtReader(VerifiedBlocks blocks) {
    this.blocks = blocks;
  }

  /**
   * Looks one name up, fetching the shards on its path only; null if it is not there. The shards
   * below the root are added to {@code way}.
   */
  @Nullable Cid find(UnixFsBlock root, String name, List<Cid> way) throws IOException {
    long hash = Murmur3.hash(name.getBytes(UTF_8));
    HamtShard shard = HamtShard.of(root);
    for (int depth = 0; ; depth++) {
      PbLink link = shard.at(shard.shape().bucket(hash, depth));
      if (link == null) {
        return null;
      }
      if (!shard.isShard(link)) {
        return shard.entryName(link).equals(name) ? link.hash() : null;
      }
      way.add(link.hash());
      shard = below(shard, link, depth, NOWHERE);
    }
  }

  /** Gives every entry in the order of buckets, which is that of the hashes. */
  void visit(UnixFsBlock root, DirectoryVisitor visitor) throws IOException {
    visit(HamtShard.of(root), 0, 0, visitor, NOWHERE);
  }

  /**
   * Gives the blocks of all shards below the root, depth first. Entries are checked as for a
   * listing, without which a few blocks could stand for endlessly many.
   */
  void shards(UnixFsBlock root, BlockSink sink) throws IOException {
    visit(HamtShard.of(root), 0, 0, entry -> {}, sink);
  }

  /**
   * @param way the buckets from the root to this shard, as the highest bits of every hash in it
   */
  private void visit(HamtShard shard, int depth, long way, DirectoryVisitor visitor, BlockSink sink)
      throws IOException {
    for (int i = 0; i < shard.buckets().size(); i++) {
      PbLink link = shard.block().links().get(i);
      long here = way * shard.shape().fanout() + shard.buckets().get(i);
      if (shard.isShard(link)) {
        visit(below(shard, link, depth, sink), depth + 1, here, visitor, sink);
      } else {
        String name = Names.requireName(shard.entryName(link));
        if (shard.shape().way(Murmur3.hash(name.getBytes(UTF_8)), depth) != here) {
          throw new FormatException(
              "shard %s holds \"%s\", whose hash belongs elsewhere"
                  .formatted(shard.block().cid(), name));
        }
        visitor.entry(new DirectoryEntry(name, link.hash(), link.tsize()));
      }
    }
  }

  private HamtShard below(HamtShard parent, PbLink link, int depth, BlockSink sink)
      throws IOException {
    if (depth + 1 >= parent.shape().maxDepth()) {
      throw new FormatException(
          "shard %s lies deeper than %d levels".formatted(link.hash(), parent.shape().maxDepth()));
    }
    byte[] block = blocks.fetch(link.hash());
    HamtShard child = HamtShard.of(UnixFsBlock.of(link.hash(), block));
    if (!child.shape().equals(parent.shape()) || child.buckets().isEmpty()) {
      throw new FormatException(
          "shard %s below %s has %d entries and the fanout %d instead of %d"
              .formatted(
                  link.hash(),
                  parent.block().cid(),
                  child.buckets().size(),
                  child.shape().fanout(),
                  parent.shape().fanout()));
    }
    sink.block(link.hash(), block, 0, block.length);
    return child;
  }
}
