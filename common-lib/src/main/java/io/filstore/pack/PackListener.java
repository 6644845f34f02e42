package io.filstore.pack;

import io.filstore.multiformats.Cid;
import io.filstore.unixfs.Entry;
import java.util.Map;

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

  /** At last: where the nodes lie that span pieces and had no place when they were told of. */
  default void spanning(Map<Cid, Place> places) {}
}
