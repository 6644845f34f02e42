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

  private final CborInput in;
  private final CborStructure structure;

  public CborReader(byte[] bytes) {
    this(bytes, CborLimits.STRICT);
  }

  public CborReader(byte[] bytes, CborLimits limits) {
    this(ByteBuffer.wrap(bytes), limits);
  }

  /** Reads from the buffer's position to its limit; the buffer's own position does not move. */
  public CborReader(ByteBuffer bytes, CborLimits limits) {
    this.in = new CborInput(bytes);
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

  /** Whether a list or map that was opened still misses items. */
  boolean isInside() {
    return structure.isOpen();
  }

  /** Kind of the next item, without reading it. */
  public CborType peek() {
    int first = in.peek();
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
      default -> throw in.problem("simple value or float of another size than 64 bits");
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
      throw in.problem("list of " + found + " items, expected " + items);
    }
  }

  /** Opens a map and returns its number of pairs; read a {@link #text} and a value for each. */
  public int map() {
    head(5, "a map");
    return open(true, 2);
  }

  private int open(boolean isMap, int itemsPerEntry) {
    if (in.argument() < 0 || in.argument() > in.remaining() / itemsPerEntry) {
      throw in.problem(
          "%s entries announced, %d bytes left"
              .formatted(Long.toUnsignedString(in.argument()), in.remaining()));
    }
    int entries = (int) in.argument();
    check(structure.open(isMap, (long) entries * itemsPerEntry));
    return entries;
  }

  /** Integer 0..2^63-1. */
  public long uint() {
    head(0, "an unsigned integer");
    return fitting(in.argument());
  }

  /** Integer of 64 bits with sign. */
  public long integer() {
    headOfInteger();
    long value = fitting(in.argument());
    return in.major() == 0 ? value : -1 - value;
  }

  /** Integer -2^64..2^64-1, all that dag-cbor has. */
  public BigInteger bigInteger() {
    headOfInteger();
    structure.item();
    long argument = in.argument();
    BigInteger value =
        argument >= 0
            ? BigInteger.valueOf(argument)
            : BigInteger.valueOf(argument & Long.MAX_VALUE).setBit(Long.SIZE - 1);
    return in.major() == 0 ? value : value.not();
  }

  private void headOfInteger() {
    head();
    if (in.major() > 1) {
      throw in.problem("not an integer");
    }
  }

  private long fitting(long value) {
    if (value < 0) {
      throw in.problem("integer of magnitude " + Long.toUnsignedString(value) + " exceeds 63 bits");
    }
    structure.item();
    return value;
  }

  public byte[] bytes() {
    head(2, "a byte string");
    byte[] bytes = in.content();
    structure.item();
    return bytes;
  }

  /** A text value, or the key of the next map entry. */
  public String text() {
    boolean isKey = structure.expectsKey();
    head(3, "a text");
    byte[] bytes = in.content();
    if (isKey) {
      check(structure.key(bytes));
    }
    structure.item();
    return Utf8.decode(ByteBuffer.wrap(bytes));
  }

  public boolean bool() {
    int first = simple("a boolean");
    if (first != TRUE && first != FALSE) {
      throw in.problem("not a boolean");
    }
    structure.item();
    return first == TRUE;
  }

  /** Reads a null if there is one; otherwise reads nothing and returns false. */
  public boolean tryNull() {
    if (in.peek() != NULL) {
      return false;
    }
    simple("null");
    structure.item();
    return true;
  }

  /** A finite 64-bit float. */
  public double float64() {
    int first = simple("a float");
    if (first != DOUBLE) {
      throw in.problem("not a float");
    }
    double value = in.float64();
    if (!Double.isFinite(value)) {
      throw in.problem("float is not finite");
    }
    structure.item();
    return value;
  }

  /** A CID: tag 42 on a byte string that begins with a zero byte. */
  public Cid link() {
    head(6, "a link");
    if (in.argument() != LINK_TAG) {
      throw in.problem("tag " + Long.toUnsignedString(in.argument()) + " is not allowed");
    }
    head(2, "the bytes of a link");
    byte[] bytes = in.content();
    if (bytes.length == 0 || bytes[0] != 0) {
      throw in.problem("link does not begin with a zero byte");
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
    if (structure.isOpen()) {
      throw in.problem("a list or map is not complete");
    }
    if (in.remaining() > 0) {
      throw in.problem(in.remaining() + " bytes follow the last item");
    }
  }

  private int simple(String wanted) {
    int first = in.peek();
    requireNoKey();
    if (first >>> 5 != 7) {
      throw in.problem("not " + wanted);
    }
    simpleType(first);
    in.take();
    return first;
  }

  private void head(int wantedMajor, String wanted) {
    head();
    if (in.major() != wantedMajor) {
      throw in.problem("not " + wanted);
    }
  }

  private void head() {
    in.head();
    if (in.major() != 3) {
      requireNoKey();
    }
  }

  private void requireNoKey() {
    if (structure.expectsKey()) {
      throw in.problem("map key is not a text");
    }
  }

  private void check(@Nullable String complaint) {
    if (complaint != null) {
      throw in.problem(complaint);
    }
  }
}
