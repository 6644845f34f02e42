package io.filstore.ipld;

import io.filstore.multiformats.Cid;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writer of dag-cbor: minimal integers, definite lengths, 64-bit floats, links under tag 42. Map
 * keys must be given in canonical order (by length, then bytes). Wrong use is an {@link
 * IllegalStateException}. Not thread-safe.
 */
public final class CborWriter {
  private static final int HEAD = 9;

  private final CborStructure structure;
  private byte[] buffer = new byte[256];
  private int length;

  public CborWriter() {
    this(CborLimits.KeyOrder.CANONICAL);
  }

  /** A writer for peers that expect the keys in the order of their source. */
  public CborWriter(CborLimits.KeyOrder keyOrder) {
    this.structure = new CborStructure(new CborLimits(CborLimits.MAX_DEPTH, keyOrder));
  }

  /** Opens a list; exactly {@code items} items must follow. */
  public CborWriter array(int items) {
    return open(4, false, items, 1);
  }

  /** Opens a map; exactly {@code pairs} texts, each with a value, must follow. */
  public CborWriter map(int pairs) {
    return open(5, true, pairs, 2);
  }

  private CborWriter open(int major, boolean isMap, int entries, int itemsPerEntry) {
    if (entries < 0) {
      throw new IllegalArgumentException("number of entries must not be negative: " + entries);
    }
    head(major, entries);
    check(structure.open(isMap, (long) entries * itemsPerEntry));
    return this;
  }

  /** Integer 0..2^63-1. */
  public CborWriter uint(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("unsigned integer is negative: " + value);
    }
    return integer(value);
  }

  public CborWriter integer(long value) {
    head(value < 0 ? 1 : 0, value < 0 ? -1 - value : value);
    structure.item();
    return this;
  }

  /** Integer -2^64..2^64-1. */
  public CborWriter integer(BigInteger value) {
    boolean negative = value.signum() < 0;
    BigInteger magnitude = negative ? value.not() : value;
    if (magnitude.bitLength() > Long.SIZE) {
      throw new IllegalArgumentException("integer exceeds 64 bits: " + value);
    }
    head(negative ? 1 : 0, magnitude.longValue());
    structure.item();
    return this;
  }

  public CborWriter bytes(byte[] value) {
    head(2, value.length);
    append(value);
    structure.item();
    return this;
  }

  /** A text value, or the key of the next map entry. */
  public CborWriter text(String value) {
    byte[] bytes = Utf8.encode(value);
    boolean isKey = structure.expectsKey();
    header(3, bytes.length);
    append(bytes);
    if (isKey) {
      check(structure.key(bytes));
    }
    structure.item();
    return this;
  }

  public CborWriter bool(boolean value) {
    return simple(value ? 0xf5 : 0xf4);
  }

  public CborWriter nil() {
    return simple(0xf6);
  }

  private CborWriter simple(int item) {
    requireNoKey();
    ensure(1);
    buffer[length++] = (byte) item;
    structure.item();
    return this;
  }

  /** A finite float. */
  public CborWriter float64(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("dag-cbor has no " + value);
    }
    requireNoKey();
    ensure(HEAD);
    buffer[length++] = (byte) 0xfb;
    long bits = Double.doubleToRawLongBits(value);
    for (int shift = 56; shift >= 0; shift -= 8) {
      buffer[length++] = (byte) (bits >>> shift);
    }
    structure.item();
    return this;
  }

  public CborWriter link(Cid cid) {
    head(6, 42);
    byte[] bytes = cid.bytes();
    header(2, bytes.length + 1L);
    append(new byte[1]);
    append(bytes);
    structure.item();
    return this;
  }

  /** One item that is already encoded. */
  public CborWriter raw(byte[] item) {
    requireNoKey();
    append(item);
    structure.item();
    return this;
  }

  /** Everything written so far; no list or map may be open. */
  public byte[] toBytes() {
    if (structure.isOpen()) {
      throw new IllegalStateException("a list or map is not complete");
    }
    return Arrays.copyOf(buffer, length);
  }

  private void head(int major, long argument) {
    requireNoKey();
    header(major, argument);
  }

  private void header(int major, long argument) {
    ensure(HEAD);
    int top = major << 5;
    if (argument >= 0 && argument < 24) {
      buffer[length++] = (byte) (top | (int) argument);
      return;
    }
    int power = argument < 0 || argument > 0xffff_ffffL ? 3 : power(argument);
    buffer[length++] = (byte) (top | 24 + power);
    for (int shift = (8 << power) - 8; shift >= 0; shift -= 8) {
      buffer[length++] = (byte) (argument >>> shift);
    }
  }

  private static int power(long argument) {
    return argument > 0xffff ? 2 : argument > 0xff ? 1 : 0;
  }

  private void append(byte[] bytes) {
    ensure(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
  }

  private void ensure(int more) {
    if (more > buffer.length - length) {
      buffer = Arrays.copyOf(buffer, Math.max(Math.addExact(length, more), buffer.length * 2));
    }
  }

  private void requireNoKey() {
    if (structure.expectsKey()) {
      throw new IllegalStateException("a map key must be a text");
    }
  }

  private static void check(@Nullable String complaint) {
    if (complaint != null) {
      throw new IllegalStateException(complaint);
    }
  }
}
