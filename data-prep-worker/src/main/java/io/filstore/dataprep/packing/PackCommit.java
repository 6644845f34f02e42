package io.filstore.dataprep.packing;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.filstore.car.CarIntake;
import io.filstore.db.event.EventLog;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.piece.Car;
import io.filstore.db.piece.Pieces;
import io.filstore.db.upload.Upload;
import io.filstore.db.upload.Uploads;
import io.filstore.ids.IdKind;
import io.filstore.pack.Manifest;
import io.filstore.pack.PackedPiece;
import io.filstore.piece.PieceCommitment;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
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

  /**
   * Data of {@code upload.prepared}; sizes in bytes.
   *
   * @param pieceCid of the last piece, which holds the root; so are the sizes
   * @param format {@code files} or {@code car}
   * @param car what is in it, of a CAR only
   */
  record Prepared(
      String upload,
      String payloadCid,
      String pieceCid,
      String pieceCidV2,
      long rawSize,
      long paddedSize,
      List<Piece> pieces,
      long totalBytes,
      int fileCount,
      boolean alreadyStored,
      String format,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Contents car) {}

  /**
   * What a CAR has in it; {@code GET /uploads/{id}} names the first of what is missing or unlinked.
   *
   * @param missingLinks null when there were too many links to remember
   * @param unlinkedBlocks null as above
   */
  record Contents(
      int rootCount, long blocks, @Nullable Long missingLinks, @Nullable Long unlinkedBlocks) {
    static @Nullable Contents of(@Nullable CarIntake car) {
      if (car == null) {
        return null;
      }
      Optional<CarIntake.Census> census = car.census();
      return new Contents(
          car.roots().size(),
          car.blocks(),
          census.map(CarIntake.Census::missingCount).orElse(null),
          census.map(CarIntake.Census::unlinkedCount).orElse(null));
    }
  }

  /** One of the pieces that hold the upload. */
  record Piece(int number, String pieceCid, String pieceCidV2, long rawSize, long paddedSize) {
    static Piece of(PackedPiece piece) {
      PieceCommitment commitment = piece.commitment();
      return new Piece(
          piece.number(),
          PackedUpload.pieceCid(piece),
          commitment.v2().toString(),
          commitment.rawSize(),
          commitment.size().bytes());
    }
  }

  /** Data of {@code upload.failed} and {@code upload.stalled}. */
  record Trouble(String upload, String code, String detail) {}

  /**
   * Commits the pieces, their CARs, the entries, the upload's new state, a job {@code plan} for
   * each piece and the event, all or none. False when another run has taken the upload over
   * meanwhile; then nothing is written.
   */
  boolean prepared(Upload upload, PackedUpload packed) {
    return Boolean.TRUE.equals(
        transaction.execute(status -> {
          boolean stored = !store(packed);
          insertEntries(upload.id(), packed.entries());
          if (!uploads.prepared(upload, packed.root().toString(), packed.pieceCids(), stored)) {
            status.setRollbackOnly();
            return false;
          }
          if (packed.car() != null) {
            CarReport.write(jdbc, upload.id(), packed.car());
          }
          new TreeSet<>(packed.pieceCids()).forEach(piece -> jobs.enqueue(JobName.PLAN, piece));
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

  /**
   * Whether any piece is new. All take the pieces' locks in the same order, so that two uploads
   * with common pieces wait for each other instead of dying.
   */
  private boolean store(PackedUpload packed) {
    boolean added = false;
    for (PackedPiece piece : inOrderOfCids(packed.pieces())) {
      added |= store(piece, packed.profile());
    }
    return added;
  }

  private static List<PackedPiece> inOrderOfCids(List<PackedPiece> pieces) {
    return pieces.stream().sorted(Comparator.comparing(PackedUpload::pieceCid)).toList();
  }

  private boolean store(PackedPiece piece, String profile) {
    String pieceCid = PackedUpload.pieceCid(piece);
    String root = piece.root().toString();
    PieceCommitment commitment = piece.commitment();
    long rawSize = commitment.rawSize();
    boolean added =
        pieces.add(pieceCid, commitment.v2().toString(), rawSize, commitment.size().bytes(), root);
    pieces.addCar(
        IdKind.CAR.next(),
        pieceCid,
        root,
        profile,
        rawSize,
        piece.blocks(),
        Manifest.carName(piece));
    // Its bytes have just been written anew.
    pieces
        .carOfPiece(pieceCid)
        .filter(Car::isDamaged)
        .ifPresent(damaged -> jobs.enqueue(JobName.REBUILD, pieceCid));
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
            select :upload, e.path, e.kind, e.size, e.cid, e.car_offset, e.piece_number
            from unnest(:paths::text[], :kinds::text[], :sizes::bigint[], :cids::text[], :offsets::bigint[], :numbers::integer[])
              as e (path, kind, size, cid, car_offset, piece_number)
            on conflict (upload_id, path) do update
              set cid = excluded.cid, car_offset = excluded.car_offset, piece_number = excluded.piece_number
            """)
        .param("upload", uploadId)
        .param("paths", entries.stream().map(PackedEntry::path).toArray(String[]::new))
        .param("kinds", entries.stream().map(PackedEntry::kind).toArray(String[]::new))
        .param("sizes", entries.stream().map(PackedEntry::size).toArray(Long[]::new))
        .param("cids", entries.stream().map(entry -> entry.cid().toString()).toArray(String[]::new))
        .param("offsets", entries.stream().map(PackedEntry::carOffset).toArray(Long[]::new))
        .param("numbers", entries.stream().map(PackedEntry::pieceNumber).toArray(Integer[]::new))
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

  private static Prepared preparedData(Upload upload, PackedUpload packed, boolean stored) {
    Piece last = Piece.of(packed.last());
    return new Prepared(
        upload.id(),
        packed.root().toString(),
        last.pieceCid(),
        last.pieceCidV2(),
        last.rawSize(),
        last.paddedSize(),
        packed.pieces().stream().map(Piece::of).toList(),
        upload.totalBytes(),
        upload.fileCount(),
        stored,
        upload.format(),
        Contents.of(packed.car()));
  }
}
