package io.filstore.ipld;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Pull reader of dag-cbor: the caller says what it expects, item by item. Integers and lengths must
 * be minimal, lengths definite, map keys text, unique and sorted, 42 the only tag, floats 64 bits
 * and finite. Not thread-safe; useless after an exception.
 */
public final class CborReader {
  private static final int LINK_TAG = 42;
  private static final int FALSE = 0xf4;
  private static final int TRUE = 0xf5;
  private static final int NULL = 0xf6;
  private static final int DOUBLE = 0xfb;

  private final ByteBuffer in;
  private final CborStructure structure;
  private int itemStart;
  private int major;
  private long argument;

  public CborReader(byte[] bytes) {
    this(bytes, CborLimits.STRICT);
  }

  public CborReader(byte[] bytes, CborLimits limits) {
    this(ByteBuffer.wrap(bytes), limits);
  }

  /** Reads from the buffer's position to its limit; the buffer's own position does not move. */
  public CborReader(ByteBuffer bytes, CborLimits limits) {
    this.in = bytes.slice();
    this.structure = new CborStructure(limits);
  }

  /** Offset of the next item from where reading began. */
  public int position() {
    return in.position();
  }

  /**
   * Whether all map keys so far were in canonical order (only of interest where any order is read).
   */
  public boolean keysSorted() {
    return structure.keysSorted();
  }

  /** Kind of the next item, without reading it. */
  public CborType peek() {
    int first = peekByte();
    return switch (first >>> 5) {
      case 0 -> CborType.UNSIGNED;
      case 1 -> CborType.NEGATIVE;
      case 2 -> CborType.BYTES;
      case 3 -> CborType.TEXT;
      case 4 -> CborType.ARRAY;
      case 5 -> CborType.MAP;
      case 6 -> CborType.LINK;
      default -> simpleType(first);
    };
  }

  private CborType simpleType(int first) {
    return switch (first) {
      case FALSE, TRUE -> CborType.BOOL;
      case NULL -> CborType.NULL;
      case DOUBLE -> CborType.FLOAT;
      default -> throw problem("simple value or float of another size than 64 bits");
    };
  }

  /** Opens a list and returns its number of items, never more than bytes are left. */
  public int array() {
    head(4, "a list");
    return open(false, 1);
  }

  /** Opens a list that must have exactly {@code items}, as tuples have. */
  public void array(int items) {
    int found = array();
    if (found != items) {
      throw problem("list of " + found + " items, expected " + items);
    }
  }

  /** Opens a map and returns its number of pairs; read a {@link #text} and a value for each. */
  public int map() {
    head(5, "a map");
    return open(true, 2);
  }

  private int open(boolean isMap, int itemsPerEntry) {
    if (argument < 0 || argument > in.remaining() / itemsPerEntry) {
      throw problem(
          "%s entries announced, %d bytes left"
              .formatted(Long.toUnsignedString(argument), in.remaining()));
    }
    int entries = (int) argument;
    check(structure.open(isMap, (long) entries * itemsPerEntry));
    return entries;
  }

  /** Integer 0..2^63-1. */
  public long uint() {
    head(0, "an unsigned integer");
    return fitting(argument);
  }

  /** Integer of 64 bits with sign. */
  public long integer() {
    headOfInteger();
    long value = fitting(argument);
    return major == 0 ? value : -1 - value;
  }

  /** Integer -2^64..2^64-1, all that dag-cbor has. */
  public BigInteger bigInteger() {
    headOfInteger();
    structure.item();
    BigInteger value = new BigInteger(Long.toUnsignedString(argument));
    return major == 0 ? value : value.not();
  }

  private void headOfInteger() {
    head();
    if (major > 1) {
      throw problem("not an integer");
    }
  }

  private long fitting(long value) {
    if (value < 0) {
      throw problem("integer of magnitude " + Long.toUnsignedString(value) + " exceeds 63 bits");
    }
    structure.item();
    return value;
  }

  public byte[] bytes() {
    head(2, "a byte string");
    byte[] bytes = content();
    structure.item();
    return bytes;
  }

  /** A text value, or the key of the next map entry. */
  public String text() {
    boolean isKey = structure.expectsKey();
    head(3, "a text");
    byte[] bytes = content();
    if (isKey) {
      check(structure.key(bytes));
    }
    structure.item();
    return Utf8.decode(ByteBuffer.wrap(bytes));
  }

