package io.filstore.unixfs;

import org.jspecify.annotations.Nullable;

/**
 * Permissions and modification time of a file, directory or symlink. Written only on request,
 * because they make equal content unequal. They stand in the root block of what they describe, as
 * boxo puts them; ipfs-unixfs-importer repeats them in every inner node of a file.
 *
 * @param mode the lower twelve bits of the Unix mode; null or 0 is not written
 * @param mtime modification time; null is not written
 */
public record Metadata(@Nullable Integer mode, UnixFsData.@Nullable Mtime mtime) {
  public static final Metadata NONE = new Metadata(null, null);

  private static final int PERMISSIONS = 07777;

  public Metadata {
    if (mode != null && (mode & ~PERMISSIONS) != 0) {
      throw new IllegalArgumentException("mode must be 0..07777: 0" + Integer.toOctalString(mode));
    }
    if (mode != null && mode == 0) {
      mode = null;
    }
  }

  /** Of a block that was read: bits above the permissions, which some writers set, are left out. */
  static Metadata of(UnixFsData data) {
    Integer mode = data.mode();
    return new Metadata(mode == null ? null : mode & PERMISSIONS, data.mtime());
  }

  /** Permissions without a time. */
  public static Metadata ofMode(int mode) {
    return new Metadata(mode, null);
  }

  public boolean isEmpty() {
    return mode == null && mtime == null;
  }
}
