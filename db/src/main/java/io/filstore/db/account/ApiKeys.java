package io.filstore.db.account;

import io.filstore.ids.IdKind;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Accounts and API keys. The hash of a secret is made by {@link ApiKeyText} under a pepper. */
public final class ApiKeys {
  private static final String COLUMNS =
      "id, account_id, name, scopes, provider, created_at, expires_at, revoked_at, last_used_at";

  private final JdbcClient jdbc;
  private final Clock clock;

  public ApiKeys(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** The id of the account with the name, made when there is none. */
  public String account(String name) {
    jdbc.sql("insert into account (id, name) values (?, ?) on conflict (name) do nothing")
        .params(IdKind.ACCOUNT.next(), name)
        .update();
    return jdbc.sql("select id from account where name = ?")
        .param(name)
        .query(String.class)
        .single();
  }

  /** Stores a key and returns its id. */
  public String add(
      String id,
      String accountId,
      String name,
      byte[] secretHash,
      Set<String> scopes,
      @Nullable Instant expiresAt) {
    return add(id, accountId, name, secretHash, scopes, null, expiresAt);
  }

  /** The same for a key that is a provider's when one is given. */
  public String add(
      String id,
      String accountId,
      String name,
      byte[] secretHash,
      Set<String> scopes,
      @Nullable String provider,
      @Nullable Instant expiresAt) {
    jdbc.sql(
            """
            insert into api_key (id, account_id, name, secret_hash, scopes, provider, expires_at)
            values (?, ?, ?, ?, ?, ?, ?)
            """)
        .param(id)
        .param(accountId)
        .param(name)
        .param(secretHash)
        .param(scopes.toArray(String[]::new))
        .param(provider)
        .param(expiresAt == null ? null : Timestamp.from(expiresAt))
        .update();
    return id;
  }

  /** The key, when the hash fits and it is neither revoked nor expired. */
  public Optional<ApiKey> authenticate(String id, byte[] secretHash) {
    return jdbc.sql("select secret_hash, " + COLUMNS + " from api_key where id = ?")
        .param(id)
        .query((row, number) -> new Stored(row.getBytes("secret_hash"), row(row)))
        .optional()
        .filter(stored -> MessageDigest.isEqual(stored.secretHash(), secretHash))
        .map(Stored::key)
        .filter(this::usable);
  }

  public void used(String id) {
    jdbc.sql("update api_key set last_used_at = ? where id = ?")
        .params(Timestamp.from(clock.instant()), id)
        .update();
  }

  public List<ApiKey> of(String accountId) {
    return jdbc.sql(
            "select " + COLUMNS + " from api_key where account_id = ? order by created_at, id")
        .param(accountId)
        .query((row, number) -> row(row))
        .list();
  }

  public boolean anyKey() {
    return jdbc.sql("select exists (select from api_key)").query(Boolean.class).single();
  }

  /** Revokes the account's key; false when it has no such key or it was revoked before. */
  public boolean revoke(String accountId, String id) {
    return jdbc.sql(
                "update api_key set revoked_at = ? where id = ? and account_id = ? and revoked_at is null")
            .params(Timestamp.from(clock.instant()), id, accountId)
            .update()
        == 1;
  }

  private record Stored(byte[] secretHash, ApiKey key) {}

  private boolean usable(ApiKey key) {
    return key.revokedAt() == null
        && (key.expiresAt() == null || key.expiresAt().isAfter(clock.instant()));
  }

  private static ApiKey row(ResultSet row) throws SQLException {
    return new ApiKey(
        row.getString("id"),
        row.getString("account_id"),
        row.getString("name"),
        Set.of((String[]) row.getArray("scopes").getArray()),
        row.getString("provider"),
        row.getTimestamp("created_at").toInstant(),
        instant(row.getTimestamp("expires_at")),
        instant(row.getTimestamp("revoked_at")),
        instant(row.getTimestamp("last_used_at")));
  }

  private static @Nullable Instant instant(@Nullable Timestamp value) {
    return value == null ? null : value.toInstant();
  }
}
