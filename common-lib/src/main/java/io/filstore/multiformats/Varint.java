package io.filstore.multiformats;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Unsigned varint as in multiformats/unsigned-varint: little-endian base 128, minimal, at most nine
 * bytes (2^63-1). Protobuf varints follow another rule and are not read here.
 */
public final class Varint {
  /** Longest encoding in bytes. */
  public static final int MAX_LENGTH = 9;

  private Varint() {}

  /** Bytes needed for {@code value}, 1..9. */
  public static int length(long value) {
    requireUnsigned(value);
    return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
  }

  public static void write(long value, OutputStream out) throws IOException {
    requireUnsigned(value);
    long rest = value;
    while (rest > 0x7f) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  public static void put(ByteBuffer out, long value) {
    requireUnsigned(value);
    long rest = value;
    while (rest > 0x7f) {
      out.put((byte) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  /**
   * Reads one varint and moves the position past it.
   *
   * @throws FormatException if it is cut off, longer than nine bytes or not minimal
   */
  public static long read(ByteBuffer in) {
    long value = 0;
    for (int i = 0; i < MAX_LENGTH; i++) {
      if (!in.hasRemaining()) {
        throw new FormatException("varint ends after " + i + " bytes");
      }
      int b = in.get();
      value |= (long) (b & 0x7f) << (7 * i);
      if (b >= 0) {
        return requireMinimal(value, b, i);
      }
    }
    throw tooLong();
  }

  /**
   * Reads one varint from a stream.
   *
   * @return the value, or -1 if the stream ends before its first byte
   * @throws FormatException if it is cut off, longer than nine bytes or not minimal
   */
  public static long read(InputStream in) throws IOException {
    long value = 0;
    for (int i = 0; i < MAX_LENGTH; i++) {
      int b = in.read();
      if (b < 0) {
        if (i == 0) {
          return -1;
        }
        throw new FormatException("varint ends after " + i + " bytes");
      }
      value |= (long) (b & 0x7f) << (7 * i);
      if (b < 0x80) {
        return requireMinimal(value, b, i);
      }
    }
    throw tooLong();
  }

  private static long requireMinimal(long value, int lastByte, int index) {
    if (lastByte == 0 && index > 0) {
      throw new FormatException("varint of value " + value + " is not minimal");
    }
    return value;
  }

  private static FormatException tooLong() {
    return new FormatException("varint is longer than " + MAX_LENGTH + " bytes");
  }

  private static void requireUnsigned(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("varint value must not be negative: " + value);
    }
  }
}
