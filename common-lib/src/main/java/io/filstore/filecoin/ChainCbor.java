package io.filstore.filecoin;

import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import io.filstore.piece.PaddedPieceSize;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The pieces that chain objects are made of; everything on the chain is a CBOR tuple. */
final class ChainCbor {

  private ChainCbor() {}

  /**
   * Reads one object that stands alone.
   *
   * @throws FormatException for bytes that are not such an object
   */
  static <T> T decode(byte[] bytes, Function<CborReader, T> object) {
    CborReader in = new CborReader(bytes);
    T value = object.apply(in);
    in.end();
    return value;
  }

  static <T> List<T> list(CborReader in, Function<CborReader, T> item) {
    int count = in.array();
    List<T> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(item.apply(in));
    }
    return List.copyOf(items);
  }

  static FilAddress address(CborReader in) {
    return FilAddress.fromBytes(in.bytes());
  }

  static AttoFil amount(CborReader in) {
    return AttoFil.fromCborBytes(in.bytes());
  }

  static Epoch epoch(CborReader in) {
    return new Epoch(in.integer());
  }

  static Signature signature(CborReader in) {
    return Signature.fromBytes(in.bytes());
  }

  static PaddedPieceSize pieceSize(CborReader in) {
    long bytes = in.uint();
    try {
      return new PaddedPieceSize(bytes);
    } catch (IllegalArgumentException e) {
      throw new FormatException("piece size " + bytes + " is no power of two from 128 to 2^36", e);
    }
  }

  /** Unsigned 64 bits. */
  static void writeUnsigned(CborWriter out, long value) {
    out.integer(new BigInteger(Long.toUnsignedString(value)));
  }

  /** Unsigned 64 bits. */
  static long unsigned(CborReader in) {
    BigInteger value = in.bigInteger();
    if (value.signum() < 0) {
      throw new FormatException("unsigned number is negative: " + value);
    }
    return value.longValue();
  }

  /** The CID under which the chain knows an object. */
  static Cid cid(byte[] cbor) {
    return Cid.v1(Cid.DAG_CBOR, Multihash.of(Multihash.BLAKE2B_256, Blake2b.hash(32, cbor)));
  }
}
