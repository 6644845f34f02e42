package io.filstore.cli.car;

import io.filstore.multiformats.Cid;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What a path in an archive leads to.
 *
 * @param size content bytes of a file
 * @param target of a symlink; empty for everything else
 */
record TreeEntry(String path, Cid cid, Kind kind, OptionalLong size, String target) {
  /** What it is. */
  enum Kind {
    FILE,
    DIRECTORY,
    SYMLINK,
    /** A block that is not in the archive. */
    MISSING,
    /** A block that is neither file nor directory nor symlink. */
    OTHER;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static TreeEntry file(String path, Cid cid, long size) {
    return new TreeEntry(path, cid, Kind.FILE, OptionalLong.of(size), "");
  }

  static TreeEntry symlink(String path, Cid cid, String target) {
    return new TreeEntry(path, cid, Kind.SYMLINK, OptionalLong.empty(), target);
  }

  static TreeEntry of(Kind kind, String path, Cid cid) {
    return new TreeEntry(path, cid, kind, OptionalLong.empty(), "");
  }
}
