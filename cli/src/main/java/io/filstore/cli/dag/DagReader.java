package io.filstore.cli.dag;

import io.filstore.ipld.BlockCodec;
import io.filstore.ipld.Node;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multicodec;
import io.filstore.multiformats.Multihash;
import io.filstore.unixfs.BlockSource;
import io.filstore.unixfs.UnixFsReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Follows paths through blocks, each of which is verified. Links on the way are followed. */
final class DagReader {
  /** What a dag-pb block has in the data model; every other name is one in a directory. */
  private static final Set<String> DAG_PB_FIELDS = Set.of("Data", "Links");

  private final BlockSource source;

  DagReader(BlockSource source) {
    this.source = source;
  }

  /**
   * A value and where it stands.
   *
   * @param block the block that holds it
   * @param inside the names behind the root of that block
   */
  record Found(Cid block, List<String> inside, Node value) {}

  /**
   * The value at the end of a path.
   *
   * @throws FormatException if there is none, or a block on the way is missing or damaged
   */
  Found find(DagPath path) throws IOException {
    Found at = open(path.root());
    for (String name : path.names()) {
      at = step(at, name);
      while (at.value instanceof Node.Link(Cid cid)) {
        at = open(cid);
      }
    }
    return at;
  }

  private Found open(Cid cid) throws IOException {
    BlockCodec codec =
        BlockCodec.of(cid.codec())
            .orElseThrow(() ->
                new FormatException(
                    "block %s: nobody here reads the codec %s"
                        .formatted(cid, Multicodec.name(cid.codec()))));
    return new Found(cid, List.of(), codec.decode(block(cid)));
  }

  private byte[] block(Cid cid) throws IOException {
    Multihash hash = cid.multihash();
    byte[] block = hash.code() == Multihash.IDENTITY ? hash.digest() : source.block(cid);
    if (block == null) {
      throw new FormatException("block " + cid + " is not in the archive");
    }
    if (!hash.verifies(block)) {
      throw new FormatException("the bytes of block " + cid + " have another hash");
    }
    return block;
  }

  private Found step(Found at, String name) throws IOException {
    boolean isDirectory =
        at.inside.isEmpty() && at.block.codec() == Cid.DAG_PB && !DAG_PB_FIELDS.contains(name);
    if (isDirectory) {
      return open(
          new UnixFsReader(source).resolve(at.block, name).orElseThrow(() -> nothing(at, name)));
    }
    Node child = at.value.child(name).orElseThrow(() -> nothing(at, name));
    List<String> inside = new ArrayList<>(at.inside);
    inside.add(name);
    return new Found(at.block, List.copyOf(inside), child);
  }

  private static FormatException nothing(Found at, String name) {
    String place = at.inside.isEmpty() ? "" : "/" + String.join("/", at.inside);
    return new FormatException("there is no '%s' in %s%s".formatted(name, at.block, place));
  }
}
