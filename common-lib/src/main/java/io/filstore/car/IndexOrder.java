package io.filstore.car;

import io.filstore.multiformats.Multihash;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Positions of sections in the order of an index: by hash function (unless the index does without),
 * by length of the digest, by digest, by offset.
 */
final class IndexOrder {
  private static final int MAX_RANKS = 128;
  private static final Comparator<Bucket> ORDER =
      Comparator.comparingLong(Bucket::code).thenComparingInt(Bucket::digestLength);

  private final SectionTable sections;
  private final IndexFormat format;
  private final CidCursor cursor = new CidCursor();
  private final long[] codes;
  private final int[] digestLengths;
  private final Map<Bucket, Integer> ranks = new HashMap<>();

  private record Bucket(long code, int digestLength) {}

  /** Whether identity CIDs are in the index. */
  enum Identity {
    INDEXED,
    LEFT_OUT
  }

  IndexOrder(SectionTable sections, IndexFormat format) {
    this.sections = sections;
    this.format = format;
    CidTable cids = sections.cids();
    this.codes = new long[cids.size()];
    this.digestLengths = new int[cids.size()];
    for (int number = 0; number < codes.length; number++) {
      cursor.read(cids.bytes(), cids.start(number), cids.end(number));
      codes[number] = cursor.hash();
      digestLengths[number] = cursor.digestLength();
      ranks.putIfAbsent(bucket(number), 0);
    }
    int rank = 0;
    for (Bucket bucket : ranks.keySet().stream().sorted(ORDER).toList()) {
      ranks.put(bucket, rank++);
    }
  }

  /** Code of the hash function of a section's CID. */
  long code(int position) {
    return codes[sections.number(position)];
  }

  int digestLength(int position) {
    return digestLengths[sections.number(position)];
  }

  /** Where the digest of a section's CID begins in the bytes of the table. */
  int digestAt(int position) {
    return sections.cids().end(sections.number(position)) - digestLength(position);
  }

  /**
   * All positions in order. Sorted by the first four bytes of the digest together with the position
   * in one long; those that share them are put right afterwards.
   */
  int[] positions(Identity identity) {
    long[] byPrefix = new long[sections.size()];
    int count = 0;
    for (int position = 0; position < byPrefix.length; position++) {
      if (identity == Identity.INDEXED || code(position) != Multihash.IDENTITY) {
        byPrefix[count++] = prefix(position) << 32 | position;
      }
    }
    Arrays.sort(byPrefix, 0, count);
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = (int) byPrefix[i];
    }
    settle(order, byPrefix);
    return order;
  }

  /** Seven bits for the bucket, 24 of the digest; nothing where there are too many buckets. */
  private long prefix(int position) {
    if (ranks.size() > MAX_RANKS) {
      return 0;
    }
    byte[] bytes = sections.cids().bytes();
    int at = digestAt(position);
    int length = digestLength(position);
    long prefix = rank(position);
    for (int i = 0; i < 3; i++) {
      prefix = prefix << 8 | (i < length ? bytes[at + i] & 0xff : 0);
    }
    return prefix;
  }

  private int rank(int position) {
    Integer rank = ranks.get(bucket(sections.number(position)));
    return rank == null ? 0 : rank;
  }

  private Bucket bucket(int number) {
    return new Bucket(format == IndexFormat.SORTED ? 0 : codes[number], digestLengths[number]);
  }

  private void settle(int[] order, long[] byPrefix) {
    int from = 0;
    while (from < order.length) {
      int to = from + 1;
      while (to < order.length && byPrefix[to] >>> 32 == byPrefix[from] >>> 32) {
        to++;
      }
      if (to - from > 1) {
        new PositionSort(this::compare).sort(order, from, to);
      }
      from = to;
    }
  }

  int compare(int a, int b) {
    if (format == IndexFormat.MULTIHASH_SORTED && code(a) != code(b)) {
      return Long.compare(code(a), code(b));
    }
    if (digestLength(a) != digestLength(b)) {
      return Integer.compare(digestLength(a), digestLength(b));
    }
    int digests = compareDigests(a, b);
    return digests != 0 ? digests : Integer.compare(a, b);
  }

  private int compareDigests(int a, int b) {
    byte[] bytes = sections.cids().bytes();
    int length = digestLength(a);
    return Arrays.compareUnsigned(
        bytes, digestAt(a), digestAt(a) + length, bytes, digestAt(b), digestAt(b) + length);
  }

  /** Whether two sections have the same place in the index, offsets aside. */
  boolean sameKey(int a, int b) {
    return (format == IndexFormat.SORTED || code(a) == code(b))
        && digestLength(a) == digestLength(b)
        && compareDigests(a, b) == 0;
  }
}
