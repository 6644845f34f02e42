package io.filstore.db.chain;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How providers stand with us: load, track record, quarantine. */
public final class Standings {
  private static final Duration MEMORY = Duration.ofDays(90);

  /** A plan asks about every provider: what it costs must not grow with what they were offered. */
  private static final int MOST = 200;

  private static final String SELECT =
      """
      select p.id, p.owner, p.quarantined_until, p.quarantine_reason, coalesce(l.open_bytes, 0) as open_bytes,
        coalesce(l.pending, 0) as pending,
        (select count(*) from deal d where d.provider = p.id and d.created_at > :hour) as last_hour,
        r.offered, r.refused, r.activated, r.failed, r.wrong, extract(epoch from r.took) as took_s,
        extract(epoch from r.slow) as slow_s, r.in_a_row
      from provider p
      left join provider_load l on l.provider = p.id
      left join lateral (
        with recent as (
          select d.*, d.state in ('rejected', 'lapsed', 'terminated')
              or d.state = 'failed' and d.cause_code is distinct from 'replaced' as lost,
            n.genesis_at + d.active_epoch * n.block_delay_s * interval '1 second' - d.offered_at as took
          from (
            select * from deal where provider = p.id and offered_at is not null and created_at > :since
            order by created_at desc limit :most) d
          left join network n on true),
        success as (
          select max(updated_at) as last from recent where active_epoch is not null and not lost)
        select count(*) as offered, count(*) filter (where state = 'rejected') as refused,
          count(*) filter (where active_epoch is not null and not lost) as activated,
          count(*) filter (where lost and state <> 'rejected') as failed,
          count(*) filter (where cause_code = 'commp_mismatch') as wrong,
          count(*) filter (where lost
            and updated_at > greatest(p.quarantined_until, success.last, '-infinity')) as in_a_row,
          percentile_cont(0.5) within group (order by took) filter (where active_epoch is not null) as took,
          percentile_cont(0.9) within group (order by took) filter (where active_epoch is not null) as slow
        from recent cross join success) r on true
      where p.id = any(:ids::text[]) order by p.id
      """;

  private final JdbcClient jdbc;

  public Standings(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Of each of these providers that has a row. */
  public Map<String, Standing> of(List<String> ids, Instant now) {
    Map<String, Standing> standings = new LinkedHashMap<>();
    jdbc.sql(SELECT)
        .param("ids", ids.toArray(String[]::new))
        .param("since", Timestamp.from(now.minus(MEMORY)))
        .param("most", MOST)
        .param("hour", Timestamp.from(now.minus(Duration.ofHours(1))))
        .query(Standings::row)
        .list()
        .forEach(standing -> standings.put(standing.provider(), standing));
    return standings;
  }

  /** Padded bytes of all our open deals. */
  public long openBytes() {
    return jdbc.sql("select coalesce(sum(open_bytes), 0) from provider_load")
        .query(Long.class)
        .single();
  }

  /** What the chain says of a provider's owner. */
  public void ownerIs(String provider, String owner) {
    jdbc.sql("update provider set owner = ? where id = ? and owner is distinct from ?")
        .params(owner, provider, owner)
        .update();
  }

  /** No new deals there until then; true when it was not so before. */
  public boolean quarantine(String provider, Instant until, String reason, Instant now) {
    return jdbc.sql(
                """
                update provider set quarantined_until = ?, quarantine_reason = ?
                where id = ? and (quarantined_until is null or quarantined_until <= ?)
                """)
            .params(Timestamp.from(until), reason, provider, Timestamp.from(now))
            .update()
        == 1;
  }

  /** New deals are welcome again; false when they were before. */
  public boolean release(String provider) {
    return jdbc.sql(
                """
                update provider set quarantined_until = null, quarantine_reason = null
                where id = ? and quarantined_until is not null
                """)
            .param(provider)
            .update()
        == 1;
  }

  private static Standing row(ResultSet row, int number) throws SQLException {
    return new Standing(
        row.getString("id"),
        row.getString("owner"),
        row.getLong("open_bytes"),
        row.getLong("pending"),
        row.getLong("last_hour"),
        record(row),
        instant(row.getTimestamp("quarantined_until")),
        row.getString("quarantine_reason"));
  }

  private static TrackRecord record(ResultSet row) throws SQLException {
    return new TrackRecord(
        row.getLong("offered"),
        row.getLong("refused"),
        row.getLong("activated"),
        row.getLong("failed"),
        row.getLong("wrong"),
        seconds(row, "took_s"),
        seconds(row, "slow_s"),
        row.getLong("in_a_row"));
  }

  private static @Nullable Duration seconds(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getBigDecimal(column))
        .map(seconds -> Duration.ofMillis(seconds.movePointRight(3).longValue()))
        .orElse(null);
  }

  private static @Nullable Instant instant(@Nullable Timestamp value) {
    return value == null ? null : value.toInstant();
  }
}
