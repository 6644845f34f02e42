package io.filstore.pack;

import io.filstore.multiformats.Cid;
import io.filstore.unixfs.Entry;

/**
 * Hears of the progress of a packing, on the thread that packs. Paths are relative to the root,
 * that of the root itself is empty.
 */
public interface PackListener {
  /** Hears nothing. */
  PackListener NONE = new PackListener() {};

  /** So many bytes of content more have been read, or were found packed already. */
  default void progressed(long bytes) {}

  /** A file is packed, and this is where its root block lies. */
  default void file(String path, Entry entry, Place place) {}

  default void symlink(String path, Entry entry, Place place) {}

  /** A directory and everything below is packed. */
  default void directory(String path, Entry entry, Place place) {}

  /** At last: where a node lies that spans pieces and had no place when it was told of. */
  default void spanning(Cid cid, Place place) {}
}
