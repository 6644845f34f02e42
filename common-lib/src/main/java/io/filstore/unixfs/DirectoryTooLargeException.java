package io.filstore.unixfs;

/** A directory whose block would exceed the limit of the profile; it would have to be sharded. */
public final class DirectoryTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final int entries;
  private final long blockBytes;
  private final int limit;

  DirectoryTooLargeException(String path, int entries, long blockBytes, int limit) {
    super(
        "directory \"%s\" has %d entries and would make a block of %d bytes, at most %d"
            .formatted(path.isEmpty() ? "/" : path, entries, blockBytes, limit));
    this.path = path;
    this.entries = entries;
    this.blockBytes = blockBytes;
    this.limit = limit;
  }

  /** Path below the root; empty for the root itself. */
  public String path() {
    return path;
  }

  public int entries() {
    return entries;
  }

  public long blockBytes() {
    return blockBytes;
  }

  public int limit() {
    return limit;
  }
}
