package io.filstore.car;

import io.filstore.multiformats.FormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What follows the pragma of a CARv2 (ipld/ipld specs/transport/car/carv2), 40 bytes, numbers
 * little-endian.
 *
 * @param high first eight bytes of the characteristics, as they stand in the file
 * @param low the other eight bytes
 * @param dataOffset where the CARv1 begins, from the start of the file
 * @param dataSize bytes of the CARv1
 * @param indexOffset where the index begins, from the start of the file; 0 if there is none
 */
public record CarV2Header(long high, long low, long dataOffset, long dataSize, long indexOffset) {
  static final byte[] PRAGMA = HexFormat.of().parseHex("0aa16776657273696f6e02");

  /** Bytes after the pragma. */
  static final int LENGTH = 40;

  /** Smallest data offset: pragma and header. */
  public static final int MIN_DATA_OFFSET = 51;

  private static final long FULLY_INDEXED = 1L << 63;

  /**
   * A header as it is written here: the CARv1 follows at once, and there is no index.
   *
   * @throws IllegalArgumentException if the size is not positive or the end not a 63-bit number
   */
  public static CarV2Header of(long dataSize) {
    if (dataSize <= 0 || dataSize > Long.MAX_VALUE - MIN_DATA_OFFSET) {
      throw new IllegalArgumentException("a CARv2 cannot hold " + dataSize + " bytes");
    }
    return new CarV2Header(0, 0, MIN_DATA_OFFSET, dataSize, 0);
  }

  /** The same with an index right behind the data, without identity CIDs. */
  public CarV2Header withIndex() {
    return new CarV2Header(high, low, dataOffset, dataSize, dataEnd());
  }

  /**
   * Reads pragma and header, {@value #MIN_DATA_OFFSET} bytes.
   *
   * @throws FormatException if they are not those of a CARv2, or data or index cannot lie where
   *     they say
   */
  public static CarV2Header of(byte[] start) {
    if (start.length != MIN_DATA_OFFSET || !isPragma(Arrays.copyOf(start, PRAGMA.length))) {
      throw new FormatException("not the beginning of a CARv2");
    }
    CarV2Header header = decode(Arrays.copyOfRange(start, PRAGMA.length, start.length));
    header.requireData();
    header.requireIndex();
    return header;
  }

  /** Whether these are the bytes that announce a CARv2, their length prefix included. */
  public static boolean isPragma(byte[] bytes) {
    return Arrays.equals(bytes, PRAGMA);
  }

  /** Reads the 40 bytes after the pragma; nothing is checked yet. */
  static CarV2Header decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    long high = in.getLong();
    long low = in.getLong();
    in.order(ByteOrder.LITTLE_ENDIAN);
    return new CarV2Header(high, low, in.getLong(), in.getLong(), in.getLong());
  }

  /** Pragma and header, 51 bytes: what a file begins with. */
  public byte[] encode() {
    return ByteBuffer.allocate(MIN_DATA_OFFSET)
        .put(PRAGMA)
        .putLong(high)
        .putLong(low)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(dataOffset)
        .putLong(dataSize)
        .putLong(indexOffset)
        .array();
  }

  /** Whether identity CIDs are in the index too. */
  public boolean fullyIndexed() {
    return (high & FULLY_INDEXED) != 0;
  }

  /** Whether a bit is set that nobody has given a meaning. */
  public boolean hasUnknownCharacteristics() {
    return (high & ~FULLY_INDEXED) != 0 || low != 0;
  }

  /** The 16 bytes of the characteristics in hex. */
  public String characteristics() {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }

  public boolean hasIndex() {
    return indexOffset != 0;
  }

  /** First byte after the CARv1. */
  public long dataEnd() {
    return dataOffset + dataSize;
  }

  /**
   * @throws FormatException if the CARv1 cannot lie where the header says
   */
  void requireData() {
    if (dataOffset < MIN_DATA_OFFSET) {
      throw new FormatException(
          "data offset %s, at least %d"
              .formatted(Long.toUnsignedString(dataOffset), MIN_DATA_OFFSET));
    }
    if (dataSize <= 0 || dataEnd() < 0) {
      throw new FormatException(
          "data of %s bytes from %d".formatted(Long.toUnsignedString(dataSize), dataOffset));
    }
  }

  /**
   * @throws FormatException if there is an index and it begins before the end of the data
   */
  void requireIndex() {
    if (hasIndex() && indexOffset < dataEnd()) {
      throw new FormatException(
          "index offset %s, the data ends at %d"
              .formatted(Long.toUnsignedString(indexOffset), dataEnd()));
    }
  }
}
