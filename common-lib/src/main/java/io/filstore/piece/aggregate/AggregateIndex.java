package io.filstore.piece.aggregate;

import io.filstore.multiformats.FormatException;
import io.filstore.piece.Fr32;
import io.filstore.piece.PaddedPieceSize;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the index of an aggregate says. Read from bytes that anybody may have written: an entry that
 * cannot be right is set aside, never fatal, and even a sound one is a claim until the commitment
 * of its range was computed.
 *
 * @param area where it lies
 * @param segments the sound entries by ascending number
 * @param flawed the other slots that are not empty, by ascending number
 */
public record AggregateIndex(IndexArea area, List<Segment> segments, List<FlawedEntry> flawed) {

  private static final byte[] EMPTY = new byte[IndexArea.ENTRY];

  /** Keeps copies of the lists. */
  public AggregateIndex {
    segments = List.copyOf(segments);
    flawed = List.copyOf(flawed);
  }

  /**
   * Reads the index at the end of an aggregate's raw bytes. A file shorter than the payload of the
   * aggregate counts as followed by zeros, as a provider fills it up.
   *
   * @throws FormatException if the file is longer than the aggregate, or the aggregate too small
   */
  static AggregateIndex read(FileChannel raw, PaddedPieceSize aggregate) throws IOException {
    if (raw.size() > aggregate.unpadded()) {
      throw new FormatException(
          "%d bytes, an aggregate of %s holds %d"
              .formatted(raw.size(), aggregate, aggregate.unpadded()));
    }
    IndexArea area = areaOf(aggregate);
    byte[] index = new byte[area.rawBytes()];
    try (InputStream in = new FileRange(raw, area.rawStart(), aggregate.unpadded())) {
      in.readNBytes(index, 0, index.length);
    }
    return ofRaw(index, aggregate);
  }

  /**
   * Reads the index as it stands in the raw stream.
   *
   * @throws FormatException if that many bytes are no index of such an aggregate
   */
  public static AggregateIndex ofRaw(byte[] raw, PaddedPieceSize aggregate) {
    IndexArea area = areaOf(aggregate);
    requireLength(raw, area.rawBytes(), aggregate);
    byte[] padded = new byte[area.bytes()];
    Fr32.expand(raw, 0, padded, 0, area.bytes() / Fr32.PADDED_QUAD);
    return parse(padded, area);
  }

  /**
   * Reads the index in its padded form, where each entry is 64 bytes.
   *
   * @throws FormatException if that many bytes are no index of such an aggregate
   */
  public static AggregateIndex ofPadded(byte[] padded, PaddedPieceSize aggregate) {
    IndexArea area = areaOf(aggregate);
    requireLength(padded, area.bytes(), aggregate);
    return parse(padded, area);
  }

  /** The index of an aggregate. */
  public static AggregateIndex of(Aggregate aggregate) {
    return new AggregateIndex(aggregate.indexArea(), aggregate.segments(), aggregate.flawed());
  }

  private static IndexArea areaOf(PaddedPieceSize aggregate) {
    IndexArea area = new IndexArea(aggregate);
    if (area.start() < PaddedPieceSize.MIN.bytes()) {
      throw new FormatException("a piece of %s bytes is no aggregate".formatted(aggregate));
    }
    return area;
  }

  private static void requireLength(byte[] index, int length, PaddedPieceSize aggregate) {
    if (index.length != length) {
      throw new FormatException(
          "index of %d bytes, in an aggregate of %s it has %d"
              .formatted(index.length, aggregate, length));
    }
  }

  private static AggregateIndex parse(byte[] padded, IndexArea area) {
    List<Segment> segments = new ArrayList<>();
    List<FlawedEntry> flawed = new ArrayList<>();
    TreeMap<Long, Segment> taken = new TreeMap<>();
    for (int entry = 0; entry < area.capacity(); entry++) {
      int at = entry * IndexArea.ENTRY;
      if (Arrays.equals(padded, at, at + IndexArea.ENTRY, EMPTY, 0, IndexArea.ENTRY)) {
        continue;
      }
      IndexEntry content = IndexEntry.read(padded, at);
      Set<Flaw> flaws = content.flaws(area);
      if (flaws.isEmpty() && overlaps(content, taken)) {
        flaws = EnumSet.of(Flaw.OVERLAP);
      }
      if (flaws.isEmpty()) {
        Segment segment = content.segment(entry);
        segments.add(segment);
        taken.put(segment.offset(), segment);
      } else {
        flawed.add(new FlawedEntry(entry, content, flaws));
      }
    }
    return new AggregateIndex(area, segments, flawed);
  }

  private static boolean overlaps(IndexEntry content, TreeMap<Long, Segment> taken) {
    Map.Entry<Long, Segment> before = taken.lowerEntry(content.offset() + content.size());
    return before != null && before.getValue().end() > content.offset();
  }

  /**
   * The aggregate that has this index, zeros where no sound entry points, and pieces that are what
   * their entries say. Whether the bytes are that aggregate is seen by comparing commitments.
   */
  public Aggregate aggregate() {
    return new Aggregate(area, segments, flawed);
  }

  /** The padded form: one leaf pair for each entry, zeros where a slot is empty. */
  public byte[] padded() {
    byte[] padded = new byte[area.bytes()];
    flawed.forEach(slot -> put(padded, slot.entry(), slot.content()));
    segments.forEach(segment -> put(padded, segment.entry(), IndexEntry.of(segment)));
    return padded;
  }

  private static void put(byte[] padded, int entry, IndexEntry content) {
    System.arraycopy(content.bytes(), 0, padded, entry * IndexArea.ENTRY, IndexArea.ENTRY);
  }

  /** The form in the raw stream, which begins at {@link IndexArea#rawStart()}. */
  public byte[] raw() {
    byte[] raw = new byte[area.rawBytes()];
    Fr32.contract(padded(), 0, raw, 0, area.bytes() / Fr32.PADDED_QUAD);
    return raw;
  }
}
