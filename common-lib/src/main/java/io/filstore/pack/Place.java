package io.filstore.pack;

/**
 * Where a block lies.
 *
 * @param piece number of the piece
 * @param offset of the block's section from the start of the CAR
 */
public record Place(int piece, long offset) {
  /** Of a node that waits for the last piece. */
  static final Place HELD = new Place(-1, -1);
}
