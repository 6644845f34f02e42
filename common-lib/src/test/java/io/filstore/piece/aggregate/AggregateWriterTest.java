package io.filstore.piece.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.fixtures.Inputs;
import io.filstore.multiformats.FormatException;
import io.filstore.piece.CommP;
import io.filstore.piece.PieceCid;
import io.filstore.piece.PieceCommitment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AggregateWriterTest {

  private static final byte[] FIRST = Inputs.xorshift32(1, 127);
  private static final byte[] SECOND = Inputs.xorshift32(2, 300);

  @TempDir Path folder;

  /** SHA-256 of the object of the vector "minimum index: 4 entries, 4 KiB aggregate". */
  @Test
  void writesThePublishedBytes() throws Exception {
    Aggregate aggregate =
        Aggregate.of(Pieces.size(4096), Stream.of(Pieces.SMALL).map(Pieces::of).toList());
    int[] sizes = {127, 254, 500};
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new AggregateWriter(aggregate)
        .write(
            segment ->
                new ByteArrayInputStream(
                    Inputs.xorshift32(segment.entry() + 1, sizes[segment.entry()])),
            out);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(out.toByteArray());
    assertThat(HexFormat.of().formatHex(hash))
        .isEqualTo("b32d9f4de46cecbd753e6872ba3db184ffaa7bf9cba897c5b14a911e33d87dcb");
  }

  @Test
  void aFileWithHolesHasTheSameBytes() throws IOException {
    Aggregate aggregate = Aggregate.of(Pieces.size(1 << 20), pieces());
    Path file = Files.write(folder.resolve("aggregate"), new byte[2_000_000]);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      new AggregateWriter(aggregate).write(AggregateWriterTest::payload, channel);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new AggregateWriter(aggregate).write(AggregateWriterTest::payload, out);
    assertThat(file).hasBinaryContent(out.toByteArray());
    assertThat(out.size()).isEqualTo(aggregate.size().unpadded());
    assertThat(Pieces.of(out.toByteArray())).isEqualTo(aggregate.commitment());
  }

  @Test
  void segmentsAreReadBackFromTheFile() throws IOException {
    Aggregate aggregate = Aggregate.of(Pieces.size(1 << 20), pieces());
    Path file = Files.createFile(folder.resolve("aggregate"));
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      new AggregateWriter(aggregate).write(AggregateWriterTest::payload, channel);
      AggregateFile read = AggregateFile.read(channel);
      assertThat(read.index().aggregate().commitment()).isEqualTo(aggregate.commitment());
      Segment second = read.index().segments().get(1);
      try (InputStream in = read.open(second)) {
        assertThat(in.readAllBytes()).startsWith(SECOND).hasSize(508);
      }
      assertThat(read.holds(second, new CommP())).isTrue();
      channel.write(ByteBuffer.wrap(new byte[] {1}), second.rawEnd() - 1);
      assertThat(read.holds(second, new CommP())).isFalse();
      channel.truncate(second.rawOffset());
      assertThat(read.holds(second, new CommP())).isFalse();
    }
  }

  @Test
  void aFileOfSomethingElseHasNoSegments() throws IOException {
    Path file = Files.write(folder.resolve("zeros"), new byte[100_000]);
    try (FileChannel channel = FileChannel.open(file)) {
      AggregateIndex index = AggregateFile.read(channel).index();
      assertThat(index.segments()).isEmpty();
      assertThat(index.area().aggregate()).isEqualTo(Pieces.size(131072));
      assertThatThrownBy(() -> AggregateFile.read(channel, Pieces.size(65536)))
          .isInstanceOf(FormatException.class)
          .hasMessage("100000 bytes, an aggregate of 65536 holds 65024");
    }
  }

  @Test
  void refusesTheBytesOfAnotherPiece() {
    Aggregate aggregate = Aggregate.of(Pieces.size(4096), pieces());
    byte[] changed = SECOND.clone();
    changed[299] ^= 1;
    assertRefused(aggregate, changed, "its bytes are those of " + Pieces.of(changed).v1());
    assertRefused(aggregate, Inputs.xorshift32(2, 299), "299 bytes, its payload has 300");
    assertRefused(aggregate, Inputs.xorshift32(2, 301), "more than the 300 bytes of its payload");
    assertRefused(aggregate, new byte[0], "0 bytes, its payload has 300");
  }

  private static void assertRefused(Aggregate aggregate, byte[] second, String why) {
    AggregateWriter writer = new AggregateWriter(aggregate);
    SegmentSource source =
        segment -> new ByteArrayInputStream(segment.entry() == 0 ? FIRST : second);
    assertThatThrownBy(() -> writer.write(source, OutputStream.nullOutputStream()))
        .isInstanceOfSatisfying(
            SegmentMismatchException.class,
            e -> assertThat(e.segment()).isEqualTo(aggregate.segment(1)))
        .hasMessage("entry 1, piece " + Pieces.of(SECOND).v1() + ": " + why);
  }

  @Test
  void aPieceKnownByItsSizeOnlyMayEndEarlier() throws IOException {
    PieceCid v1 = Pieces.of(SECOND).v1();
    PieceCommitment whole = PieceCommitment.of(v1.toWholePiece(Pieces.size(512)));
    Aggregate aggregate = Aggregate.of(Pieces.size(4096), List.of(whole));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new AggregateWriter(aggregate).write(segment -> new ByteArrayInputStream(SECOND), out);
    assertThat(Pieces.of(out.toByteArray())).isEqualTo(aggregate.commitment());
  }

  @Test
  void smallAndPaddedUpPiecesKeepTheirCommitment() throws IOException {
    byte[] small = {1, 2, 3};
    PieceCommitment tiny = PieceCommitment.of(PieceCid.ofSmallPayload(small));
    PieceCommitment padded = Pieces.of(FIRST).padTo(Pieces.size(1024));
    Aggregate aggregate = Aggregate.of(Pieces.size(4096), List.of(tiny, padded));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new AggregateWriter(aggregate)
        .write(segment -> new ByteArrayInputStream(segment.entry() == 0 ? small : FIRST), out);
    assertThat(Pieces.of(out.toByteArray())).isEqualTo(aggregate.commitment());
  }

  @Test
  void closesEverySourceAlsoWhenItFails() {
    AtomicInteger open = new AtomicInteger();
    SegmentSource source =
        segment -> {
          open.incrementAndGet();
          return new ByteArrayInputStream(FIRST) {
            @Override
            public void close() {
              open.decrementAndGet();
            }
          };
        };
    AggregateWriter writer = new AggregateWriter(Aggregate.of(Pieces.size(4096), pieces()));
    assertThatThrownBy(() -> writer.write(source, OutputStream.nullOutputStream()))
        .isInstanceOf(SegmentMismatchException.class);
    assertThat(open).hasValue(0);
  }

  private static List<PieceCommitment> pieces() {
    return List.of(Pieces.of(FIRST), Pieces.of(SECOND));
  }

  private static InputStream payload(Segment segment) {
    return new ByteArrayInputStream(segment.entry() == 0 ? FIRST : SECOND);
  }
}
