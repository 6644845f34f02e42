package io.filstore.dataprep.packing;

import io.filstore.multiformats.Cid;
import io.filstore.pack.Place;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder of a packed upload.
 *
 * @param path relative with '/', empty for the root
 * @param directory folder or file
 * @param size content bytes
 * @param place of the section of its root block, where it is known: not for what lies in several
 *     pieces, nor for folders that an earlier run has packed
 */
record PackedEntry(String path, boolean directory, long size, Cid cid, Place place) {

  String kind() {
    return directory ? "directory" : "file";
  }

  @Nullable Long carOffset() {
    return place.piece() < 0 ? null : place.offset();
  }

  @Nullable Integer pieceNumber() {
    return place.piece() < 0 ? null : place.piece();
  }
}
