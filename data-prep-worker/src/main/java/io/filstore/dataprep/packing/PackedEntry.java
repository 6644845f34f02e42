package io.filstore.dataprep.packing;

import io.filstore.multiformats.Cid;

/**
 * A file or folder in the CAR.
 *
 * @param path relative with '/', empty for the root
 * @param directory folder or file
 * @param size content bytes
 * @param carOffset where the section of its root block begins in the CAR
 */
record PackedEntry(String path, boolean directory, long size, Cid cid, long carOffset) {

  String kind() {
    return directory ? "directory" : "file";
  }
}
