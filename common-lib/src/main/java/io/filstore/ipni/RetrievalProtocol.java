package io.filstore.ipni;

import io.filstore.ipld.CborLimits;
import io.filstore.ipld.CborReader;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Varint;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;

/**
 * By which protocols content can be had, in the metadata of an advertisement: a varint code each,
 * in ascending order, with what the protocol adds (go-libipni metadata).
 */
public enum RetrievalProtocol {
  BITSWAP(0x0900),
  /** Followed by a dag-cbor map about the deal; read, never written. */
  GRAPHSYNC(0x0910),
  /** A trustless gateway; a zero follows, which go-libipni insists on. */
  TRUSTLESS_GATEWAY(0x0920),
  /** Whole pieces over HTTP; a zero follows. */
  PIECE_HTTP(0x0930);

  private final int code;

  RetrievalProtocol(int code) {
    this.code = code;
  }

  /**
   * The metadata for these.
   *
   * @throws IllegalArgumentException for graphsync
   */
  public static byte[] encode(Set<RetrievalProtocol> protocols) {
    if (protocols.contains(GRAPHSYNC)) {
      throw new IllegalArgumentException("graphsync is not spoken here");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (RetrievalProtocol protocol : values()) {
      if (protocols.contains(protocol)) {
        ByteBuffer code = ByteBuffer.allocate(Varint.length(protocol.code));
        Varint.put(code, protocol.code);
        out.writeBytes(code.array());
        if (protocol != BITSWAP) {
          out.write(0);
        }
      }
    }
    return out.toByteArray();
  }

  /**
   * Those in the metadata, up to the first unknown one, whose length nobody can tell.
   *
   * @throws FormatException for a protocol whose own part is not as it must be
   */
  public static Set<RetrievalProtocol> decode(byte[] metadata) {
    ByteBuffer in = ByteBuffer.wrap(metadata);
    Set<RetrievalProtocol> found = EnumSet.noneOf(RetrievalProtocol.class);
    while (in.hasRemaining()) {
      long code = Varint.read(in);
      if (code == BITSWAP.code) {
        found.add(BITSWAP);
      } else if (code == GRAPHSYNC.code) {
        CborReader deal = new CborReader(in.slice(), CborLimits.STRICT);
        deal.skip();
        in.position(in.position() + deal.position());
        found.add(GRAPHSYNC);
      } else if (code == TRUSTLESS_GATEWAY.code) {
        requireZero(in);
        found.add(TRUSTLESS_GATEWAY);
      } else if (code == PIECE_HTTP.code) {
        requireZero(in);
        found.add(PIECE_HTTP);
      } else {
        return found;
      }
    }
    return found;
  }

  private static void requireZero(ByteBuffer in) {
    if (!in.hasRemaining() || in.get() != 0) {
      throw new FormatException("metadata lacks the zero behind a protocol over HTTP");
    }
  }
}
