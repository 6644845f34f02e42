package io.filstore.db.denylist;

import io.filstore.db.rows.RecordRows;
import io.filstore.multiformats.Multihash;
import java.nio.ByteBuffer;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code denial}. */
public final class Denials {
  private static final RowMapper<Denial> ROW = RecordRows.of(Denial.class);
  private static final String SELECT =
      "select id, cid, reason, made_by, created_at, lifted_by, lifted_at from denial ";

  private final JdbcClient jdbc;

  public Denials(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Denies it; false when it is denied already.
   *
   * @param hash see {@link DeniedHash}
   * @param madeBy id of an API key
   */
  public boolean add(String id, String cid, Multihash hash, String reason, String madeBy) {
    return jdbc.sql(
                """
                insert into denial (id, cid, multihash, reason, made_by) values (?, ?, ?, ?, ?)
                on conflict (multihash) where lifted_at is null do nothing
                """)
            .params(id, cid, hash.bytes(), reason, madeBy)
            .update()
        == 1;
  }

  public Optional<Denial> find(String id) {
    return jdbc.sql(SELECT + "where id = ?").param(id).query(ROW).optional();
  }

  /**
   * Denials, oldest first, lifted ones too.
   *
   * @param hash those of this hash only, of all when it is null
   * @param afterTime with {@code afterId} the one behind which the list begins
   */
  public List<Denial> list(@Nullable Multihash hash, Instant afterTime, String afterId, int limit) {
    return jdbc.sql(
            SELECT
                + """
                where (created_at, id) > (:time, :id) and (:hash::bytea is null or multihash = :hash)
                order by created_at, id limit :limit
                """)
        .param("time", Timestamp.from(afterTime))
        .param("id", afterId)
        .param("hash", hash == null ? null : hash.bytes(), Types.BINARY)
        .param("limit", limit)
        .query(ROW)
        .list();
  }

  /** Lifts it; false when it is not in force. */
  public boolean lift(String id, String by) {
    return jdbc.sql(
                "update denial set lifted_by = ?, lifted_at = now() where id = ? and lifted_at is null")
            .params(by, id)
            .update()
        == 1;
  }

  /** How many are in force. */
  public long count() {
    return jdbc.sql("select count(*) from denial where lifted_at is null")
        .query(Long.class)
        .single();
  }

  /** Another number after every change. */
  public long version() {
    return jdbc.sql("select version from denial_version").query(Long.class).single();
  }

  /** What is denied now. */
  public Set<Multihash> inForce() {
    Set<Multihash> all = new HashSet<>();
    jdbc.sql("select multihash from denial where lifted_at is null")
        .query(row -> {
          all.add(Multihash.read(ByteBuffer.wrap(row.getBytes("multihash"))));
        });
    return all;
  }
}
