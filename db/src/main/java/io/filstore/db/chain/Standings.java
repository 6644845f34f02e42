package io.filstore.db.chain;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How providers stand with us: load, track record, quarantine. A plan asks about every provider, so
 * records are kept between readings; thread safe.
 */
public final class Standings {
  private static final Duration MEMORY = Duration.ofDays(90);

  /** What a record costs must not grow with all that a provider was ever offered. */
  private static final int MOST = 200;

  /** What a record says changes with the deals, which move the mark, and slowly with time. */
  private static final Duration KEPT_FOR = Duration.ofMinutes(1);

  private static final String SELECT =
      """
      select p.id, p.owner, p.quarantined_until, p.quarantine_reason, coalesce(l.open_bytes, 0) as open_bytes,
        coalesce(l.pending, 0) as pending, coalesce(l.record_mark, 0) as record_mark,
        (select count(*) from deal d where d.provider = p.id and d.created_at > :hour) as last_hour
      from provider p left join provider_load l on l.provider = p.id
      where p.id = any(:ids::text[]) order by p.id
      """;

  private static final String RECORDS =
      """
      select p.id, r.*
      from provider p
      cross join lateral (
        with recent as (
          select d.*, d.state in ('rejected', 'lapsed', 'terminated')
              or d.state = 'failed' and d.cause_code is distinct from 'replaced' as lost,
            n.genesis_at + d.active_epoch * n.block_delay_s * interval '1 second' - d.offered_at as since_offer
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
          extract(epoch from percentile_cont(0.5) within group (order by since_offer)
            filter (where active_epoch is not null)) as took_s,
          extract(epoch from percentile_cont(0.9) within group (order by since_offer)
            filter (where active_epoch is not null)) as slow_s
        from recent cross join success) r
      where p.id = any(:ids::text[])
      """;

  private final JdbcClient jdbc;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  public Standings(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A record as it was read; good for as long as nothing that it counts has changed. */
  private record Kept(
      long mark, @Nullable Instant quarantinedUntil, Instant readAt, TrackRecord record) {

    boolean is(Standing standing, long mark, Instant now) {
      return this.mark == mark
          && Objects.equals(quarantinedUntil, standing.quarantinedUntil())
          && Duration.between(readAt, now).abs().compareTo(KEPT_FOR) < 0;
    }
  }

  /** Of each of these providers that has a row. */
  public Map<String, Standing> of(Collection<String> ids, Instant now) {
    Map<String, Long> marks = new HashMap<>();
    List<Standing> loads =
        jdbc.sql(SELECT)
            .param("ids", ids.toArray(String[]::new))
            .param("hour", Timestamp.from(now.minus(Duration.ofHours(1))))
            .query((row, number) -> {
              marks.put(row.getString("id"), row.getLong("record_mark"));
              return load(row);
            })
            .list();
    Map<String, TrackRecord> records = records(loads, marks, now);
    Map<String, Standing> standings = new LinkedHashMap<>();
    loads.forEach(load ->
        standings.put(
            load.provider(), load.with(records.getOrDefault(load.provider(), TrackRecord.NONE))));
    return standings;
  }

  /** Reads those that changed since they were read last. */
  private Map<String, TrackRecord> records(
      List<Standing> loads, Map<String, Long> marks, Instant now) {
    Map<String, TrackRecord> records = new HashMap<>();
    Map<String, Standing> changed = new HashMap<>();
    for (Standing load : loads) {
      Kept known = kept.get(load.provider());
      if (known != null && known.is(load, marks.getOrDefault(load.provider(), 0L), now)) {
        records.put(load.provider(), known.record());
      } else {
        changed.put(load.provider(), load);
      }
    }
    if (!changed.isEmpty()) {
      read(changed.keySet(), now)
          .forEach((id, record) -> {
            records.put(id, record);
            Standing load = Objects.requireNonNull(changed.get(id));
            kept.put(
                id, new Kept(marks.getOrDefault(id, 0L), load.quarantinedUntil(), now, record));
          });
    }
    return records;
  }

  private Map<String, TrackRecord> read(Set<String> ids, Instant now) {
    Map<String, TrackRecord> records = new HashMap<>();
    jdbc.sql(RECORDS)
        .param("ids", ids.toArray(String[]::new))
        .param("since", Timestamp.from(now.minus(MEMORY)))
        .param("most", MOST)
        .query((RowCallbackHandler) row -> records.put(row.getString("id"), record(row)));
    return records;
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

  private static Standing load(ResultSet row) throws SQLException {
    return new Standing(
        row.getString("id"),
        row.getString("owner"),
        row.getLong("open_bytes"),
        row.getLong("pending"),
        row.getLong("last_hour"),
        TrackRecord.NONE,
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
