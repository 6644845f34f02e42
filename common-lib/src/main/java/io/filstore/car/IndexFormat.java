package io.filstore.car;

import io.filstore.multiformats.FormatException;

/** The two kinds of index that a CARv2 or a file beside a CAR may have. */
public enum IndexFormat {
  /** By digest alone: car-index-sorted. */
  SORTED(0x0400),
  /** By hash function, then digest: car-multihash-index-sorted, the usual one. */
  MULTIHASH_SORTED(0x0401);

  private final long codec;

  IndexFormat(long codec) {
    this.codec = codec;
  }

  /** Multicodec at the head of the index. */
  public long codec() {
    return codec;
  }

  /**
   * @throws FormatException if the codec is of no known kind
   */
  public static IndexFormat of(long codec) {
    for (IndexFormat format : values()) {
      if (format.codec == codec) {
        return format;
      }
    }
    throw new FormatException("index codec 0x" + Long.toHexString(codec) + " is not known");
  }
}
