package io.filstore.piece.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.filstore.multiformats.FormatException;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.piece.PieceCommitment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AggregateIndexTest {

  private static final PaddedPieceSize SIZE = Pieces.size(4096);
  private static final byte[] ROOT = Pieces.of(Pieces.SMALL[0]).root();

  @Test
  void setsAsideWhatCannotBeAndReadsTheRest() {
    byte[] index =
        index(
            IndexEntry.of(ROOT, 1024, 1024),
            new IndexEntry(ROOT, 0, 128, new byte[16]),
            IndexEntry.of(ROOT, 1024, 512),
            IndexEntry.of(ROOT, 0, 1024));
    AggregateIndex read = AggregateIndex.ofPadded(index, SIZE);
    assertThat(read.segments()).extracting(Segment::entry).containsExactly(0, 3);
    assertThat(read.flawed())
        .extracting(FlawedEntry::entry, FlawedEntry::flaws, FlawedEntry::acceptedByPeers)
        .containsExactly(
            tuple(1, Set.of(Flaw.CHECKSUM), false), tuple(2, Set.of(Flaw.OVERLAP), true));
    assertThat(read.padded()).isEqualTo(index);
    assertThat(AggregateIndex.ofRaw(read.raw(), SIZE)).isEqualTo(read);
  }

  /** Peers hash an index as it stands, and so must we: the flawed slots are leaves like others. */
  @Test
  void flawedEntriesArePartOfTheCommitment() {
    byte[] index = index(IndexEntry.of(ROOT, 0, 128), new IndexEntry(ROOT, 9, 9, new byte[16]));
    Aggregate aggregate = AggregateIndex.ofPadded(index, SIZE).aggregate();
    PieceCommitment piece = PieceCommitment.whole(ROOT, Pieces.size(128));
    assertThat(aggregate.commitment())
        .isNotEqualTo(Aggregate.of(SIZE, List.of(piece)).commitment());
    assertThat(aggregate.prove(0).verify(piece, aggregate.commitment().v1()))
        .isInstanceOf(Inclusion.Proven.class);
    assertThat(AggregateIndex.of(aggregate).padded()).isEqualTo(index);
    assertThatThrownBy(() -> aggregate.prove(1)).hasMessageContaining("no piece has entry 1");
  }

  @ParameterizedTest
  @CsvSource({
    "64, 128, OFFSET_BETWEEN_QUADS",
    "0, 192, SIZE_BETWEEN_QUADS",
    "0, 0, SIZE_OF_NO_PIECE",
    "0, 384, SIZE_OF_NO_PIECE",
    "0, 137438953472, SIZE_OF_NO_PIECE",
    "0, -128, SIZE_OF_NO_PIECE",
    "0, -9223372036854775808, SIZE_OF_NO_PIECE",
    "128, 256, MISALIGNED",
    "0, 4096, BEYOND_DATA",
    "3840, 128, BEYOND_DATA",
    "3584, 512, BEYOND_DATA",
    "-128, 128, BEYOND_DATA",
    "9223372036854775680, 128, BEYOND_DATA",
    "-9223372036854775808, 68719476736, BEYOND_DATA"
  })
  void namesTheFlaw(long offset, long size, Flaw flaw) {
    AggregateIndex read = AggregateIndex.ofPadded(index(IndexEntry.of(ROOT, offset, size)), SIZE);
    assertThat(read.segments()).isEmpty();
    assertThat(read.flawed().getFirst().flaws()).contains(flaw);
  }

  @Test
  void seesRootsThatNoTreeHas() {
    byte[] root = ROOT.clone();
    root[31] |= (byte) 0x80;
    assertThat(AggregateIndex.ofPadded(index(IndexEntry.of(root, 0, 128)), SIZE).flawed())
        .extracting(FlawedEntry::flaws)
        .containsExactly(Set.of(Flaw.ROOT_OUT_OF_FIELD));
  }

  @Test
  void everyFlippedBitOfAnEntryIsSeen() {
    byte[] index = index(IndexEntry.of(ROOT, 256, 256));
    for (int bit = 0; bit < 8 * IndexArea.ENTRY; bit++) {
      byte[] flipped = index.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      AggregateIndex read = AggregateIndex.ofPadded(flipped, SIZE);
      assertThat(read.segments()).as("bit %d", bit).isEmpty();
      assertThat(read.flawed().getFirst().flaws()).contains(Flaw.CHECKSUM);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void survivesAnyBytes(long seed) {
    Random random = new Random(seed);
    PaddedPieceSize size = PaddedPieceSize.ofHeight(4 + random.nextInt(20));
    byte[] raw = new byte[new IndexArea(size).rawBytes()];
    random.nextBytes(raw);
    AggregateIndex read = AggregateIndex.ofRaw(raw, size);
    assertThat(read.segments()).isEmpty();
    assertThat(read.flawed()).hasSize(new IndexArea(size).capacity());
    assertThat(read.raw()).isEqualTo(raw);
    assertThat(read.aggregate().commitment().size()).isEqualTo(size);
  }

  /** Sound checksums over offsets and sizes of all kinds, close to each other and to the limits. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void soundEntriesNeverOverlap(long seed) {
    Random random = new Random(seed);
    PaddedPieceSize size = Pieces.size(1 << 24);
    IndexEntry[] entries = new IndexEntry[128];
    for (int i = 0; i < entries.length; i++) {
      long length = 128L << random.nextInt(16);
      entries[i] = IndexEntry.of(ROOT, length * random.nextInt((int) ((1 << 24) / length)), length);
    }
    AggregateIndex read = AggregateIndex.ofPadded(index(size, entries), size);
    assertThat(read.segments().size() + read.flawed().size()).isEqualTo(128);
    long end = 0;
    for (Segment segment : byOffset(read)) {
      assertThat(segment.offset()).isGreaterThanOrEqualTo(end);
      end = segment.end();
    }
    assertThat(end).isLessThanOrEqualTo(read.area().start());
    assertThat(read.aggregate().segments()).isEqualTo(read.segments());
  }

  private static List<Segment> byOffset(AggregateIndex index) {
    return index.segments().stream().sorted(Comparator.comparingLong(Segment::offset)).toList();
  }

  @Test
  void otherLengthsAreRefused() {
    assertThatThrownBy(() -> AggregateIndex.ofPadded(new byte[255], SIZE))
        .isInstanceOf(FormatException.class)
        .hasMessage("index of 255 bytes, in an aggregate of 4096 it has 256");
    assertThatThrownBy(() -> AggregateIndex.ofRaw(new byte[256], SIZE))
        .isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> AggregateIndex.ofPadded(new byte[256], Pieces.size(256)))
        .isInstanceOf(FormatException.class)
        .hasMessage("a piece of 256 bytes is no aggregate");
  }

  private static byte[] index(IndexEntry... entries) {
    return index(SIZE, entries);
  }

  private static byte[] index(PaddedPieceSize size, IndexEntry... entries) {
    ByteBuffer index = ByteBuffer.allocate(new IndexArea(size).bytes());
    Stream.of(entries).map(IndexEntry::bytes).forEach(index::put);
    return Arrays.copyOf(index.array(), index.capacity());
  }
}
