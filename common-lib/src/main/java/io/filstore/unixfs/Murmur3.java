package io.filstore.unixfs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * MurmurHash3 x64-128 with seed 0, of which a HAMT uses the first 64 bits, the highest first
 * (multicodec murmur3-x64-64; boxo ipld/unixfs/hamt). UNIXFS.md speaks of the least significant
 * bits first; no implementation does that.
 */
final class Murmur3 {
  /** Multicodec of the function. */
  static final long CODE = 0x22;

  private static final long C1 = 0x87c3_7b91_1142_53d5L;
  private static final long C2 = 0x4cf5_ad43_2745_937fL;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Murmur3() {}

  /** The first half of the 128 bits. */
  static long hash(byte[] data) {
    long h1 = 0;
    long h2 = 0;
    int at = 0;
    for (; at + 16 <= data.length; at += 16) {
      h1 ^= mixLow((long) LONG.get(data, at));
      h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dc_e729L;
      h2 ^= mixHigh((long) LONG.get(data, at + 8));
      h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x3849_5ab5L;
    }
    h1 ^= mixLow(tail(data, at));
    h2 ^= mixHigh(tail(data, at + 8));
    h1 ^= data.length;
    h2 ^= data.length;
    h1 += h2;
    h2 += h1;
    return avalanche(h1) + avalanche(h2);
  }

  private static long mixLow(long k) {
    return Long.rotateLeft(k * C1, 31) * C2;
  }

  private static long mixHigh(long k) {
    return Long.rotateLeft(k * C2, 33) * C1;
  }

  /** Up to eight bytes, little-endian, with zeros for those that are not there. */
  private static long tail(byte[] data, int from) {
    long k = 0;
    for (int i = Math.min(data.length, from + 8) - 1; i >= from; i--) {
      k = k << 8 | (data[i] & 0xff);
    }
    return k;
  }

  private static long avalanche(long value) {
    long h = value;
    h = (h ^ h >>> 33) * 0xff51_afd7_ed55_8ccdL;
    h = (h ^ h >>> 33) * 0xc4ce_b9fe_1a85_ec53L;
    return h ^ h >>> 33;
  }
}