  private byte[] content() {
    if (argument < 0 || argument > in.remaining()) {
      throw problem(
          "%s bytes announced, %d left".formatted(Long.toUnsignedString(argument), in.remaining()));
    }
    byte[] bytes = new byte[(int) argument];
    in.get(bytes);
    return bytes;
  }

  public boolean bool() {
    int first = simple("a boolean");
    if (first != TRUE && first != FALSE) {
      throw problem("not a boolean");
    }
    structure.item();
    return first == TRUE;
  }

  /** Reads a null if there is one; otherwise reads nothing and returns false. */
  public boolean tryNull() {
    if (peekByte() != NULL) {
      return false;
    }
    simple("null");
    structure.item();
    return true;
  }

  /** A finite 64-bit float. */
  public double float64() {
    int first = simple("a float");
    if (first != DOUBLE || in.remaining() < Double.BYTES) {
      throw problem("not a float of 64 bits");
    }
    double value = in.getDouble();
    if (!Double.isFinite(value)) {
      throw problem("float is not finite");
    }
    structure.item();
    return value;
  }

  /** A CID: tag 42 on a byte string that begins with a zero byte. */
  public Cid link() {
    head(6, "a link");
    if (argument != LINK_TAG) {
      throw problem("tag " + Long.toUnsignedString(argument) + " is not allowed");
    }
    head(2, "the bytes of a link");
    byte[] bytes = content();
    if (bytes.length == 0 || bytes[0] != 0) {
      throw problem("link does not begin with a zero byte");
    }
    structure.item();
    return Cid.decode(Arrays.copyOfRange(bytes, 1, bytes.length));
  }

  /** Reads past one item of any kind, checking it as strictly as if it were wanted. */
  public void skip() {
    switch (peek()) {
      case UNSIGNED, NEGATIVE -> bigInteger();
      case BYTES -> bytes();
      case TEXT -> text();
      case LINK -> link();
      case BOOL -> bool();
      case NULL -> tryNull();
      case FLOAT -> float64();
      case ARRAY -> skip(array());
      case MAP -> skip(2 * map());
    }
  }

  private void skip(int items) {
    for (int i = 0; i < items; i++) {
      skip();
    }
  }

  /**
   * Says that nothing may follow.
   *
   * @throws FormatException if bytes are left or a list or map is not complete
   */
  public void end() {
    itemStart = in.position();
    if (structure.isOpen()) {
      throw problem("a list or map is not complete");
    }
    if (in.hasRemaining()) {
      throw problem(in.remaining() + " bytes follow the last item");
    }
  }

  private int peekByte() {
    itemStart = in.position();
    if (!in.hasRemaining()) {
      throw problem("ends where an item should begin");
    }
    return in.get(itemStart) & 0xff;
  }

  private int simple(String wanted) {
    int first = peekByte();
    requireNoKey();
    if (first >>> 5 != 7) {
      throw problem("not " + wanted);
    }
    simpleType(first);
    in.get();
    return first;
  }

  private void head(int wantedMajor, String wanted) {
    head();
    if (major != wantedMajor) {
      throw problem("not " + wanted);
    }
  }

  private void head() {
    int first = peekByte();
    in.get();
    major = first >>> 5;
    if (major != 3) {
      requireNoKey();
    }
    int info = first & 0x1f;
    if (info > 27) {
      throw problem("indefinite or reserved length");
    }
    argument = info < 24 ? info : argument(1 << info - 24);
  }

  private long argument(int width) {
    if (in.remaining() < width) {
      throw problem("ends inside the head of an item");
    }
    long value =
        switch (width) {
          case 1 -> in.get() & 0xff;
          case 2 -> in.getShort() & 0xffff;
          case 4 -> in.getInt() & 0xffff_ffffL;
          default -> in.getLong();
        };
    long smallest = width == 1 ? 24 : 1L << width * 4;
    if (Long.compareUnsigned(value, smallest) < 0) {
      throw problem("integer or length is not minimal");
    }
    return value;
  }

  private void requireNoKey() {
    if (structure.expectsKey()) {
      throw problem("map key is not a text");
    }
  }

  private void check(@Nullable String complaint) {
    if (complaint != null) {
      throw problem(complaint);
    }
  }

  private FormatException problem(String what) {
    return new FormatException("CBOR at byte " + itemStart + ": " + what);
  }
}
