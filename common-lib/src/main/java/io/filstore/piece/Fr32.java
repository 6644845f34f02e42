package io.filstore.piece;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The fr32 expansion: 127 payload bytes become four 32-byte leaves, each a 254-bit little-endian
 * number, so that every leaf is below the order of the BLS12-381 scalar field (FRC-0069).
 */
public final class Fr32 {

  /** Payload bytes of one group. */
  public static final int RAW_QUAD = 127;

  /** Bytes of the four leaves of one group. */
  public static final int PADDED_QUAD = 128;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Keeps the low 62 bits of a leaf's last word. */
  private static final long TOP = -1L >>> 2;

  private Fr32() {}

  /** Expands {@code quads} groups; reads exactly 127 and writes exactly 128 bytes for each. */
  public static void expand(byte[] in, int inOffset, byte[] out, int outOffset, int quads) {
    for (int q = 0; q < quads; q++) {
      expandQuad(in, inOffset + q * RAW_QUAD, out, outOffset + q * PADDED_QUAD);
    }
  }

  /**
   * The inverse of {@link #expand}: reads exactly 128 and writes exactly 127 bytes for each group.
   * The two bits at the top of each leaf are not looked at.
   */
  public static void contract(byte[] in, int inOffset, byte[] out, int outOffset, int quads) {
    for (int q = 0; q < quads; q++) {
      contractQuad(in, inOffset + q * PADDED_QUAD, out, outOffset + q * RAW_QUAD);
    }
  }

  private static void contractQuad(byte[] in, int i, byte[] out, int o) {
    long[] words = new long[17];
    for (int word = 0; word < 16; word++) {
      long value = get(in, i + 8 * word) & (word % 4 == 3 ? TOP : -1L);
      int position = 254 * (word / 4) + 64 * (word % 4);
      words[position / 64] |= value << position;
      words[position / 64 + 1] |= position % 64 == 0 ? 0 : value >>> -position;
    }
    for (int word = 0; word < 15; word++) {
      put(out, o + 8 * word, words[word]);
    }
    for (int b = 0; b < 7; b++) {
      out[o + 120 + b] = (byte) (words[15] >>> 8 * b);
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
