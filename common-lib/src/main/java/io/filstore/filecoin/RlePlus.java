package io.filstore.filecoin;

import io.filstore.multiformats.FormatException;
import java.io.ByteArrayOutputStream;
import java.util.BitSet;

/**
 * The RLE+ form of a bitfield (go-bitfield, specs-actors): version {@code 00}, the first bit, then
 * the lengths of alternating runs: {@code 1} for one, {@code 01} and four bits below sixteen,
 * {@code 00} and a varint otherwise. Bits are taken from the low end of each byte.
 */
final class RlePlus {

  private static final int SHORT_LIMIT = 16;

  private RlePlus() {}

  static byte[] encode(BitSet bits) {
    if (bits.isEmpty()) {
      return new byte[0];
    }
    BitWriter out = new BitWriter();
    out.put(0, 2);
    out.put(bits.get(0) ? 1 : 0, 1);
    int position = 0;
    while (position < bits.length()) {
      int end = bits.get(position) ? bits.nextClearBit(position) : bits.nextSetBit(position);
      putRun(out, end - position);
      position = end;
    }
    return out.toBytes();
  }

  /**
   * Reads a bitfield.
   *
   * @param limit no set bit at or above this; bounds the memory
   * @throws FormatException for a version other than 0, empty runs or bits above the limit
   */
  static BitSet decode(byte[] bytes, int limit) {
    BitSet bits = new BitSet();
    if (bytes.length == 0) {
      return bits;
    }
    if (bytes[bytes.length - 1] == 0) {
      throw new FormatException("RLE+ ends with an empty byte");
    }
    BitReader in = new BitReader(bytes);
    if (in.take(2) != 0) {
      throw new FormatException("RLE+ version is not 0");
    }
    boolean set = in.take(1) == 1;
    long position = 0;
    while (in.anySetLeft()) {
      long end = position + takeRun(in);
      if (end > limit) {
        throw new FormatException("RLE+ reaches bit %d, at most %d bits".formatted(end, limit));
      }
      bits.set((int) position, (int) end, set);
      position = end;
      set = !set;
    }
    return bits;
  }

  private static void putRun(BitWriter out, int length) {
    if (length == 1) {
      out.put(1, 1);
    } else if (length < SHORT_LIMIT) {
      out.put(0b10, 2);
      out.put(length, 4);
    } else {
      out.put(0b00, 2);
      int rest = length;
      while (rest > 0x7f) {
        out.put(rest & 0x7f | 0x80, 8);
        rest >>>= 7;
      }
      out.put(rest, 8);
    }
  }

  private static long takeRun(BitReader in) {
    if (in.take(1) == 1) {
      return 1;
    }
    long length = in.take(1) == 1 ? in.take(4) : takeVarint(in);
    if (length == 0) {
      throw new FormatException("RLE+ has a run of length 0");
    }
    return length;
  }

  private static long takeVarint(BitReader in) {
    long value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int b = in.take(8);
      value |= (long) (b & 0x7f) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw new FormatException("RLE+ has a run of more than 35 bits");
  }

  private static final class BitWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int current;
    private int filled;

    void put(int value, int count) {
      for (int i = 0; i < count; i++) {
        current |= (value >> i & 1) << filled;
        filled++;
        if (filled == Byte.SIZE) {
          bytes.write(current);
          current = 0;
          filled = 0;
        }
      }
    }

    byte[] toBytes() {
      if (current != 0) {
        bytes.write(current);
      }
      return bytes.toByteArray();
    }
  }

  private static final class BitReader {
    private final BitSet bits;
    private int position;

    BitReader(byte[] bytes) {
      bits = BitSet.valueOf(bytes);
    }

    boolean anySetLeft() {
      return position < bits.length();
    }

    /** Bits behind the last byte read as zero. */
    int take(int count) {
      int value = 0;
      for (int i = 0; i < count; i++) {
        value |= bits.get(position++) ? 1 << i : 0;
      }
      return value;
    }
  }
}
