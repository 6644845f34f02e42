package io.filstore.piece.aggregate;

/** What became of a piece that was offered to an aggregate. */
public sealed interface Placement {

  /** It has its place. */
  record Placed(Segment segment) implements Placement {}

  /** It does not fit; the aggregate is as it was. */
  sealed interface Refused extends Placement {
    /** A sentence with the numbers. */
    String why();
  }

  /**
   * Every slot of the index is taken.
   *
   * @param capacity slots of the index
   */
  record IndexFull(int capacity) implements Refused {
    @Override
    public String why() {
      return "the index has %d entries and all are taken".formatted(capacity);
    }
  }

  /**
   * There is no room before the index.
   *
   * @param offset where the piece would begin
   * @param size its padded size
   * @param limit where the index begins
   */
  record NoRoom(long offset, long size, long limit) implements Refused {
    @Override
    public String why() {
      return "piece of %d bytes at %d would end at %d, the index begins at %d"
          .formatted(size, offset, offset + size, limit);
    }
  }
}
