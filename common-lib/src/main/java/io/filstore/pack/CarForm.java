package io.filstore.pack;

import io.filstore.car.CarV2Header;

/** Which version of the format the archives have. */
public enum CarForm {
  /** What pieces are made from. */
  V1(0, 0),
  /** With an index by multihash behind the blocks. */
  V2(CarV2Header.MIN_DATA_OFFSET, Long.BYTES + 32);

  /** Codec, counters and bucket head of an index, rounded up. */
  private static final int INDEX_HEAD = 64;

  private final int headLength;
  private final int indexEntry;

  CarForm(int headLength, int indexEntry) {
    this.headLength = headLength;
    this.indexEntry = indexEntry;
  }

  /** Bytes before the CARv1. */
  int headLength() {
    return headLength;
  }

  /** At most so many bytes stand around a CARv1 of so many blocks. */
  long around(int blocks) {
    return indexEntry == 0 ? 0 : headLength + INDEX_HEAD + (long) blocks * indexEntry;
  }
}
