package io.filstore.retrieval.ipfs;

import io.filstore.ipld.BlockCodec;
import io.filstore.ipld.Links;
import io.filstore.ipld.Node;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Names followed inside one block of dag-cbor or dag-json: map keys and positions in lists, up to
 * the first link (path gateway specification, "Traversing through DAG-JSON and DAG-CBOR").
 */
sealed interface NodePath {

  /**
   * A link was met.
   *
   * @param names how many names lead to it; none when the block is a link and nothing else
   */
  record Away(Cid cid, int names) implements NodePath {}

  /**
   * The names end at a value inside the block.
   *
   * @param links of that value, in their order
   */
  record Inside(List<Cid> links) implements NodePath {}

  /** There is no such name. */
  record Nowhere() implements NodePath {}

  /** Largest block that is taken apart: what peers exchange. */
  int MAX_BLOCK = 2 << 20;

  /** A block of 2 MiB may take 70 MiB as values, so only few at a time. */
  Semaphore DECODING = new Semaphore(2);

  /** Whether names can be followed inside blocks of this codec. */
  static boolean leadsThrough(long codec) {
    return codec == Cid.DAG_CBOR || codec == Cid.DAG_JSON;
  }

  /**
   * @throws FormatException if the block does not follow its codec, is nested deeper than 256, or
   *     is too large
   */
  static NodePath follow(Cid cid, byte[] block, List<String> names) {
    requireFitting(cid, block);
    BlockCodec codec = cid.codec() == Cid.DAG_CBOR ? BlockCodec.DAG_CBOR : BlockCodec.DAG_JSON;
    DECODING.acquireUninterruptibly();
    try {
      return follow(codec.decode(block), names);
    } finally {
      DECODING.release();
    }
  }

  /** All links of a block whose codec is known; none of the others. */
  static List<Cid> links(Cid cid, byte[] block) {
    if (cid.codec() != Cid.DAG_JSON) {
      return Links.of(cid, block).cids();
    }
    requireFitting(cid, block);
    DECODING.acquireUninterruptibly();
    try {
      return Links.of(cid, block).cids();
    } finally {
      DECODING.release();
    }
  }

  private static void requireFitting(Cid cid, byte[] block) {
    if (block.length > MAX_BLOCK) {
      throw new FormatException(
          "block %s has %d bytes, at most %d are taken apart"
              .formatted(cid, block.length, MAX_BLOCK));
    }
  }

  private static NodePath follow(Node root, List<String> names) {
    Node at = root;
    for (int i = 0; i < names.size(); i++) {
      if (at instanceof Node.Link(Cid cid)) {
        return new Away(cid, i);
      }
      Optional<Node> next = at.child(names.get(i));
      if (next.isEmpty()) {
        return new Nowhere();
      }
      at = next.get();
    }
    if (at instanceof Node.Link(Cid cid)) {
      return new Away(cid, names.size());
    }
    return new Inside(at.links());
  }
}
