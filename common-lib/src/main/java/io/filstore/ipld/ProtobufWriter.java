package io.filstore.ipld;

import java.nio.ByteBuffer;

/** Fields of one protobuf message into a buffer whose size the caller has computed. */
public final class ProtobufWriter {
  private final ByteBuffer out;

  public ProtobufWriter(ByteBuffer out) {
    this.out = out;
  }

  /** Bytes of a varint of 64 unsigned bits, 1..10. */
  public static int varintLength(long value) {
    return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
  }

  /** Bytes of a length-delimited field with a number below 16. */
  public static int fieldLength(int contentLength) {
    return 1 + varintLength(contentLength) + contentLength;
  }

  public void varint(int field, long value) {
    tag(field, ProtobufReader.VARINT);
    varint(value);
  }

  public void fixed32(int field, int value) {
    tag(field, ProtobufReader.FIXED32);
    out.putInt(Integer.reverseBytes(value));
  }

  public void bytes(int field, byte[] value) {
    header(field, value.length);
    out.put(value);
  }

  /** Head of a length-delimited field; the caller puts the content itself. */
  public void header(int field, int length) {
    tag(field, ProtobufReader.LENGTH_DELIMITED);
    varint(length);
  }

  private void tag(int field, int wireType) {
    if (field < 1 || field > 15) {
      throw new IllegalArgumentException("field number must be 1..15: " + field);
    }
    out.put((byte) ((field << 3) | wireType));
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.put((byte) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }
}
