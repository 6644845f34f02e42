package io.filstore.db.share;

import io.filstore.db.rows.RecordRows;
import java.security.MessageDigest;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Links to uploads. The hash of a secret is made by {@link ShareText} under a pepper. */
public final class Shares {
  private static final RowMapper<Share> ROW = RecordRows.of(Share.class);
  private static final String SELECT =
      """
      select s.id, s.upload_id, u.account_id, s.name, s.made_by, s.created_at, s.expires_at, s.revoked_at
      from share s join upload u on u.id = s.upload_id
      """;

  private final JdbcClient jdbc;
  private final Clock clock;

  public Shares(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Adds a link to the upload, unless it has as many in force as it may have; belongs into a
   * transaction.
   *
   * @return false when it has
   */
  public boolean add(
      String id,
      String uploadId,
      @Nullable String name,
      byte[] secretHash,
      String madeBy,
      Instant expiresAt,
      int most) {
    jdbc.sql("select id from upload where id = ? for no key update")
        .param(uploadId)
        .query(String.class)
        .single();
    int inForce =
        jdbc.sql(
                "select count(*) from share where upload_id = ? and revoked_at is null and expires_at > ?")
            .params(uploadId, Timestamp.from(clock.instant()))
            .query(Integer.class)
            .single();
    if (inForce >= most) {
      return false;
    }
    jdbc.sql(
            """
            insert into share (id, upload_id, name, secret_hash, made_by, created_at, expires_at)
            values (:id, :upload, :name, :hash, :key, :now, :expires)
            """)
        .param("id", id)
        .param("upload", uploadId)
        .param("name", name, Types.VARCHAR)
        .param("hash", secretHash)
        .param("key", madeBy)
        .param("now", Timestamp.from(clock.instant()))
        .param("expires", Timestamp.from(expiresAt))
        .update();
    return true;
  }

  public Optional<Share> find(String uploadId, String id) {
    return jdbc.sql(SELECT + " where s.upload_id = ? and s.id = ?")
        .params(uploadId, id)
        .query(ROW)
        .optional();
  }

  /**
   * Links of the upload, oldest first, ended ones too.
   *
   * @param afterTime with {@code afterId} the link behind which the list begins
   */
  public List<Share> of(String uploadId, Instant afterTime, String afterId, int limit) {
    return jdbc.sql(
            SELECT
                + " where s.upload_id = ? and (s.created_at, s.id) > (?, ?) order by s.created_at, s.id limit ?")
        .params(uploadId, Timestamp.from(afterTime), afterId, limit)
        .query(ROW)
        .list();
  }

  /** Ends the link for good; false when the upload has no such link. */
  public boolean revoke(String uploadId, String id) {
    return jdbc.sql(
                "update share set revoked_at = coalesce(revoked_at, ?) where id = ? and upload_id = ?")
            .params(Timestamp.from(clock.instant()), id, uploadId)
            .update()
        == 1;
  }

  /** The link, when the hash fits and it is neither revoked nor expired. */
  public Optional<Share> open(String id, byte[] secretHash) {
    return jdbc.sql("select secret_hash from share where id = ?")
        .param(id)
        .query(byte[].class)
        .optional()
        .filter(stored -> MessageDigest.isEqual(stored, secretHash))
        .flatMap(_ -> jdbc.sql(SELECT + " where s.id = ?").param(id).query(ROW).optional())
        .filter(share -> share.revokedAt() == null && share.expiresAt().isAfter(clock.instant()));
  }
}
