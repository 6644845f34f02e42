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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first item of a CAR.
 *
 * @param roots CIDs the archive was made for; usually one
 * @param canonical whether the keys stood in the order of dag-cbor
 */
record CarHeader(List<Cid> roots, boolean canonical) {
  /** Larger headers are refused unread; 1 MiB holds 25,000 roots. */
  static final int MAX_LENGTH = 1 << 20;

  CarHeader {
    roots = List.copyOf(roots);
  }

  /** Length prefix and CBOR of a header with one root. */
  static byte[] encode(Cid root) {
    byte[] cbor =
        new CborWriter().map(2).text("roots").array(1).link(root).text("version").uint(1).toBytes();
    ByteBuffer out = ByteBuffer.allocate(Varint.length(cbor.length) + cbor.length);
    Varint.put(out, cbor.length);
    return out.put(cbor).array();
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
    return new CarHeader(requireVersion1(version, roots), in.keysSorted());
  }

  private static List<Cid> requireVersion1(@Nullable Long version, @Nullable List<Cid> roots) {
    if (version == null) {
      throw new FormatException("CAR header has no version");
    }
    if (version != 1) {
      throw new FormatException("CAR version " + version + " is not read here, only 1");
    }
    if (roots == null) {
      throw new FormatException("CAR header has no roots");
    }
    return roots;
  }

  private static List<Cid> roots(CborReader in) {
    List<Cid> roots = new ArrayList<>();
    for (int left = in.array(); left > 0; left--) {
      roots.add(in.link());
    }
    return roots;
  }
}
