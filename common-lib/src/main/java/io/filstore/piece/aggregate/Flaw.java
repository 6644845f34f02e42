package io.filstore.piece.aggregate;

/** What is wrong with an entry of an index. */
public enum Flaw {
  /** The checksum is that of other bytes. Peers skip such an entry. */
  CHECKSUM,
  /** The offset is no multiple of 128. Peers skip such an entry. */
  OFFSET_BETWEEN_QUADS,
  /** The size is no multiple of 128. Peers skip such an entry. */
  SIZE_BETWEEN_QUADS,
  /** The size is none that a piece can have: not a power of two, or above 64 GiB. */
  SIZE_OF_NO_PIECE,
  /** The offset is no multiple of the size, so the range is no node of the tree. */
  MISALIGNED,
  /** The range ends behind the start of the index. */
  BEYOND_DATA,
  /** The range shares bytes with that of a sound entry before it. */
  OVERLAP,
  /** The commitment has one of the two bits set that are zero in every root. */
  ROOT_OUT_OF_FIELD;

  /** Whether go-data-segment and its like skip the entry too. */
  public boolean refusedByPeers() {
    return this == CHECKSUM || this == OFFSET_BETWEEN_QUADS || this == SIZE_BETWEEN_QUADS;
  }
}
