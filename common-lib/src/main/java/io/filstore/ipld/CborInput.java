package io.filstore.ipld;

import io.filstore.multiformats.FormatException;
import java.nio.ByteBuffer;

/** Heads of CBOR items and the bytes behind them, without knowledge of what may stand where. */
final class CborInput {
  private final ByteBuffer in;
  private int itemStart;
  private int major;
  private long argument;

  CborInput(ByteBuffer bytes) {
    this.in = bytes.slice();
  }

  int position() {
    return in.position();
  }

  int remaining() {
    return in.remaining();
  }

  /** Major type of the head that was read last, 0..7. */
  int major() {
    return major;
  }

  /** Value, length or tag of the head that was read last, 64 unsigned bits. */
  long argument() {
    return argument;
  }

  /** First byte of the next item, which stays unread. */
  int peek() {
    itemStart = in.position();
    if (!in.hasRemaining()) {
      throw problem("ends where an item should begin");
    }
    return in.get(itemStart) & 0xff;
  }

  /** Reads the byte that {@link #peek} showed. */
  void take() {
    in.get();
  }

  /** Reads the head of an item that is no float and no simple value. */
  void head() {
    int first = peek();
    in.get();
    major = first >>> 5;
    int info = first & 0x1f;
    if (info > 27) {
      throw problem("indefinite or reserved length");
    }
    argument = info < 24 ? info : argument(1 << (info - 24));
  }

  private long argument(int width) {
    requireRemaining(width);
    long value =
        switch (width) {
          case 1 -> in.get() & 0xff;
          case 2 -> in.getShort() & 0xffff;
          case 4 -> in.getInt() & 0xffff_ffffL;
          default -> in.getLong();
        };
    long smallest = width == 1 ? 24 : 1L << (width * 4);
    if (Long.compareUnsigned(value, smallest) < 0) {
      throw problem("integer or length is not minimal");
    }
    return value;
  }

  /** As many bytes as the head announced. */
  byte[] content() {
    if (argument < 0 || argument > in.remaining()) {
      throw problem(
          "%s bytes announced, %d left".formatted(Long.toUnsignedString(argument), in.remaining()));
    }
    byte[] bytes = new byte[(int) argument];
    in.get(bytes);
    return bytes;
  }

  double float64() {
    requireRemaining(Double.BYTES);
    return in.getDouble();
  }

  private void requireRemaining(int bytes) {
    if (in.remaining() < bytes) {
      throw problem("ends inside an item");
    }
  }

  /** An exception about the item that was looked at last. */
  FormatException problem(String what) {
    return new FormatException("CBOR at byte " + itemStart + ": " + what);
  }
}
