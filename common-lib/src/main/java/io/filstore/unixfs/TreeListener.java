package io.filstore.unixfs;

/**
 * Hears of every file, symlink and directory right after its last block has gone to the sink. Paths
 * are relative to the root; that of the root itself is empty.
 */
public interface TreeListener {
  /** Hears nothing. */
  TreeListener NONE = new TreeListener() {};

  default void file(String path, Entry entry) {}

  default void symlink(String path, Entry entry) {}

  default void directory(String path, Entry entry) {}
}
