package io.filstore.ipni;

import io.filstore.ipld.DagCbor;
import io.filstore.ipld.DagJson;
import io.filstore.ipld.Node;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.util.Set;

/**
 * A block of an advertisement chain, to be stored and served unchanged: indexers check its bytes
 * against its CID.
 */
public record AdBlock(Cid cid, byte[] bytes) {

  /** Larger ones are not fetched. */
  public static final int MAX_BYTES = 4 << 20;

  static AdBlock dagJson(Node node) {
    byte[] bytes = DagJson.encode(node);
    return new AdBlock(Cid.sha256(Cid.DAG_JSON, bytes), bytes);
  }

  static AdBlock dagCbor(Node node) {
    byte[] bytes = DagCbor.encode(node);
    return new AdBlock(Cid.sha256(Cid.DAG_CBOR, bytes), bytes);
  }

  /**
   * The map in the block.
   *
   * @throws FormatException for other bytes than the CID's, another codec, or anything but a map of
   *     known fields
   */
  Fields fields(String what, Set<String> known) {
    if (bytes.length > MAX_BYTES) {
      throw new FormatException(
          "%s has %d bytes, at most %d".formatted(what, bytes.length, MAX_BYTES));
    }
    if (!cid.multihash().verifies(bytes)) {
      throw new FormatException(what + " has another hash than " + cid);
    }
    return Fields.of(what, node(what), known);
  }

  private Node node(String what) {
    if (cid.codec() == Cid.DAG_JSON) {
      return DagJson.decode(bytes);
    }
    if (cid.codec() == Cid.DAG_CBOR) {
      return DagCbor.decode(bytes);
    }
    throw new FormatException(
        "%s has codec 0x%x, must be dag-json or dag-cbor".formatted(what, cid.codec()));
  }
}
