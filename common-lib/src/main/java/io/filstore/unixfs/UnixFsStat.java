package io.filstore.unixfs;

import io.filstore.multiformats.Cid;

/**
 * What a root block says about itself.
 *
 * @param kind what it is
 * @param size content bytes of a file, length of a symlink's target, 0 for a directory
 */
public record UnixFsStat(Cid cid, Kind kind, long size) {
  /** Kinds a path can lead to. */
  public enum Kind {
    FILE,
    DIRECTORY,
    SHARDED_DIRECTORY,
    SYMLINK
  }
}
