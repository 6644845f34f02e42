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
 * @param place of the section of its root block, where it is known: not for folders in pieces that
 *     an earlier run has finished
 */
record PackedEntry(String path, boolean directory, long size, Cid cid, Place place) {

  PackedEntry at(Place other) {
    return new PackedEntry(path, directory, size, cid, other);
  }

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
