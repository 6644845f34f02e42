package io.filstore.piece.aggregate;

import io.filstore.piece.PaddedPieceSize;
import io.filstore.piece.PieceCommitment;
import java.util.ArrayList;
import java.util.List;

/**
 * Places pieces one by one: each at the next multiple of its own padded size behind the one before.
 * The order is the caller's; {@link Segment#LARGEST_FIRST} leaves no gaps. Since the index needs
 * room at the end, two pieces of half the aggregate never fit. Not thread-safe.
 */
public final class AggregateBuilder {

  private final IndexArea area;
  private final List<Segment> segments = new ArrayList<>();
  private long end;

  /**
   * Begins an empty aggregate.
   *
   * @throws AggregateFullException below 512 bytes, where the index leaves no room for any piece
   */
  public AggregateBuilder(PaddedPieceSize aggregate) {
    this.area = new IndexArea(aggregate);
    if (area.start() < PaddedPieceSize.MIN.bytes()) {
      throw new AggregateFullException(
          "an aggregate of %s bytes has no room beside its index of %d"
              .formatted(aggregate, area.bytes()));
    }
  }

  /** Places a piece at the end, if it fits. */
  public Placement add(PieceCommitment piece) {
    if (segments.size() == area.capacity()) {
      return new Placement.IndexFull(area.capacity());
    }
    long size = piece.size().bytes();
    long offset = Math.ceilDiv(end, size) * size;
    if (offset > area.start() - size) {
      return new Placement.NoRoom(offset, size, area.start());
    }
    Segment segment = new Segment(segments.size(), piece, offset);
    segments.add(segment);
    end = segment.end();
    return new Placement.Placed(segment);
  }

  /** Pieces placed so far. */
  public int count() {
    return segments.size();
  }

  /** Padded bytes up to the end of the last piece. */
  public long end() {
    return end;
  }

  /**
   * The aggregate of the pieces placed so far.
   *
   * @throws IllegalStateException if there is none
   */
  public Aggregate build() {
    if (segments.isEmpty()) {
      throw new IllegalStateException("an aggregate needs at least one piece");
    }
    return new Aggregate(area, segments, List.of());
  }
}
