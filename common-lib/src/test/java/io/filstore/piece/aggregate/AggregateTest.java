package io.filstore.piece.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.piece.PaddedPieceSize;
import io.filstore.piece.PieceCid;
import io.filstore.piece.PieceCommitment;
import io.filstore.piece.PieceStack;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AggregateTest {

  /** The vector "minimum index: 4 entries, 4 KiB aggregate" of data-segment 5.3.0. */
  @Test
  void knowsItsCommitmentWithoutAnyFile() {
    Aggregate aggregate =
        Aggregate.of(Pieces.size(4096), Stream.of(Pieces.SMALL).map(Pieces::of).toList());
    assertThat(aggregate.commitment().v2())
        .hasToString("bafkzcibcaadzgnlhp74vvrsqis5gtp7tdowy7icvnfszxujyjjenky5s4wjo6ma");
    assertThat(aggregate.segments()).extracting(Segment::offset).containsExactly(0L, 256L, 512L);
    assertThat(aggregate.prove(2).subtree().index()).isEqualTo(1);
    assertThat(aggregate.prove(2).indexEntry().index()).isEqualTo(62);
  }

  @Test
  void saysWithNumbersWhatDoesNotFit() {
    AggregateBuilder builder = new AggregateBuilder(Pieces.size(4096));
    Random random = new Random(1);
    builder.add(Pieces.random(random, Pieces.size(2048)));
    assertThat(builder.add(Pieces.random(random, Pieces.size(2048))))
        .isEqualTo(new Placement.NoRoom(2048, 2048, 3840));
    for (int i = 0; i < 3; i++) {
      assertThat(builder.add(Pieces.random(random, Pieces.size(128))))
          .isInstanceOf(Placement.Placed.class);
    }
    assertThat(builder.add(Pieces.random(random, Pieces.size(128))))
        .isEqualTo(new Placement.IndexFull(4));
    assertThat(builder.count()).isEqualTo(4);
    assertThat(builder.end()).isEqualTo(2048 + 3 * 128);
    assertThatThrownBy(() ->
            Aggregate.of(
                Pieces.size(1 << 20),
                Collections.nCopies(2, Pieces.random(random, Pieces.size(1 << 19)))))
        .isInstanceOf(AggregateFullException.class)
        .hasMessage(
            "piece 2 of 2 does not fit into an aggregate of 1048576 bytes: piece of 524288 bytes at"
                + " 524288 would end at 1048576, the index begins at 1048064");
  }

  @ParameterizedTest
  @ValueSource(longs = {128, 256})
  void anAggregateHasRoomForAPiece(long size) {
    assertThatThrownBy(() -> new AggregateBuilder(Pieces.size(size)))
        .isInstanceOf(AggregateFullException.class);
    assertThatThrownBy(() -> new AggregateBuilder(Pieces.size(512)).build())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void halvesNeverFitWhateverTheSize() {
    for (int height = 4; height <= 31; height++) {
      PaddedPieceSize size = PaddedPieceSize.ofHeight(height);
      PieceCommitment half = Pieces.random(new Random(height), Pieces.size(size.bytes() / 2));
      AggregateBuilder builder = new AggregateBuilder(size);
      assertThat(builder.add(Pieces.random(new Random(height), size)))
          .isInstanceOf(Placement.NoRoom.class);
      assertThat(builder.add(half)).isInstanceOf(Placement.Placed.class);
      assertThat(builder.add(half)).isInstanceOf(Placement.NoRoom.class);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void largestFirstLeavesNoGapsAndIgnoresTheOrderGiven(long seed) {
    Random random = new Random(seed);
    List<PieceCommitment> pieces = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      pieces.add(Pieces.random(random, Pieces.size(128L << random.nextInt(8))));
    }
    pieces.add(pieces.getFirst());
    List<PieceCommitment> shuffled = new ArrayList<>(pieces);
    Collections.shuffle(shuffled, random);
    pieces.sort(Segment.LARGEST_FIRST);
    shuffled.sort(Segment.LARGEST_FIRST);
    assertThat(shuffled).isEqualTo(pieces);
    Aggregate aggregate = Aggregate.of(Pieces.size(1 << 24), pieces);
    long end = 0;
    for (Segment segment : aggregate.segments()) {
      assertThat(segment.offset()).isEqualTo(end);
      end = segment.end();
    }
  }

  /** The index as a piece of its own gives the same root by another algorithm. */
  @ParameterizedTest
  @ValueSource(longs = {5, 6, 7, 8, 9, 10})
  void theCommitmentIsThatOfItsPartsInARow(long seed) {
    Random random = new Random(seed);
    PaddedPieceSize size = Pieces.size(1L << 20 + random.nextInt(4));
    PieceCommitment zeros = Pieces.of(new byte[127]);
    AggregateBuilder builder = new AggregateBuilder(size);
    PieceStack stack = new PieceStack();
    while (builder.count() < 7) {
      PieceCommitment piece = Pieces.random(random, Pieces.size(128L << random.nextInt(10)));
      builder.add(piece);
      stack.add(piece);
    }
    Aggregate aggregate = builder.build();
    PieceCommitment index = Pieces.of(AggregateIndex.of(aggregate).raw());
    while (stack.end() < aggregate.indexArea().start()) {
      stack.add(zeros);
    }
    assertThat(stack.add(index)).isEqualTo(aggregate.indexArea().start());
    assertThat(stack.root(size)).isEqualTo(aggregate.commitment());
  }

  @Test
  void findsPiecesByEitherFormAndTheFirstOfEquals() {
    PieceCommitment twice = Pieces.of(Pieces.SMALL[0]);
    Aggregate aggregate =
        Aggregate.of(Pieces.size(4096), List.of(Pieces.of(Pieces.SMALL[1]), twice, twice));
    assertThat(aggregate.find(twice.v1())).map(Segment::entry).contains(1);
    assertThat(aggregate.find(twice.v2())).map(Segment::entry).contains(1);
    assertThat(aggregate.find(PieceCid.v1(new byte[32]))).isEmpty();
    assertThat(aggregate.find(twice.v1().toWholePiece(Pieces.size(256)))).isEmpty();
    assertThat(aggregate.prove(1)).isNotEqualTo(aggregate.prove(2));
    assertThatThrownBy(() -> aggregate.prove(3))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("no piece has entry 3; the index has 3 pieces");
    assertThatThrownBy(() -> aggregate.prove(-1)).isInstanceOf(NoSuchElementException.class);
  }

  /** 262,144 pieces of 64 KiB and less in 32 GiB: every slot of the index. */
  @Test
  void fillsTheWholeIndexOf32GiB() {
    Random random = new Random(32);
    AggregateBuilder builder = new AggregateBuilder(Pieces.size(1L << 35));
    for (int i = 0; i < 262_144; i++) {
      builder.add(Pieces.random(random, Pieces.size(128L << random.nextInt(10))));
    }
    assertThat(builder.count()).isEqualTo(262_144);
    assertThat(builder.add(Pieces.of(Pieces.SMALL[0]))).isEqualTo(new Placement.IndexFull(262_144));
    Aggregate aggregate = builder.build();
    for (int entry : new int[] {0, 1, 131_071, 262_143}) {
      assertThat(
              aggregate
                  .prove(entry)
                  .verify(aggregate.segment(entry).piece(), aggregate.commitment().v2()))
          .isEqualTo(new Inclusion.Proven(aggregate.commitment(), aggregate.segment(entry)));
    }
    AggregateIndex index = AggregateIndex.of(aggregate);
    byte[] raw = index.raw();
    AggregateIndex read = AggregateIndex.ofRaw(raw, aggregate.size());
    assertThat(read.flawed()).isEmpty();
    assertThat(read.segments()).hasSize(262_144);
    assertThat(Arrays.equals(read.padded(), index.padded())).isTrue();
  }
}
