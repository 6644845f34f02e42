package io.filstore.piece.aggregate;

import io.filstore.piece.PaddedPieceSize;
import io.filstore.piece.PieceCid;
import io.filstore.piece.PieceCommitment;
import io.filstore.piece.PieceTree;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An aggregate: pieces in their places, the index that lists them, zeros between (FRC-0058).
 * Commitment and proofs are computed from the pieces' commitments; no data is needed. Immutable.
 */
public final class Aggregate {

  private final IndexArea area;
  private final List<Segment> segments;
  private final List<FlawedEntry> flawed;
  private final SparseTree tree;
  private final PieceCommitment commitment;

  /** Segments by ascending entry; {@code flawed} are the other slots of the index not empty. */
  Aggregate(IndexArea area, List<Segment> segments, List<FlawedEntry> flawed) {
    this.area = area;
    this.segments = List.copyOf(segments);
    this.flawed = List.copyOf(flawed);
    this.tree = grow(area, this.segments, this.flawed);
    this.commitment = PieceCommitment.whole(tree.root(), area.aggregate());
  }

  /**
   * Places all pieces in the order given.
   *
   * @throws AggregateFullException if they do not fit
   */
  public static Aggregate of(PaddedPieceSize size, List<PieceCommitment> pieces) {
    AggregateBuilder builder = new AggregateBuilder(size);
    for (PieceCommitment piece : pieces) {
      if (builder.add(piece) instanceof Placement.Refused refused) {
        throw new AggregateFullException(
            "piece %d of %d does not fit into an aggregate of %s bytes: %s"
                .formatted(builder.count() + 1, pieces.size(), size, refused.why()));
      }
    }
    return builder.build();
  }

  private static SparseTree grow(IndexArea area, List<Segment> segments, List<FlawedEntry> flawed) {
    List<NodeRow> rows = SparseTree.emptyRows(area.aggregate().height());
    segments.stream()
        .sorted(Comparator.comparingLong(Segment::offset))
        .forEach(segment -> {
          int level = segment.piece().size().height();
          rows.get(level).add(position(segment), segment.piece().root());
        });
    PieceTree hasher = new PieceTree();
    SortedMap<Integer, IndexEntry> entries = new TreeMap<>();
    flawed.forEach(slot -> entries.put(slot.entry(), slot.content()));
    segments.forEach(segment -> entries.put(segment.entry(), IndexEntry.of(segment)));
    entries.forEach((entry, content) -> rows.get(1).add(area.node(entry), content.node(hasher)));
    return SparseTree.grow(rows);
  }

  private static long position(Segment segment) {
    return segment.offset() / segment.piece().size().bytes();
  }

  /** Padded size. */
  public PaddedPieceSize size() {
    return area.aggregate();
  }

  /** Where the index lies. */
  public IndexArea indexArea() {
    return area;
  }

  /** The pieces by ascending number of their entries. */
  public List<Segment> segments() {
    return segments;
  }

  List<FlawedEntry> flawed() {
    return flawed;
  }

  /** The commitment of the whole; its piece CID v2 has no padding. */
  public PieceCommitment commitment() {
    return commitment;
  }

  /** The first segment that holds this piece; a piece may stand in several. */
  public Optional<Segment> find(PieceCid piece) {
    byte[] root = piece.root();
    return segments.stream()
        .filter(segment -> Arrays.equals(segment.piece().root(), root))
        .filter(segment -> piece.size().map(segment.piece().size()::equals).orElse(true))
        .findFirst();
  }

  /**
   * Proves that the piece of this entry is in the aggregate.
   *
   * @throws NoSuchElementException if no piece has an entry of that number
   */
  public InclusionProof prove(int entry) {
    return prove(segment(entry));
  }

  private InclusionProof prove(Segment segment) {
    return new InclusionProof(
        tree.prove(segment.piece().size().height(), position(segment)),
        tree.prove(1, area.node(segment.entry())));
  }

  /**
   * The segment of an entry.
   *
   * @throws NoSuchElementException if no piece has an entry of that number
   */
  public Segment segment(int entry) {
    int low = 0;
    int high = Math.min(entry, segments.size() - 1);
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int found = segments.get(middle).entry();
      if (found == entry) {
        return segments.get(middle);
      }
      if (found < entry) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    throw new NoSuchElementException(
        "no piece has entry %d; the index has %d pieces".formatted(entry, segments.size()));
  }
}
