package io.filstore.gateway.upload;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An upload as the API shows it. Sizes in bytes.
 *
 * @param readable whether its content can be had by its CIDs now
 * @param staged whether the received files are still in staging
 * @param pieceCid of the piece that holds the root, the last of {@code pieces}; so are the sizes
 * @param pieces all of them, in the order they were filled; none before it is prepared
 * @param visibility {@code public} when anybody may read its content by CID, else {@code private}
 * @param policy that it follows; absent for the one of the settings
 * @param format {@code files}, or {@code car} when it was sent as one and is kept to the byte
 * @param car what is in it, once it was taken in
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
    List<Piece> pieces,
    boolean alreadyStored,
    String visibility,
    @Nullable String policy,
    Protection protection,
    @Nullable Failure failure,
    String format,
    @Nullable CarView car,
    Instant createdAt,
    Instant updatedAt) {

  /** One of the pieces that hold the upload. */
  record Piece(int number, String pieceCid, String pieceCidV2, long rawSize, long paddedSize) {
    static Piece of(UploadPiece row) {
      return new Piece(
          row.number(), row.pieceCid(), row.pieceCidV2(), row.rawSize(), row.paddedSize());
    }
  }

  /** How many of the policy's copies are proven; computed, never stored. */
  record Protection(String status, int met, int of) {
    static Protection of(int met, int wanted) {
      String status = met == 0 ? "none" : met < wanted ? "partial" : "met";
      return new Protection(status, met, wanted);
    }
  }

  /** Why the upload failed for good. */
  record Failure(String code, String detail) {}

  static UploadView of(UploadRow row, List<UploadPiece> pieces, int replicasOfSettings) {
    Integer wanted = row.wantedReplicas();
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
        pieces.stream().map(Piece::of).toList(),
        row.alreadyStored(),
        row.visibility(),
        row.policyId(),
        Protection.of(row.replicas(), wanted == null ? replicasOfSettings : wanted),
        code == null ? null : new Failure(code, detail == null ? "" : detail),
        row.format(),
        CarView.of(row),
        row.createdAt(),
        row.updatedAt());
  }
}
