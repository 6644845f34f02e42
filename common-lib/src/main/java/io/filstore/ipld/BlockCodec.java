package io.filstore.ipld;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.util.Arrays;
import java.util.Optional;

/** The codecs whose blocks can be read as values of the data model and written from them. */
public enum BlockCodec {
  /** A block is one byte string. */
  RAW(Cid.RAW) {
    @Override
    public Node decode(byte[] block) {
      return new Node.Bytes(block);
    }

    @Override
    public byte[] encode(Node node) {
      if (node instanceof Node.Bytes bytes) {
        return bytes.value();
      }
      throw new FormatException("a raw block holds bytes and nothing else");
    }
  },
  DAG_PB(Cid.DAG_PB) {
    @Override
    public Node decode(byte[] block) {
      return PbForm.of(DagPb.decode(block));
    }

    @Override
    public byte[] encode(Node node) {
      return DagPb.encode(PbForm.read(node));
    }
  },
  DAG_CBOR(Cid.DAG_CBOR) {
    @Override
    public Node decode(byte[] block) {
      return DagCbor.decode(block, CborLimits.ANY_KEY_ORDER);
    }

    @Override
    public byte[] encode(Node node) {
      return DagCbor.encode(node);
    }
  },
  DAG_JSON(Cid.DAG_JSON) {
    @Override
    public Node decode(byte[] block) {
      return DagJson.decodeTolerant(block);
    }

    @Override
    public byte[] encode(Node node) {
      return DagJson.encode(node);
    }
  };

  private final long code;

  BlockCodec(long code) {
    this.code = code;
  }

  /** The codec with a multicodec code, empty if blocks of it cannot be read here. */
  public static Optional<BlockCodec> of(long code) {
    return Arrays.stream(values()).filter(codec -> codec.code == code).findFirst();
  }

  /** Its multicodec. */
  public long code() {
    return code;
  }

  /**
   * Reads a block of a peer: map keys may stand in any order, the rest is strict.
   *
   * @throws FormatException if the block does not follow the codec
   */
  public abstract Node decode(byte[] block);

  /**
   * Canonical bytes of a value.
   *
   * @throws FormatException if the codec has no form for the value
   */
  public abstract byte[] encode(Node node);
}
