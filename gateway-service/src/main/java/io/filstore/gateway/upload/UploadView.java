package io.filstore.gateway.upload;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An upload as the API shows it. Sizes in bytes.
 *
 * @param readable whether its content can be had by its CIDs now
 * @param staged whether the received files are still in staging
 */
record UploadView(
    String id,
    String name,
    String state,
    boolean wrap,
    long totalBytes,
    int fileCount,
    boolean readable,
    boolean staged,
    @Nullable String payloadCid,
    @Nullable String pieceCid,
    @Nullable String pieceCidV2,
    @Nullable Long rawSize,
    @Nullable Long paddedSize,
    boolean alreadyStored,
    Protection protection,
    @Nullable Failure failure,
    Instant createdAt,
    Instant updatedAt) {

  /** How many of the policy's copies are proven; computed, never stored. */
  record Protection(String status, int met, int of) {
    static Protection of(int met, int wanted) {
      String status = met == 0 ? "none" : met < wanted ? "partial" : "met";
      return new Protection(status, met, wanted);
    }
  }

  /** Why the upload failed for good. */
  record Failure(String code, String detail) {}

  static UploadView of(UploadRow row, int wantedReplicas) {
    String code = row.failureCode();
    String detail = row.failureDetail();
    return new UploadView(
        row.id(),
        row.name(),
        row.state().word(),
        row.wrap(),
        row.totalBytes(),
        row.fileCount(),
        row.stored(),
        row.staged(),
        row.payloadCid(),
        row.pieceCid(),
        row.pieceCidV2(),
        row.rawSize(),
        row.paddedSize(),
        row.alreadyStored(),
        Protection.of(row.replicas(), wantedReplicas),
        code == null ? null : new Failure(code, detail == null ? "" : detail),
        row.createdAt(),
        row.updatedAt());
  }
}
