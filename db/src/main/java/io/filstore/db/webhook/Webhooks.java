package io.filstore.db.webhook;

import io.filstore.db.rows.RecordRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The webhooks of accounts, as their owners see and change them. */
public final class Webhooks {
  private final JdbcClient jdbc;
  private final Clock clock;

  public Webhooks(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Adds one that gets what happens from now on. */
  public void add(String id, String accountId, String url, List<String> types, byte[] sealed) {
    jdbc.sql(
            """
            insert into webhook (id, account_id, url, types, position)
            values (?, ?, ?, ?, (select coalesce(max(seq), 0) from event))
            """)
        .params(id, accountId, url, types.toArray(String[]::new))
        .update();
    addSecret(id, sealed);
  }

  /** Locks the account's webhooks against additions until the transaction ends, and counts them. */
  public int countLocked(String accountId) {
    jdbc.sql("select id from account where id = ? for update")
        .param(accountId)
        .query(String.class)
        .single();
    return jdbc.sql("select count(*) from webhook where account_id = ? and state <> 'deleted'")
        .param(accountId)
        .query(Integer.class)
        .single();
  }

  /** The account's webhook, unless deleted. */
  public Optional<Webhook> find(String accountId, String id) {
    return jdbc.sql("select * from webhook where id = ? and account_id = ? and state <> 'deleted'")
        .params(id, accountId)
        .query(Webhooks::row)
        .optional();
  }

  /** Whosever it is, unless deleted. */
  public Optional<Webhook> find(String id) {
    return jdbc.sql("select * from webhook where id = ? and state <> 'deleted'")
        .param(id)
        .query(Webhooks::row)
        .optional();
  }

  /** The account's webhooks after one of them, oldest first. */
  public List<Webhook> of(
      String accountId, @Nullable Instant afterTime, String afterId, int limit) {
    return jdbc.sql(
            """
            select * from webhook
            where account_id = :account and state <> 'deleted' and (created_at, id) > (:time, :id)
            order by created_at, id limit :limit
            """)
        .param("account", accountId)
        .param("time", Timestamp.from(afterTime == null ? Instant.EPOCH : afterTime))
        .param("id", afterId)
        .param("limit", limit)
        .query(Webhooks::row)
        .list();
  }

  /** Ends it and destroys its secrets; false when the account has no such webhook. */
  public boolean delete(String accountId, String id) {
    boolean known =
        jdbc.sql(
                    """
                    update webhook set state = 'deleted', disabled_at = null
                    where id = ? and account_id = ? and state <> 'deleted'
                    """)
                .params(id, accountId)
                .update()
            == 1;
    if (known) {
      jdbc.sql("delete from webhook_secret where webhook_id = ?").param(id).update();
    }
    return known;
  }

  /** Takes a disabled one up again where it was; every event since will be delivered. */
  public boolean enable(String accountId, String id) {
    return jdbc.sql(
                """
                update webhook set state = 'enabled', disabled_at = null, failing_since = null
                where id = ? and account_id = ? and state = 'disabled'
                """)
            .params(id, accountId)
            .update()
        == 1;
  }

  /** Has everything after an event delivered again; false when the account has none such. */
  public boolean replay(String accountId, String id, long after) {
    return jdbc.sql(
                """
                update webhook set position = least(position, ?)
                where id = ? and account_id = ? and state <> 'deleted'
                """)
            .params(after, id, accountId)
            .update()
        == 1;
  }

  /**
   * Makes a secret the lasting one; those before it go on signing for the overlap at most. Call it
   * with the webhook's row locked.
   */
  public void rotate(String id, byte[] sealed, Instant previousUntil) {
    jdbc.sql("delete from webhook_secret where webhook_id = ? and expires_at <= ?")
        .params(id, Timestamp.from(clock.instant()))
        .update();
    jdbc.sql(
            "update webhook_secret set expires_at = least(coalesce(expires_at, :until), :until) where webhook_id = :id")
        .param("until", Timestamp.from(previousUntil))
        .param("id", id)
        .update();
    addSecret(id, sealed);
  }

  /** The sealed secrets that sign at present, newest first. */
  public List<byte[]> secrets(String id) {
    return jdbc.sql(
            """
            select sealed from webhook_secret
            where webhook_id = ? and (expires_at is null or expires_at > ?) order by number desc
            """)
        .params(id, Timestamp.from(clock.instant()))
        .query((row, number) -> row.getBytes("sealed"))
        .list();
  }

  /** Locks the row until the transaction ends. */
  public Optional<Webhook> lock(String accountId, String id) {
    return jdbc.sql(
            "select * from webhook where id = ? and account_id = ? and state <> 'deleted' for update")
        .params(id, accountId)
        .query(Webhooks::row)
        .optional();
  }

  /** What was given up, in the order of events. */
  public List<DeadLetter> deadLetters(String id, long afterSeq, int limit) {
    return jdbc.sql(
            """
            select l.event_seq, e.id as event_id, e.type, e.subject, l.attempts, l.last_error, l.given_up_at
            from webhook_dead_letter l join event e on e.seq = l.event_seq
            where l.webhook_id = ? and l.event_seq > ? order by l.event_seq limit ?
            """)
        .params(id, afterSeq, limit)
        .query(RecordRows.of(DeadLetter.class))
        .list();
  }

  private void addSecret(String id, byte[] sealed) {
    jdbc.sql(
            """
            insert into webhook_secret (webhook_id, number, sealed)
            select ?, coalesce(max(number), 0) + 1, ? from webhook_secret where webhook_id = ?
            """)
        .params(id, sealed, id)
        .update();
  }

  static Webhook row(ResultSet row, int number) throws SQLException {
    return new Webhook(
        row.getString("id"),
        row.getString("account_id"),
        row.getString("url"),
        List.of((String[]) row.getArray("types").getArray()),
        Webhook.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getLong("position"),
        instant(row, "failing_since"),
        instant(row, "last_success_at"),
        instant(row, "last_failure_at"),
        row.getString("last_error"),
        instant(row, "disabled_at"),
        row.getTimestamp("created_at").toInstant());
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp value = row.getTimestamp(column);
    return value == null ? null : value.toInstant();
  }
}
