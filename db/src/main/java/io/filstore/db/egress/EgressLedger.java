package io.filstore.db.egress;

import io.filstore.db.rows.RecordRows;
import java.sql.Types;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Bytes that went out per account and day, and how many may. Days are UTC. */
public final class EgressLedger {
  private static final RowMapper<EgressLimit> LIMIT = RecordRows.of(EgressLimit.class);

  private final JdbcClient jdbc;

  public EgressLedger(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds bytes and returns the sum of the day, those of other servers among them. */
  public long add(String accountId, LocalDate day, long bytes) {
    return jdbc.sql(
            """
            insert into egress (account_id, day, bytes) values (?, ?, ?)
            on conflict (account_id, day) do update set bytes = egress.bytes + excluded.bytes
            returning bytes
            """)
        .params(accountId, day, bytes)
        .query(Long.class)
        .single();
  }

  public long used(String accountId, LocalDate day) {
    return jdbc.sql("select bytes from egress where account_id = ? and day = ?")
        .params(accountId, day)
        .query(Long.class)
        .optional()
        .orElse(0L);
  }

  /** The days from the given one on that have any bytes, the newest first. */
  public List<EgressDay> days(String accountId, LocalDate from) {
    return jdbc.sql(
            "select day, bytes from egress where account_id = ? and day >= ? order by day desc")
        .params(accountId, from)
        .query((row, number) ->
            new EgressDay(row.getObject("day", LocalDate.class), row.getLong("bytes")))
        .list();
  }

  /** What was set for the account alone; empty when the settings count. */
  public Optional<EgressLimit> limit(String accountId) {
    return jdbc.sql("select * from egress_limit where account_id = ?")
        .param(accountId)
        .query(LIMIT)
        .optional();
  }

  /**
   * Sets the account's own limit; false when there is no such account.
   *
   * @param bytesPerDay null is no limit
   * @param by id of an API key
   */
  public boolean limit(String accountId, @Nullable Long bytesPerDay, String by) {
    return jdbc.sql(
                """
                insert into egress_limit (account_id, bytes_per_day, set_by)
                select id, :bytes, :by from account where id = :account
                on conflict (account_id) do update
                  set bytes_per_day = excluded.bytes_per_day, set_by = excluded.set_by, updated_at = now()
                """)
            .param("bytes", bytesPerDay, Types.BIGINT)
            .param("by", by)
            .param("account", accountId)
            .update()
        == 1;
  }

  /** From now on the settings count. */
  public void unlimit(String accountId) {
    jdbc.sql("delete from egress_limit where account_id = ?").param(accountId).update();
  }

  public boolean knows(String accountId) {
    return jdbc.sql("select exists (select from account where id = ?)")
        .param(accountId)
        .query(Boolean.class)
        .single();
  }
}
