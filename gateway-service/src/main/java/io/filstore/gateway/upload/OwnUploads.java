package io.filstore.gateway.upload;

import io.filstore.db.rows.RecordRows;
import io.filstore.db.upload.Entry;
import io.filstore.gateway.paging.Cursor;
import io.filstore.gateway.paging.PageRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Questions about the uploads of one account. */
@Component
class OwnUploads {
  private static final RowMapper<UploadRow> ROW = RecordRows.of(UploadRow.class);
  private static final RowMapper<UploadPiece> PIECE = RecordRows.of(UploadPiece.class);
  private static final RowMapper<Entry> ENTRY = RecordRows.of(Entry.class);

  private static final String SELECT =
      """
      select u.id, u.name, u.state, u.wrap, u.total_bytes, u.file_count, u.staged, u.payload_cid, u.piece_cid,
        p.piece_cid_v2, p.raw_size, p.padded_size, u.already_stored, u.failure_code, u.failure_detail,
        u.created_at, u.updated_at, u.visibility, u.format, u.policy_id, (o.terms ->> 'replicas')::integer as wanted_replicas,
        k.root_count, array_to_string(k.roots, ' ') as roots, k.block_count, k.missing_links,
        array_to_string(k.missing, ' ') as missing, k.unlinked_blocks, array_to_string(k.unlinked, ' ') as unlinked,
        u.state = 'prepared' and not exists (
          select from upload_piece up left join car c on c.piece_cid = up.piece_cid
          where up.upload_id = u.id and c.id is null) as stored,
        (select coalesce(min(copies), 0) from (
          select (
            select count(distinct d.provider) from deal d
            where d.piece_cid = up.piece_cid and d.state in ('active', 'expiring') and d.finality = 'finalized') as copies
          from upload_piece up where up.upload_id = u.id) of_piece) as replicas
      from upload u left join piece p on p.piece_cid = u.piece_cid left join policy o on o.id = u.policy_id
        left join upload_car k on k.upload_id = u.id
      """;

  private final JdbcClient jdbc;

  OwnUploads(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<UploadRow> find(String accountId, String id) {
    return jdbc.sql(SELECT + " where u.account_id = ? and u.id = ?")
        .params(accountId, id)
        .query(ROW)
        .optional();
  }

  /** Newest first. */
  List<UploadRow> list(String accountId, PageRequest page) {
    Optional<Cursor> after = page.after();
    JdbcClient.StatementSpec query =
        jdbc.sql(
            SELECT
                + " where u.account_id = :account "
                + after.map(cursor -> "and (u.created_at, u.id) < (:time, :id) ").orElse("")
                + "order by u.created_at desc, u.id desc limit :rows");
    if (after.isPresent()) {
      query = query.param("time", after.get().time()).param("id", after.get().second());
    }
    return query.param("account", accountId).param("rows", page.rowsToRead()).query(ROW).list();
  }

  /** Pieces of the uploads that have some, in the order they were filled, by upload. */
  Map<String, List<UploadPiece>> pieces(List<String> uploadIds) {
    return jdbc
        .sql(
            """
            select up.upload_id, up.number, p.piece_cid, p.piece_cid_v2, p.raw_size, p.padded_size
            from upload_piece up join piece p on p.piece_cid = up.piece_cid
            where up.upload_id = any(:uploads::text[]) order by up.upload_id, up.number
            """)
        .param("uploads", uploadIds.toArray(String[]::new))
        .query(PIECE)
        .list()
        .stream()
        .collect(Collectors.groupingBy(UploadPiece::uploadId));
  }

  /** Files and folders in the byte order of their paths. */
  List<Entry> entries(String uploadId, PageRequest page) {
    Optional<Cursor> after = page.after();
    JdbcClient.StatementSpec query =
        jdbc.sql(
            "select * from entry where upload_id = :upload "
                + after.map(cursor -> "and path collate \"C\" > :path ").orElse("")
                + "order by path collate \"C\" limit :rows");
    if (after.isPresent()) {
      query = query.param("path", after.get().second());
    }
    return query.param("upload", uploadId).param("rows", page.rowsToRead()).query(ENTRY).list();
  }
}
