package io.filstore.db.upload;

import io.filstore.db.rows.RecordRows;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Uploads and their entries. State changes are compare-and-set on the version. */
public final class Uploads {
  private static final RowMapper<Entry> ENTRY_ROW = RecordRows.of(Entry.class);
  private static final RowMapper<Upload> UPLOAD_ROW = RecordRows.of(Upload.class);

  private final JdbcClient jdbc;

  public Uploads(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public void insertReceived(
      String id, String accountId, String name, boolean wrap, long totalBytes, int fileCount) {
    insertReceived(id, accountId, name, wrap, totalBytes, fileCount, null, "private");
  }

  /**
   * Inserts an upload that is received.
   *
   * @param policyId a policy of the account; absent for the one of the settings
   * @param visibility {@code private} or {@code public}
   */
  public void insertReceived(
      String id,
      String accountId,
      String name,
      boolean wrap,
      long totalBytes,
      int fileCount,
      @Nullable String policyId,
      String visibility) {
    jdbc.sql(
            """
            insert into upload (id, account_id, name, state, wrap, total_bytes, file_count, policy_id, visibility)
            values (:id, :account, :name, 'received', :wrap, :bytes, :files, :policy, :visibility)
            """)
        .param("id", id)
        .param("account", accountId)
        .param("name", name)
        .param("wrap", wrap)
        .param("bytes", totalBytes)
        .param("files", fileCount)
        .param("policy", policyId)
        .param("visibility", visibility)
        .update();
  }

  /** Says of an upload just inserted that its one file is a CAR. */
  public void isCar(String id) {
    jdbc.sql("update upload set format = 'car' where id = ?").param(id).update();
  }

  public void insertFile(String uploadId, String path, long size, String stagedAs) {
    jdbc.sql(
            "insert into entry (upload_id, path, kind, size, staged_as) values (?, ?, 'file', ?, ?)")
        .params(uploadId, path, size, stagedAs)
        .update();
  }

  public Optional<Upload> find(String id) {
    return jdbc.sql("select * from upload where id = ?").param(id).query(UPLOAD_ROW).optional();
  }

  public List<Entry> files(String uploadId) {
    return jdbc.sql(
            "select * from entry where upload_id = ? and kind = 'file' order by path collate \"C\"")
        .param(uploadId)
        .query(ENTRY_ROW)
        .list();
  }

  /** Uploads that lie, wholly or in part, in the piece. */
  public List<Upload> ofPiece(String pieceCid) {
    return jdbc.sql(
            """
            select * from upload where id in (select upload_id from upload_piece where piece_cid = ?)
            order by created_at, id
            """)
        .param(pieceCid)
        .query(UPLOAD_ROW)
        .list();
  }

  /**
   * received or packing -> packing; false when another worker or an earlier run has gone past it.
   */
  public boolean beginPacking(Upload upload) {
    return changed(
        jdbc.sql(
            "update upload set state = 'packing', version = version + 1, updated_at = now() "
                + "where id = :id and version = :version and state in ('received', 'packing')"),
        upload);
  }

  /**
   * packing -> prepared. Belongs into a transaction.
   *
   * @param pieceCids in the order they were filled; the last one holds the root
   */
  public boolean prepared(
      Upload upload, String payloadCid, List<String> pieceCids, boolean alreadyStored) {
    boolean changed =
        changed(
            jdbc.sql(
                    """
                    update upload set state = 'prepared', version = version + 1, updated_at = now(), payload_cid = :payload, piece_cid = :piece,
                      already_stored = :stored, failure_code = null, failure_detail = null
                    where id = :id and version = :version and state = 'packing'
                    """)
                .param("payload", payloadCid)
                .param("piece", pieceCids.getLast())
                .param("stored", alreadyStored),
            upload);
    if (changed) {
      insertPieces(upload.id(), pieceCids);
    }
    return changed;
  }

  private void insertPieces(String uploadId, List<String> pieceCids) {
    jdbc.sql(
            """
            insert into upload_piece (upload_id, number, piece_cid)
            select :upload, p.number - 1, p.piece_cid from unnest(:pieces::text[]) with ordinality as p (piece_cid, number)
            """)
        .param("upload", uploadId)
        .param("pieces", pieceCids.toArray(String[]::new))
        .update();
  }

  /** received or packing -> failed, for good. */
  public boolean failed(Upload upload, String code, String detail) {
    return changed(
        jdbc.sql(
                """
                update upload set state = 'failed', version = version + 1, updated_at = now(), failure_code = :code, failure_detail = :detail
                where id = :id and version = :version and state in ('received', 'packing')
                """)
            .param("code", code)
            .param("detail", detail),
        upload);
  }

  /**
   * Makes the account's upload public or private; false when it is so already or there is none. The
   * version stays, for packing may be under way and goes on with the row that it read.
   */
  public boolean show(String accountId, String id, String visibility) {
    return jdbc.sql(
                "update upload set visibility = :visibility, updated_at = now() "
                    + "where id = :id and account_id = :account and visibility <> :visibility")
            .param("visibility", visibility)
            .param("id", id)
            .param("account", accountId)
            .update()
        == 1;
  }

  public void stagingRemoved(String id) {
    jdbc.sql("update upload set staged = false, updated_at = now() where id = ?")
        .param(id)
        .update();
  }

  private boolean changed(JdbcClient.StatementSpec update, Upload upload) {
    return update.param("id", upload.id()).param("version", upload.version()).update() == 1;
  }
}
