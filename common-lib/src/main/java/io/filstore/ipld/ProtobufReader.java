package io.filstore.ipld;

import io.filstore.multiformats.FormatException;
import java.nio.ByteBuffer;

/**
 * Fields of one protobuf message. Varints follow protobuf's rule: up to ten bytes, not necessarily
 * minimal. Not thread-safe.
 */
public final class ProtobufReader {
  public static final int VARINT = 0;
  public static final int FIXED64 = 1;
  public static final int LENGTH_DELIMITED = 2;
  public static final int FIXED32 = 5;

  private static final int MAX_VARINT = 10;

  private final ByteBuffer in;
  private final String message;
  private int field;
  private int wireType;

  /**
   * @param message name of the message, for complaints
   */
  public ProtobufReader(ByteBuffer in, String message) {
    this.in = in;
    this.message = message;
  }

  /** Moves to the next field; false at the end of the message. */
  public boolean next() {
    if (!in.hasRemaining()) {
      return false;
    }
    long tag = readVarint();
    if (tag >>> 3 == 0 || tag >>> 3 > 0x1fff_ffffL) {
      throw problem("has field number " + (tag >>> 3));
    }
    field = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    return true;
  }

  /** Number of the field that {@link #next} found. */
  public int field() {
    return field;
  }

  /** All 64 bits of a varint field. */
  public long varint() {
    require(VARINT);
    return readVarint();
  }

  /** A varint field that must be 0..2^63-1. */
  public long unsigned() {
    long value = varint();
    if (value < 0) {
      throw problem("field %d is %s, above 2^63-1".formatted(field, Long.toUnsignedString(value)));
    }
    return value;
  }

  public int fixed32() {
    require(FIXED32);
    if (in.remaining() < Integer.BYTES) {
      throw problem("ends inside field " + field);
    }
    return Integer.reverseBytes(in.getInt());
  }

  /** Bytes of the field, a view of the message. */
  public ByteBuffer slice() {
    require(LENGTH_DELIMITED);
    long length = readVarint();
    if (length < 0 || length > in.remaining()) {
      throw problem(
          "field %d announces %s bytes, %d left"
              .formatted(field, Long.toUnsignedString(length), in.remaining()));
    }
    ByteBuffer slice = in.slice(in.position(), (int) length);
    in.position(in.position() + (int) length);
    return slice;
  }

  public byte[] bytes() {
    ByteBuffer slice = slice();
    byte[] bytes = new byte[slice.remaining()];
    slice.get(bytes);
    return bytes;
  }

  /** Passes over the field; fails for groups, which have no length. */
  public void skip() {
    switch (wireType) {
      case VARINT -> readVarint();
      case LENGTH_DELIMITED -> slice();
      case FIXED32 -> fixed32();
      case FIXED64 -> {
        if (in.remaining() < Long.BYTES) {
          throw problem("ends inside field " + field);
        }
        in.getLong();
      }
      default -> throw problem("field " + field + " has wire type " + wireType);
    }
  }

  /** An exception about this message. */
  public FormatException problem(String what) {
    return new FormatException(message + " before byte " + in.position() + ": " + what);
  }

  private void require(int wanted) {
    if (wireType != wanted) {
      throw problem("field %d has wire type %d, expected %d".formatted(field, wireType, wanted));
    }
  }

  private long readVarint() {
    long value = 0;
    for (int i = 0; i < MAX_VARINT; i++) {
      if (!in.hasRemaining()) {
        throw problem("ends inside a varint");
      }
      int b = in.get();
      if (i == MAX_VARINT - 1 && (b & 0xfe) != 0) {
        throw problem("varint exceeds 64 bits");
      }
      value |= (long) (b & 0x7f) << (7 * i);
      if (b >= 0) {
        return value;
      }
    }
    throw problem("varint is longer than " + MAX_VARINT + " bytes");
  }
}
