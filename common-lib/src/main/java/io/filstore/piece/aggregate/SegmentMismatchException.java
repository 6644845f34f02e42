package io.filstore.piece.aggregate;

import io.filstore.multiformats.FormatException;

/** Bytes that are not those of the piece they were given for. */
public final class SegmentMismatchException extends FormatException {

  private static final long serialVersionUID = 1L;

  private final transient Segment segment;

  SegmentMismatchException(Segment segment, String what) {
    super("entry %d, piece %s: %s".formatted(segment.entry(), segment.piece().v1(), what));
    this.segment = segment;
  }

  /** The segment whose bytes were refused. */
  public Segment segment() {
    return segment;
  }
}
