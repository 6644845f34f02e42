package io.filstore.gateway.upload;

import io.filstore.db.upload.Entry;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder of an upload; the root has the empty path.
 *
 * @param cid known after packing
 * @param carOffset where its root block begins in the CAR of its piece; not known of a folder whose
 *     piece was finished by a worker that died before the upload was
 * @param pieceNumber which of the upload's pieces that is
 */
record EntryView(
    String path,
    String kind,
    long size,
    @Nullable String cid,
    @Nullable Long carOffset,
    @Nullable Integer pieceNumber) {
  static EntryView of(Entry entry) {
    return new EntryView(
        entry.path(),
        entry.kind(),
        entry.size(),
        entry.cid(),
        entry.carOffset(),
        entry.pieceNumber());
  }
}
