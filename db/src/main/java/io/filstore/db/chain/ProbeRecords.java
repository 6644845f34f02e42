package io.filstore.db.chain;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What probes say of providers. What is asked here costs the same whatever they hold. */
public final class ProbeRecords {
  private static final Duration MEMORY = Duration.ofDays(30);
  private static final int MOST = 1000;

  private static final String SELECT =
      """
      select wanted.id, p.probes, p.good, p.p50, p.p95 from unnest(:ids::text[]) as wanted(id)
      cross join lateral (
        select count(*) as probes, count(*) filter (where ok) as good,
          percentile_cont(0.5) within group (order by first_byte_ms) filter (where ok) as p50,
          percentile_cont(0.95) within group (order by first_byte_ms) filter (where ok) as p95
        from (select ok, first_byte_ms from retrieval_probe
              where provider = wanted.id and at > :since order by at desc limit :most) last) p
      """;

  private final JdbcClient jdbc;

  public ProbeRecords(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Of each of the providers, in no order. */
  public Map<String, ProbeRecord> of(List<String> ids, Instant now) {
    Map<String, ProbeRecord> records = new HashMap<>();
    jdbc.sql(SELECT)
        .param("ids", ids.toArray(String[]::new))
        .param("since", Timestamp.from(now.minus(MEMORY)))
        .param("most", MOST)
        .query((RowCallbackHandler) row -> records.put(row.getString("id"), record(row)));
    return records;
  }

  private static ProbeRecord record(ResultSet row) throws SQLException {
    return new ProbeRecord(
        row.getLong("probes"), row.getLong("good"), millis(row, "p50"), millis(row, "p95"));
  }

  private static @Nullable Long millis(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? null : Math.round(value);
  }
}
