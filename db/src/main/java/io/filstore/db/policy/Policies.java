package io.filstore.db.policy;

import io.filstore.ids.IdKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Policies of accounts, and what was spent under them. */
public final class Policies {
  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private final JdbcClient jdbc;

  public Policies(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds a policy; empty when the account has one of that name already. */
  public Optional<Policy> add(String accountId, String name, PolicyTerms terms) {
    return jdbc.sql(
            """
            insert into policy (id, account_id, name, terms) values (?, ?, ?, ?::jsonb)
            on conflict (account_id, name) where retired_at is null do nothing
            returning *
            """)
        .params(IdKind.POLICY.next(), accountId, name, JSON.writeValueAsString(terms))
        .query(Policies::row)
        .optional();
  }

  public Optional<Policy> find(String id) {
    return jdbc.sql("select * from policy where id = ?").param(id).query(Policies::row).optional();
  }

  /** One of the account's own, retired or not. */
  public Optional<Policy> find(String accountId, String id) {
    return find(id).filter(policy -> policy.accountId().equals(accountId));
  }

  /** Those that are not retired, oldest first. */
  public List<Policy> of(String accountId, @Nullable Instant after, String afterId, int rows) {
    return jdbc.sql(
            """
            select * from policy where account_id = :account and retired_at is null
              and (created_at, id) > (coalesce(:after, '-infinity'::timestamptz), :id)
            order by created_at, id limit :rows
            """)
        .param("account", accountId)
        .param("after", after == null ? null : Timestamp.from(after), java.sql.Types.TIMESTAMP)
        .param("id", afterId)
        .param("rows", rows)
        .query(Policies::row)
        .list();
  }

  /** Replaces the terms if the row is still at that version and not retired. */
  public Optional<Policy> replace(Policy read, PolicyTerms terms) {
    return jdbc.sql(
            """
            update policy set terms = ?::jsonb, version = version + 1, updated_at = now()
            where id = ? and version = ? and retired_at is null returning *
            """)
        .params(JSON.writeValueAsString(terms), read.id(), read.version())
        .query(Policies::row)
        .optional();
  }

  /** No new upload may refer to it; false when it was so before. */
  public boolean retire(Policy policy) {
    return jdbc.sql(
                "update policy set retired_at = now(), version = version + 1 where id = ? and retired_at is null")
            .param(policy.id())
            .update()
        == 1;
  }

  /**
   * The policy that a piece follows: of the uploads in it, the one that wants the most copies
   * decides, and of several that want as many the earliest.
   *
   * @param replicasOfSettings what an upload without a policy wants
   * @return empty when the settings decide
   */
  public Optional<Policy> governing(String pieceCid, int replicasOfSettings) {
    return jdbc.sql(
            """
            select p.* from policy p where p.id = (
              select u.policy_id from upload_piece up
                join upload u on u.id = up.upload_id left join policy o on o.id = u.policy_id
              where up.piece_cid = :piece
              order by coalesce((o.terms ->> 'replicas')::integer, :settings) desc, u.created_at, u.id limit 1)
            """)
        .param("piece", pieceCid)
        .param("settings", replicasOfSettings)
        .query(Policies::row)
        .optional();
  }

  /** Pieces that follow or may follow the policy, because an upload under it lies in them. */
  public List<String> pieces(Policy policy) {
    return jdbc.sql(
            """
            select distinct up.piece_cid from upload u join upload_piece up on up.upload_id = u.id where u.policy_id = ?
            """)
        .param(policy.id())
        .query((row, _) -> row.getString(1))
        .list();
  }

  /**
   * Locks the row until the transaction ends, so that budgets are counted one after another; rows
   * that refer to it can be inserted meanwhile.
   */
  public Optional<Policy> lock(String id) {
    return jdbc.sql("select * from policy where id = ? for no key update")
        .param(id)
        .query(Policies::row)
        .optional();
  }

  /** Padded bytes of DataCap that deals under the policy have reserved or spent, but for one. */
  public long datacap(String id, String exceptDeal) {
    return jdbc.sql(
            """
            select coalesce(sum(r.bytes), 0) from datacap_reservation r join deal d on d.id = r.deal_id
            where d.policy_id = ? and d.id <> ? and r.state in ('reserved', 'spent')
            """)
        .params(id, exceptDeal)
        .query(Long.class)
        .single();
  }

  /** AttoFIL that deals under the policy cost or have cost for their whole term, but for one. */
  public BigInteger price(String id, String exceptDeal) {
    return jdbc.sql(
            """
            select coalesce(sum(price_per_epoch * duration_epochs), 0) from deal
            where policy_id = ? and id <> ? and state not in ('rejected', 'lapsed', 'failed')
            """)
        .params(id, exceptDeal)
        .query(BigDecimal.class)
        .single()
        .toBigInteger();
  }

  private static Policy row(ResultSet row, int number) throws SQLException {
    Timestamp retired = row.getTimestamp("retired_at");
    return new Policy(
        row.getString("id"),
        row.getString("account_id"),
        row.getString("name"),
        JSON.readValue(row.getString("terms"), PolicyTerms.class),
        row.getLong("version"),
        retired == null ? null : retired.toInstant(),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("updated_at").toInstant());
  }
}
