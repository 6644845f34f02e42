package io.filstore.unixfs;

/**
 * When a directory becomes a HAMT instead of one block. The decision looks at the direct entries
 * only, and is strict: a directory of exactly the limit stays flat (IPIP-499; kubo from 0.40 on).
 *
 * @param rule what is measured
 * @param limit largest value that stays flat, in bytes or entries
 * @param fanout buckets of one shard: a power of two, 8..1024
 */
public record Sharding(Rule rule, long limit, int fanout) {
  /** Fanout of every known profile. */
  public static final int DEFAULT_FANOUT = 256;

  static final int MIN_FANOUT = 8;
  static final int MAX_FANOUT = 1024;

  /** What is compared with the limit. */
  public enum Rule {
    /** Exact size of the flat block. */
    BLOCK_BYTES,
    /** Sum of the lengths of names and CIDs. */
    LINKS_BYTES,
    /** Number of entries. */
    ENTRIES
  }

  public Sharding {
    if (limit < 0) {
      throw new IllegalArgumentException("sharding limit must not be negative: " + limit);
    }
    if (!isFanout(fanout)) {
      throw new IllegalArgumentException(
          "fanout must be a power of two, %d..%d: %d".formatted(MIN_FANOUT, MAX_FANOUT, fanout));
    }
  }

  public static Sharding above(Rule rule, long limit) {
    return new Sharding(rule, limit, DEFAULT_FANOUT);
  }

  /** As boxo reads it: a power of two and a multiple of 8, at most 1024. */
  static boolean isFanout(long fanout) {
    return fanout >= MIN_FANOUT && fanout <= MAX_FANOUT && Long.bitCount(fanout) == 1;
  }
}
