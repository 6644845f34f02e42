package io.filstore.db.upload;

import org.jspecify.annotations.Nullable;

/**
 * A row of {@code entry}: a file, or after packing also a directory, of an upload.
 *
 * @param path relative path with '/', the empty text for the root
 * @param kind {@code file} or {@code directory}
 * @param size content bytes
 * @param stagedAs name of the staged file inside the upload's staging folder
 * @param carOffset offset of the entry's root block section in the CAR of its piece; not known of a
 *     folder whose piece was finished by a worker that died before the upload was
 * @param pieceNumber which of the upload's pieces that is
 */
public record Entry(
    String uploadId,
    String path,
    String kind,
    long size,
    @Nullable String stagedAs,
    @Nullable String cid,
    @Nullable Long carOffset,
    @Nullable Integer pieceNumber) {}
