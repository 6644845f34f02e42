package io.filstore.unixfs;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;

/**
 * How a HAMT of one fanout cuts hashes into buckets and names its links. The hash is consumed from
 * its highest bit; link names begin with the bucket in upper-case hex digits, as many as the
 * highest bucket has.
 */
record HamtShape(int fanout) {

  private int bits() {
    return Integer.numberOfTrailingZeros(fanout);
  }

  /** Levels that 64 bits of hash are enough for: eight with the usual fanout. */
  int maxDepth() {
    return Long.SIZE / bits();
  }

  int bucket(long hash, int depth) {
    return (int) way(hash, depth) & (fanout - 1);
  }

  /** The buckets from the root down to {@code depth} as one number. */
  long way(long hash, int depth) {
    return hash >>> (Long.SIZE - bits() * (depth + 1));
  }

  int prefixLength() {
    return Integer.toHexString(fanout - 1).length();
  }

  String prefix(int bucket) {
    String digits = Integer.toHexString(bucket).toUpperCase(Locale.ROOT);
    return "0".repeat(prefixLength() - digits.length()) + digits;
  }

  /**
   * Big-endian without leading zero bytes, as boxo and hamt-sharding write it; UNIXFS.md asks for
   * little-endian of full length.
   */
  static byte[] bitField(BigInteger occupied) {
    byte[] bytes = occupied.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }
}
