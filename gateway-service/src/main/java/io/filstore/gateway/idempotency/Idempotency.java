package io.filstore.gateway.idempotency;

import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table of idempotency keys. A running request holds its key by a lease that it renews; the key
 * of a killed one is free again after the lease. Only successful answers are kept: what failed may
 * be tried again with the same key.
 */
@Component
public class Idempotency {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
  private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final IdempotencyProperties properties;

  Idempotency(JdbcClient jdbc, JsonMapper json, IdempotencyProperties properties) {
    this.jdbc = jdbc;
    this.json = json;
    this.properties = properties;
  }

  /** What the key is when a request arrives with it. */
  public sealed interface Begun {
    /** The request is the first; it runs under the lease. */
    record First(IdempotencyLease lease) implements Begun {}

    /** The key has an answer, which is due when the request is the same. */
    record Answered(StoredAnswer answer) implements Begun {}
  }

  /**
   * Takes the key, or tells what was answered under it.
   *
   * @param hint 32 bytes that tell requests apart as far as is known at this time
   * @throws ProblemException {@code idempotency_in_progress} while the first request with the key
   *     is running
   */
  public Begun begin(String accountId, IdempotencyKey key, byte[] hint) {
    Optional<Timestamp> taken = take(accountId, key, hint);
    if (taken.isPresent()) {
      return new Begun.First(
          IdempotencyLease.start(this, accountId, key, taken.get(), LEASE.dividedBy(3)));
    }
    return stored(accountId, key)
        .<Begun>map(Begun.Answered::new)
        .orElseThrow(() ->
            ProblemException.retryable(
                ProblemCode.IDEMPOTENCY_IN_PROGRESS,
                "A request with this Idempotency-Key is still running.",
                RETRY_AFTER));
  }

  /** Uses a name up that is good once; false when it was used before. */
  public boolean once(String accountId, String name, Duration keep) {
    return jdbc.sql(
                """
                insert into idempotency_key (account_id, key, request_hash, expires_at)
                values (?, ?, decode(repeat('00', 32), 'hex'), now() + make_interval(secs => ?)) on conflict do nothing
                """)
            .params(accountId, name, keep.toSeconds())
            .update()
        == 1;
  }

  /** Forgets keys whose time is over; returns their number. */
  public int removeExpired() {
    return jdbc.sql("delete from idempotency_key where expires_at < now()").update();
  }

  /** Stores the answer in the caller's transaction. */
  void finish(IdempotencyLease lease, StoredAnswer answer) {
    int updated =
        jdbc.sql(
                """
                update idempotency_key set state = 'done', request_hash = :hash, response_status = :status,
                  response_headers = :headers::jsonb, response_body = :body,
                  expires_at = now() + make_interval(secs => :keep)
                where account_id = :account and key = :key and created_at = :since and state = 'running'
                """)
            .param("hash", answer.requestHash())
            .param("status", answer.status())
            .param("headers", json.writeValueAsString(answer.headers()))
            .param("body", answer.body())
            .param("keep", properties.keep().toSeconds())
            .param("account", lease.accountId())
            .param("key", lease.key().text())
            .param("since", lease.since())
            .update();
    if (updated != 1) {
      throw new ProblemException(
          ProblemCode.CONFLICT,
          "Another request took over this Idempotency-Key while this one was stalled.");
    }
  }

  boolean renew(IdempotencyLease lease) {
    return jdbc.sql(
                """
                update idempotency_key set expires_at = now() + make_interval(secs => ?)
                where account_id = ? and key = ? and created_at = ? and state = 'running'
                """)
            .params(LEASE.toSeconds(), lease.accountId(), lease.key().text(), lease.since())
            .update()
        == 1;
  }

  void release(IdempotencyLease lease) {
    jdbc.sql(
            "delete from idempotency_key where account_id = ? and key = ? and created_at = ? and state = 'running'")
        .params(lease.accountId(), lease.key().text(), lease.since())
        .update();
  }

  /**
   * Inserts the key, or takes it over when its time is over; the row's birth identifies the holder.
   */
  private Optional<Timestamp> take(String accountId, IdempotencyKey key, byte[] hint) {
    return jdbc.sql(
            """
            insert into idempotency_key as k (account_id, key, request_hash, expires_at)
            values (:account, :key, :hash, now() + make_interval(secs => :lease))
            on conflict (account_id, key) do update set
              state = 'running', request_hash = excluded.request_hash, response_status = null, response_headers = null,
              response_body = null, created_at = now(), expires_at = excluded.expires_at
            where k.expires_at < now()
            returning created_at
            """)
        .param("account", accountId)
        .param("key", key.text())
        .param("hash", hint)
        .param("lease", LEASE.toSeconds())
        .query(Timestamp.class)
        .optional();
  }

  private Optional<StoredAnswer> stored(String accountId, IdempotencyKey key) {
    return jdbc.sql(
            """
            select request_hash, response_status, response_headers::text as headers, response_body
            from idempotency_key where account_id = ? and key = ? and state = 'done'
            """)
        .params(accountId, key.text())
        .query(this::answer)
        .optional();
  }

  private StoredAnswer answer(ResultSet row, int number) throws SQLException {
    @Nullable String headers = row.getString("headers");
    return new StoredAnswer(
        row.getBytes("request_hash"),
        row.getInt("response_status"),
        headers == null ? Map.of() : json.readValue(headers, HEADERS),
        row.getBytes("response_body"));
  }
}
