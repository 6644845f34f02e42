package io.filstore.ipld;

import io.filstore.multiformats.FormatException;

/**
 * What a reader of dag-cbor accepts.
 *
 * @param depth deepest nesting of lists and maps
 * @param keyOrder whether map keys must be sorted; they must be unique either way
 */
public record CborLimits(int depth, KeyOrder keyOrder) {
  /** Deepest nesting that anybody accepts: values of this depth fit half of a usual stack. */
  static final int MAX_DEPTH = 256;

  /**
   * Longest block read into values, which may take a hundred times the memory. Readers that build
   * nothing take any length.
   */
  static final int MAX_VALUES = 8 << 20;

  /** Most values in one block: as many as 2 MiB hold, the largest block that peers exchange. */
  static final int MAX_COUNT = 2 << 20;

  /** Our own objects, CAR headers we wrote, blocks. */
  public static final CborLimits STRICT = new CborLimits(64, KeyOrder.CANONICAL);

  /** Bytes of peers whose encoders leave map keys in the order of their source. */
  public static final CborLimits ANY_KEY_ORDER = new CborLimits(MAX_DEPTH, KeyOrder.ANY);

  /** Order of map keys. */
  public enum KeyOrder {
    /** By length, then by bytes (RFC 7049 section 3.9, as dag-cbor asks). */
    CANONICAL,
    ANY
  }

  public CborLimits {
    if (depth < 1 || depth > MAX_DEPTH) {
      throw new IllegalArgumentException("depth must be 1.." + MAX_DEPTH + ": " + depth);
    }
  }

  /** Counts one value more. */
  static int oneMore(int values) {
    if (values == MAX_COUNT) {
      throw new FormatException("more than " + MAX_COUNT + " values in one block");
    }
    return values + 1;
  }

  /** What is left of a depth inside a list or map. */
  static int inside(int depth) {
    if (depth == 0) {
      throw new FormatException("nesting is deeper than " + MAX_DEPTH);
    }
    return depth - 1;
  }
}
