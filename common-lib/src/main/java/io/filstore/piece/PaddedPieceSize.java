package io.filstore.piece;

/**
 * Size of a piece after fr32 expansion: a power of two from 128 bytes to 64 GiB.
 *
 * <p>Of every 128 padded bytes 127 carry payload, see {@link #unpadded()}.
 *
 * @param bytes padded bytes
 */
public record PaddedPieceSize(long bytes) implements Comparable<PaddedPieceSize> {

  /** One quad: 127 bytes of payload. */
  public static final PaddedPieceSize MIN = new PaddedPieceSize(128);

  /** The largest Filecoin sector. */
  public static final PaddedPieceSize MAX = new PaddedPieceSize(1L << 36);

  /**
   * Refuses anything but a power of two from 128 to 68719476736.
   *
   * @throws PieceSizeException for other values
   */
  public PaddedPieceSize {
    if (Long.bitCount(bytes) != 1 || bytes < 128 || bytes > 1L << 36) {
      throw new PieceSizeException(
          "padded piece size is "
              + bytes
              + " bytes, must be a power of two from 128 to 68719476736");
    }
  }

  /**
   * The smallest piece holding that many payload bytes; an empty payload still occupies 128 bytes.
   *
   * @throws PieceSizeException if the payload is negative or larger than 68182605824 bytes
   */
  public static PaddedPieceSize forPayload(long rawSize) {
    if (rawSize < 0 || rawSize > MAX.unpadded()) {
      throw new PieceSizeException(
          "payload is %d bytes, a piece holds 0 to %d".formatted(rawSize, MAX.unpadded()));
    }
    long quads = Math.max(1, Math.ceilDiv(rawSize, Fr32.RAW_QUAD));
    return new PaddedPieceSize(Long.highestOneBit(2 * quads - 1) * Fr32.PADDED_QUAD);
  }

  /**
   * The piece whose tree is that high.
   *
   * @throws PieceSizeException unless 2 &lt;= height &lt;= 31
   */
  public static PaddedPieceSize ofHeight(int height) {
    if (height < 2 || height > 31) {
      throw new PieceSizeException("piece tree height is " + height + ", must be 2 to 31");
    }
    return new PaddedPieceSize(32L << height);
  }

  /** Payload bytes that fit: 127/128 of the padded size. */
  public long unpadded() {
    return bytes / Fr32.PADDED_QUAD * Fr32.RAW_QUAD;
  }

  /** Levels of the tree above its 32-byte leaves: {@code bytes == 32 << height}. */
  public int height() {
    return Long.numberOfTrailingZeros(bytes) - 5;
  }

  @Override
  public int compareTo(PaddedPieceSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /** Decimal number of bytes. */
  @Override
  public String toString() {
    return Long.toString(bytes);
  }
}
