package io.filstore.piece.aggregate;

import io.filstore.piece.Fr32;
import io.filstore.piece.PieceCommitment;
import java.util.Arrays;
import java.util.Comparator;

/**
 * A piece in its place in an aggregate.
 *
 * @param entry number of its entry in the index, from 0
 * @param piece what stands there; where it was read from an index its payload is the whole piece
 * @param offset where it begins, a multiple of its padded size
 */
public record Segment(int entry, PieceCommitment piece, long offset) {

  /**
   * The order that leaves no gaps: larger pieces first, equal sizes by the unsigned bytes of the
   * commitment, and thereby of the piece CID.
   */
  public static final Comparator<PieceCommitment> LARGEST_FIRST =
      Comparator.comparing(PieceCommitment::size)
          .reversed()
          .thenComparing(PieceCommitment::root, Arrays::compareUnsigned);

  /** Refuses a place that the tree of the aggregate does not have for this piece. */
  public Segment {
    if (entry < 0 || offset < 0 || offset % piece.size().bytes() != 0) {
      throw new IllegalArgumentException(
          "entry %d: offset %d is no multiple of the piece's %s bytes"
              .formatted(entry, offset, piece.size()));
    }
  }

  /** Where the piece ends. */
  public long end() {
    return offset + piece.size().bytes();
  }

  /** Where the piece begins in the raw stream. */
  public long rawOffset() {
    return offset / Fr32.PADDED_QUAD * Fr32.RAW_QUAD;
  }

  /** Where the piece, with the zeros that fill it up, ends in the raw stream. */
  public long rawEnd() {
    return rawOffset() + piece.size().unpadded();
  }
}
