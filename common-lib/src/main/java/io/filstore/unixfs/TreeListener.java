package io.filstore.unixfs;

/** Hears of every file and directory right after its last block has gone to the sink. */
public interface TreeListener {
  /** Hears nothing. */
  TreeListener NONE = new TreeListener() {};

  default void file(String path, Entry entry) {}

  /**
   * @param path path below the root; empty for the root
   */
  default void directory(String path, Entry entry) {}
}
