package io.filstore.piece.aggregate;

import io.filstore.piece.CommP;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.piece.PieceCommitment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;

/**
 * A file with the raw bytes of an aggregate. It may be shorter than the aggregate, what is missing
 * at its end being zeros. The channel belongs to the caller; its position is not moved. Several
 * segments may be read at once.
 *
 * @param raw the file
 * @param index what the index at its end says
 */
public record AggregateFile(FileChannel raw, AggregateIndex index) {

  private static final int READ = 1 << 18;

  /**
   * Reads the index of the smallest aggregate that the file can be. The index of something else has
   * no segments.
   *
   * @throws io.filstore.multiformats.FormatException if the file is too small or too large
   */
  public static AggregateFile read(FileChannel raw) throws IOException {
    long length = raw.size();
    if (length > PaddedPieceSize.MAX.unpadded()) {
      return read(raw, PaddedPieceSize.MAX);
    }
    return read(raw, PaddedPieceSize.forPayload(length));
  }

  /**
   * Reads the index of an aggregate whose size is known.
   *
   * @throws io.filstore.multiformats.FormatException if the file is longer, or the size too small
   */
  public static AggregateFile read(FileChannel raw, PaddedPieceSize aggregate) throws IOException {
    return new AggregateFile(raw, AggregateIndex.read(raw, aggregate));
  }

  /** The bytes of a segment with the zeros that fill it up, as far as the file goes. */
  public InputStream open(Segment segment) {
    return new FileRange(raw, segment.rawOffset(), segment.rawEnd());
  }

  /**
   * Whether the bytes of a segment are those of its piece.
   *
   * @param fresh computes their commitment
   */
  public boolean holds(Segment segment, CommP fresh) throws IOException {
    byte[] buffer = new byte[READ];
    try (InputStream in = open(segment)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        fresh.update(buffer, 0, n);
      }
    }
    long missing = Math.min(CommP.MIN_PAYLOAD, segment.piece().size().unpadded());
    if (fresh.payloadSize() < missing) {
      fresh.update(new byte[CommP.MIN_PAYLOAD], 0, (int) (missing - fresh.payloadSize()));
    }
    PieceCommitment found = fresh.finish().padTo(segment.piece().size());
    return found.v1().equals(segment.piece().v1());
  }
}
