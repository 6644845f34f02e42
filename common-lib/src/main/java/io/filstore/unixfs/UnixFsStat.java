package io.filstore.unixfs;

import io.filstore.multiformats.Cid;

/**
 * What a root block says about itself.
 *
 * @param kind what it is
 * @param size content bytes of a file, length of a symlink's target in bytes, 0 for a directory
 * @param metadata permissions and modification time, where they are given
 */
public record UnixFsStat(Cid cid, Kind kind, long size, Metadata metadata) {
  /** Kinds a path can lead to. */
  public enum Kind {
    FILE,
    DIRECTORY,
    SHARDED_DIRECTORY,
    SYMLINK;

    public boolean isDirectory() {
      return this == DIRECTORY || this == SHARDED_DIRECTORY;
    }
  }
}
