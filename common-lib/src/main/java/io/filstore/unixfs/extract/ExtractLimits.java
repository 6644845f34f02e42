package io.filstore.unixfs.extract;

/**
 * A few blocks that link to each other can describe a tree larger than any disk.
 *
 * @param depth folders inside each other
 * @param entries files, folders and symlinks together
 * @param bytes content of all files together
 */
public record ExtractLimits(int depth, long entries, long bytes) {
  public static final ExtractLimits DEFAULT = new ExtractLimits(128, 10_000_000, 1L << 40);

  public ExtractLimits {
    if (depth < 1 || depth > 1000 || entries < 0 || bytes < 0) {
      throw new IllegalArgumentException(
          "no limits: depth %d (1 to 1000), %d entries, %d bytes".formatted(depth, entries, bytes));
    }
  }
}
