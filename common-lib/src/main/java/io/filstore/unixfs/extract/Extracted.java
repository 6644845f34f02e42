package io.filstore.unixfs.extract;

import java.util.List;

/**
 * What was extracted.
 *
 * @param bytes content of the files
 * @param leftOut what was not written and why
 */
public record Extracted(
    long files, long directories, long symlinks, long bytes, List<LeftOut> leftOut) {
  /** Why something was left out. */
  public enum Reason {
    /** A block that it needs is not there. */
    MISSING_BLOCK,
    /** The options do not want this symbolic link. */
    SYMLINK,
    /** It is neither file nor directory nor symbolic link. */
    NOT_UNIXFS
  }

  /**
   * @param path below the root
   * @param detail the CID that is missing, the target of the link, or what it is instead
   */
  public record LeftOut(String path, Reason reason, String detail) {}

  public Extracted {
    leftOut = List.copyOf(leftOut);
  }

  /** Whether everything is there but the symlinks that were not wanted. */
  public boolean isComplete() {
    return leftOut.stream().allMatch(one -> one.reason() == Reason.SYMLINK);
  }
}
