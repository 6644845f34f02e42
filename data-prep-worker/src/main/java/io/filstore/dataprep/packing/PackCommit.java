package io.filstore.dataprep.packing;

import io.filstore.db.event.EventLog;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.piece.Pieces;
import io.filstore.db.upload.Upload;
import io.filstore.db.upload.Uploads;
import io.filstore.ids.IdKind;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What packing leaves in the database, each outcome in one transaction. */
final class PackCommit {

  private static final int ROWS_PER_STATEMENT = 1000;

  private final TransactionTemplate transaction;
  private final JdbcClient jdbc;
  private final Uploads uploads;
  private final Pieces pieces;
  private final Jobs jobs;
  private final EventLog events;

  PackCommit(
      TransactionTemplate transaction,
      JdbcClient jdbc,
      Uploads uploads,
      Pieces pieces,
      Jobs jobs,
      EventLog events) {
    this.transaction = transaction;
    this.jdbc = jdbc;
    this.uploads = uploads;
    this.pieces = pieces;
    this.jobs = jobs;
    this.events = events;
  }

  /** Data of {@code upload.prepared}; sizes in bytes. */
  record Prepared(
      String upload,
      String payloadCid,
      String pieceCid,
      String pieceCidV2,
      long rawSize,
      long paddedSize,
      long totalBytes,
      int fileCount,
      boolean alreadyStored) {}

  /** Data of {@code upload.failed} and {@code upload.stalled}. */
  record Trouble(String upload, String code, String detail) {}

  /**
   * Commits the piece, the CAR, the entries, the upload's new state, the job {@code plan} and the
   * event, all or none. False when another run has taken the upload over meanwhile; then nothing is
   * written.
   */
  boolean prepared(Upload upload, PackedCar packed) {
    return Boolean.TRUE.equals(
        transaction.execute(status -> {
          boolean stored = !store(packed);
          insertEntries(upload.id(), packed.entries());
          if (!uploads.prepared(
              upload, packed.root().toString(), List.of(packed.pieceCid()), stored)) {
            status.setRollbackOnly();
            return false;
          }
          jobs.enqueue(JobName.PLAN, packed.pieceCid());
          events.append("upload.prepared", upload.id(), preparedData(upload, packed, stored));
          return true;
        }));
  }

  /** Ends the upload for good; false when another run was quicker. */
  boolean failed(Upload upload, String code, String detail) {
    return Boolean.TRUE.equals(
        transaction.execute(status -> {
          boolean changed = uploads.failed(upload, code, detail);
          if (changed) {
            events.append("upload.failed", upload.id(), new Trouble(upload.id(), code, detail));
          }
          return changed;
        }));
  }

  /** Tells once, not at every attempt, that the upload has to wait and why. */
  void stalled(String uploadId, String code, String detail) {
    transaction.executeWithoutResult(status -> {
      if (!lastEventIs(uploadId, "upload.stalled")) {
        events.append("upload.stalled", uploadId, new Trouble(uploadId, code, detail));
      }
    });
  }

  private boolean store(PackedCar packed) {
    String pieceCid = packed.pieceCid();
    String root = packed.root().toString();
    boolean added =
        pieces.add(
            pieceCid,
            packed.piece().v2().toString(),
            packed.piece().rawSize(),
            packed.piece().size().bytes(),
            root);
    pieces.addCar(
        IdKind.CAR.next(),
        pieceCid,
        root,
        packed.profile(),
        packed.piece().rawSize(),
        packed.blocks(),
        packed.blobName());
    return added;
  }

  private void insertEntries(String uploadId, List<PackedEntry> entries) {
    for (int from = 0; from < entries.size(); from += ROWS_PER_STATEMENT) {
      insertSome(
          uploadId, entries.subList(from, Math.min(entries.size(), from + ROWS_PER_STATEMENT)));
    }
  }

  private void insertSome(String uploadId, List<PackedEntry> entries) {
    jdbc.sql(
            """
            insert into entry (upload_id, path, kind, size, cid, car_offset, piece_number)
            select :upload, e.path, e.kind, e.size, e.cid, e.car_offset, 0
            from unnest(:paths::text[], :kinds::text[], :sizes::bigint[], :cids::text[], :offsets::bigint[])
              as e (path, kind, size, cid, car_offset)
            on conflict (upload_id, path) do update
              set cid = excluded.cid, car_offset = excluded.car_offset, piece_number = excluded.piece_number
            """)
        .param("upload", uploadId)
        .param("paths", entries.stream().map(PackedEntry::path).toArray(String[]::new))
        .param("kinds", entries.stream().map(PackedEntry::kind).toArray(String[]::new))
        .param("sizes", entries.stream().map(PackedEntry::size).toArray(Long[]::new))
        .param("cids", entries.stream().map(entry -> entry.cid().toString()).toArray(String[]::new))
        .param("offsets", entries.stream().map(PackedEntry::carOffset).toArray(Long[]::new))
        .update();
  }

  private boolean lastEventIs(String subject, String type) {
    return jdbc.sql("select type from event where subject = ? order by seq desc limit 1")
        .param(subject)
        .query(String.class)
        .optional()
        .filter(type::equals)
        .isPresent();
  }

  private static Prepared preparedData(Upload upload, PackedCar packed, boolean stored) {
    return new Prepared(
        upload.id(),
        packed.root().toString(),
        packed.pieceCid(),
        packed.piece().v2().toString(),
        packed.piece().rawSize(),
        packed.piece().size().bytes(),
        upload.totalBytes(),
        upload.fileCount(),
        stored);
  }
}
