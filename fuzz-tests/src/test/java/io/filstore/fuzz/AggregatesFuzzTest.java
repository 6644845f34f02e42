package io.filstore.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.filstore.multiformats.Multihash;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.piece.PieceCommitment;
import io.filstore.piece.aggregate.Aggregate;
import io.filstore.piece.aggregate.AggregateIndex;
import io.filstore.piece.aggregate.DataAggregationProof;
import io.filstore.piece.aggregate.Inclusion;
import io.filstore.piece.aggregate.InclusionAux;
import io.filstore.piece.aggregate.InclusionProof;
import io.filstore.piece.aggregate.IndexArea;
import io.filstore.piece.aggregate.Segment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;

class AggregatesFuzzTest {
  private static final PaddedPieceSize AGGREGATE = PaddedPieceSize.ofHeight(15);
  private static final PieceCommitment PIECE =
      PieceCommitment.whole(new byte[32], PaddedPieceSize.MIN);

  @FuzzTest
  void inclusionProof(byte[] bytes) {
    Hostile.read(() -> InclusionProof.decode(bytes))
        .ifPresent(proof -> {
          assertThat(proof.encode()).isEqualTo(bytes);
          assertThat(proof.verify(PIECE)).isNotNull();
        });
  }

  @FuzzTest
  void aggregationProof(byte[] bytes) {
    Hostile.read(() -> DataAggregationProof.decode(bytes))
        .ifPresent(proof -> assertThat(proof.encode()).isEqualTo(bytes));
  }

  @FuzzTest
  void auxiliaryData(byte[] bytes) {
    Hostile.read(() -> InclusionAux.decode(bytes))
        .ifPresent(aux -> assertThat(aux.encode()).isEqualTo(bytes));
  }

  @FuzzTest
  void index(byte[] bytes) {
    Hostile.read(() -> AggregateIndex.ofPadded(bytes, AGGREGATE));
    byte[] whole = Arrays.copyOf(bytes, new IndexArea(AGGREGATE).rawBytes());
    Hostile.read(() -> AggregateIndex.ofRaw(whole, AGGREGATE))
        .ifPresent(index -> assertThat(index.segments()).isNotNull());
  }

  /** Entries with right checksums may claim anything; what is believed fits and can be proven. */
  @FuzzTest
  void claims(FuzzedDataProvider input) {
    PaddedPieceSize size = PaddedPieceSize.ofHeight(input.consumeInt(4, 20));
    IndexArea area = new IndexArea(size);
    byte[] padded = new byte[area.bytes()];
    while (input.remainingBytes() > 0) {
      byte[] entry = entry(input);
      System.arraycopy(entry, 0, padded, 64 * input.consumeInt(0, area.capacity() - 1), 64);
    }
    AggregateIndex index = AggregateIndex.ofPadded(padded, size);
    assertThat(index.padded()).isEqualTo(padded);
    assertThat(AggregateIndex.ofRaw(index.raw(), size).segments()).isEqualTo(index.segments());
    requireNoOverlap(index);
    Aggregate aggregate = index.aggregate();
    for (Segment segment : index.segments()) {
      assertThat(aggregate.prove(segment.entry()).verify(segment.piece()))
          .isEqualTo(new Inclusion.Proven(aggregate.commitment(), segment));
    }
  }

  private static byte[] entry(FuzzedDataProvider input) {
    byte[] entry = new byte[64];
    byte[] root = input.consumeBytes(32);
    System.arraycopy(root, 0, entry, 0, root.length);
    entry[31] &= (byte) (input.consumeInt(0, 9) == 0 ? 0xff : 0x3f);
    ByteBuffer numbers = ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN);
    numbers.putLong(32, input.consumeBoolean() ? 128L * input.consumeShort() : input.consumeLong());
    numbers.putLong(40, input.consumeBoolean() ? 128L << input.consumeByte() : input.consumeLong());
    if (input.consumeInt(0, 9) > 0) {
      System.arraycopy(Multihash.sha256(entry).digest(), 0, entry, 48, 16);
      entry[63] &= 0x3f;
    }
    return entry;
  }

  private static void requireNoOverlap(AggregateIndex index) {
    long end = 0;
    for (Segment segment :
        index.segments().stream().sorted(Comparator.comparingLong(Segment::offset)).toList()) {
      assertThat(segment.offset()).isGreaterThanOrEqualTo(end);
      end = segment.end();
    }
    assertThat(end).isLessThanOrEqualTo(index.area().start());
  }
}
