package io.filstore.piece.aggregate;

import io.filstore.piece.CommP;
import io.filstore.piece.Fr32;
import io.filstore.piece.PieceCommitment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Writes an aggregate as one raw stream of {@code size().unpadded()} bytes: the payloads of the
 * pieces, zeros, and the index. Constant memory besides the index. Every piece's commitment is
 * computed while its bytes pass; what was written before a mismatch was found is to be thrown away.
 */
public final class AggregateWriter {

  private static final int COPY = 1 << 18;

  private final Aggregate aggregate;
  private final Supplier<CommP> commP;
  private final byte[] buffer = new byte[COPY];

  /** A writer that hashes on the calling thread. */
  public AggregateWriter(Aggregate aggregate) {
    this(aggregate, CommP::new);
  }

  /** A writer that asks for a fresh {@link CommP} for each piece. */
  public AggregateWriter(Aggregate aggregate, Supplier<CommP> commP) {
    this.aggregate = aggregate;
    this.commP = commP;
  }

  /**
   * Writes all of it; the stream stays open.
   *
   * @throws SegmentMismatchException if a source does not give the bytes of its piece
   */
  public void write(SegmentSource source, OutputStream out) throws IOException {
    write(source, new RawSink.ToStream(out));
  }

  /**
   * Writes all of it into an empty file, with holes for zeros where the file system has such.
   *
   * @throws SegmentMismatchException if a source does not give the bytes of its piece
   */
  public void write(SegmentSource source, FileChannel emptyFile) throws IOException {
    emptyFile.truncate(0);
    write(source, new RawSink.ToFile(emptyFile));
  }

  private void write(SegmentSource source, RawSink sink) throws IOException {
    List<Segment> segments =
        aggregate.segments().stream().sorted(Comparator.comparingLong(Segment::offset)).toList();
    long position = 0;
    for (Segment segment : segments) {
      sink.zeros(segment.rawOffset() - position);
      long payload = copy(source, segment, sink);
      sink.zeros(segment.piece().size().unpadded() - payload);
      position = segment.rawEnd();
    }
    sink.zeros(aggregate.indexArea().rawStart() - position);
    writeIndex(sink);
  }

  private void writeIndex(RawSink sink) throws IOException {
    byte[] index = AggregateIndex.of(aggregate).raw();
    int used = index.length;
    while (used > 0 && index[used - 1] == 0) {
      used--;
    }
    sink.write(index, 0, used);
    sink.zeros(index.length - used);
  }

  /** Copies and verifies the payload of a piece; its length. */
  private long copy(SegmentSource source, Segment segment, RawSink sink) throws IOException {
    CommP hash = commP.get();
    long limit = segment.piece().rawSize();
    long payload = 0;
    try (InputStream in = source.open(segment)) {
      int read;
      while ((read = in.read(buffer)) >= 0) {
        payload += read;
        if (payload > limit) {
          throw new SegmentMismatchException(
              segment, "more than the %d bytes of its payload".formatted(limit));
        }
        hash.update(buffer, 0, read);
        sink.write(buffer, 0, read);
      }
    }
    verify(segment, hash, payload);
    return payload;
  }

  private static void verify(Segment segment, CommP hash, long payload) {
    PieceCommitment piece = segment.piece();
    if (payload < piece.rawSize() && piece.rawSize() < piece.size().unpadded()) {
      throw new SegmentMismatchException(
          segment, "%d bytes, its payload has %d".formatted(payload, piece.rawSize()));
    }
    if (payload < Fr32.RAW_QUAD) {
      hash.update(new byte[Fr32.RAW_QUAD], 0, Fr32.RAW_QUAD - (int) payload);
    }
    PieceCommitment found = hash.finish().padTo(piece.size());
    if (!Arrays.equals(found.root(), piece.root())) {
      throw new SegmentMismatchException(segment, "its bytes are those of " + found.v1());
    }
  }
}
