package io.filstore.car;

import io.filstore.ipld.CborLimits;
import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborType;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Varint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The first item of a CARv1.
 *
 * @param roots CIDs the archive was made for; usually one
 * @param canonical whether the keys stood in the order of dag-cbor
 */
record CarHeader(List<Cid> roots, boolean canonical) {
  CarHeader {
    roots = List.copyOf(roots);
  }

  /** Length prefix and CBOR of a header. */
  static byte[] encode(List<Cid> roots) {
    CborWriter writer = new CborWriter().map(2).text("roots").array(roots.size());
    roots.forEach(writer::link);
    return withLength(writer.text("version").uint(1).toBytes());
  }

  /** The bytes behind their length. */
  static byte[] withLength(byte[] cbor) {
    ByteBuffer out = ByteBuffer.allocate(Varint.length(cbor.length) + cbor.length);
    Varint.put(out, cbor.length);
    return out.put(cbor).array();
  }

  /** Whether these are the bytes that announce a CARv2, after their length prefix. */
  static boolean isPragma(byte[] cbor) {
    return Arrays.equals(cbor, 0, cbor.length, CarV2Header.PRAGMA, 1, CarV2Header.PRAGMA.length);
  }

  /**
   * Reads the CBOR after the length prefix.
   *
   * @throws FormatException if it is not the header of a CARv1
   */
  static CarHeader decode(byte[] cbor) {
    CborReader in = new CborReader(cbor, CborLimits.ANY_KEY_ORDER);
    if (in.peek() != CborType.MAP) {
      throw new FormatException("CAR header is not a map");
    }
    List<Cid> roots = null;
    Long version = null;
    for (int pairs = in.map(); pairs > 0; pairs--) {
      String key = in.text();
      switch (key) {
        case "roots" -> roots = roots(in);
        case "version" -> version = in.uint();
        default -> throw new FormatException("CAR header has an unknown key");
      }
    }
    in.end();
    if (version == null) {
      throw new FormatException("CAR header has no version");
    }
    if (version != 1) {
      throw new FormatException("CAR version " + version + " is not read here");
    }
    if (roots == null) {
      throw new FormatException("CAR header has no roots");
    }
    return new CarHeader(roots, in.keysSorted());
  }

  private static List<Cid> roots(CborReader in) {
    List<Cid> roots = new ArrayList<>();
    for (int left = in.array(); left > 0; left--) {
      roots.add(in.link());
    }
    return roots;
  }
}
