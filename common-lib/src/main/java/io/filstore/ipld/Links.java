package io.filstore.ipld;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The CIDs that a block names, as far as its codec is known. What a link is, only the codec says:
 * the bytes of a raw block or of an encrypted one may look like anything.
 */
public sealed interface Links {
  /**
   * The block was read.
   *
   * @param cids in the order of the bytes, repeated as often as they stand there
   */
  record Known(List<Cid> cids) implements Links {
    static final Known NONE = new Known(List.of());

    public Known {
      cids = List.copyOf(cids);
    }
  }

  /**
   * Nobody here reads this codec, so the block may have links or not.
   *
   * @param codec the multicodec of the block's CID
   */
  record Unknown(long codec) implements Links {}

  /** The links, none where the codec is not known. */
  default List<Cid> cids() {
    return switch (this) {
      case Known(var cids) -> cids;
      case Unknown(long codec) -> List.of();
    };
  }

  /**
   * Links of a block under the codec of its CID: dag-pb in the order of its links; dag-cbor and
   * dag-json with map keys in any order and everything else strict; none in raw, plain cbor and
   * plain json.
   *
   * @throws FormatException if the block does not follow its codec
   */
  static Links of(Cid cid, byte[] block) {
    return of(cid.codec(), ByteBuffer.wrap(block));
  }

  /** As {@link #of(Cid, byte[])}, from the position to the limit. */
  static Links of(long codec, ByteBuffer block) {
    if (codec == Cid.RAW || codec == Cid.CBOR || codec == Cid.JSON) {
      return Known.NONE;
    }
    if (codec == Cid.DAG_PB) {
      return new Known(DagPb.decode(block).links().stream().map(PbLink::hash).toList());
    }
    if (codec == Cid.DAG_CBOR) {
      return new Known(CborLinks.in(block));
    }
    if (codec == Cid.DAG_JSON) {
      return new Known(DagJson.decodeTolerant(block).links());
    }
    return new Unknown(codec);
  }
}
