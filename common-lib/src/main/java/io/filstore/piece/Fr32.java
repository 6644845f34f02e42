package io.filstore.piece;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The fr32 expansion: 127 payload bytes become four 32-byte leaves, each a 254-bit little-endian
 * number, so that every leaf is below the order of the BLS12-381 scalar field (FRC-0069).
 */
final class Fr32 {

  static final int RAW_QUAD = 127;
  static final int PADDED_QUAD = 128;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Keeps the low 62 bits of a leaf's last word. */
  private static final long TOP = -1L >>> 2;

  private Fr32() {}

  /** Expands {@code quads} groups; reads exactly 127 and writes exactly 128 bytes for each. */
  static void expand(byte[] in, int inOffset, byte[] out, int outOffset, int quads) {
    for (int q = 0; q < quads; q++) {
      expandQuad(in, inOffset + q * RAW_QUAD, out, outOffset + q * PADDED_QUAD);
    }
  }

  private static void expandQuad(byte[] in, int i, byte[] out, int o) {
    put(out, o, get(in, i));
    put(out, o + 8, get(in, i + 8));
    put(out, o + 16, get(in, i + 16));
    long w3 = get(in, i + 24);
    put(out, o + 24, w3 & TOP);
    long carry = shiftThree(in, i + 32, out, o + 32, w3, 2);
    long w7 = get(in, i + 56);
    put(out, o + 56, (w7 << 2 | carry >>> 62) & TOP);
    carry = shiftThree(in, i + 64, out, o + 64, w7, 4);
    long w11 = get(in, i + 88);
    put(out, o + 88, (w11 << 4 | carry >>> 60) & TOP);
    carry = shiftThree(in, i + 96, out, o + 96, w11, 6);
    // The sixteenth word has seven bytes: read one byte earlier and shift that byte out.
    put(out, o + 120, get(in, i + 119) >>> 8 << 6 | carry >>> 58);
  }

  private static long shiftThree(byte[] in, int i, byte[] out, int o, long before, int bits) {
    long a = get(in, i);
    long b = get(in, i + 8);
    long c = get(in, i + 16);
    put(out, o, a << bits | before >>> -bits);
    put(out, o + 8, b << bits | a >>> -bits);
    put(out, o + 16, c << bits | b >>> -bits);
    return c;
  }

  private static long get(byte[] in, int offset) {
    return (long) WORD.get(in, offset);
  }

  private static void put(byte[] out, int offset, long word) {
    WORD.set(out, offset, word);
  }
}
