package io.filstore.gateway.upload;

import io.filstore.db.upload.UploadState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An upload with the piece that holds its root, and what its deals amount to.
 *
 * @param stored whether every piece has its CAR
 * @param visibility {@code private} or {@code public}
 * @param wantedReplicas copies that the upload's policy names; absent for those of the settings
 * @param replicas providers whose deal is active beyond doubt, for the piece that has the fewest
 * @param format {@code files} or {@code car}; only of a CAR that was taken in there are the numbers
 *     of roots, blocks and links, and the CIDs with blanks between them
 */
record UploadRow(
    String id,
    String name,
    UploadState state,
    boolean wrap,
    long totalBytes,
    int fileCount,
    boolean staged,
    @Nullable String payloadCid,
    @Nullable String pieceCid,
    @Nullable String pieceCidV2,
    @Nullable Long rawSize,
    @Nullable Long paddedSize,
    boolean alreadyStored,
    boolean stored,
    @Nullable String failureCode,
    @Nullable String failureDetail,
    int replicas,
    String visibility,
    @Nullable String policyId,
    @Nullable Integer wantedReplicas,
    String format,
    @Nullable Integer rootCount,
    @Nullable String roots,
    @Nullable Long blockCount,
    @Nullable Long missingLinks,
    @Nullable String missing,
    @Nullable Long unlinkedBlocks,
    @Nullable String unlinked,
    Instant createdAt,
    Instant updatedAt) {}
