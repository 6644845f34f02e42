package io.filstore.watcher.probe;

import io.filstore.db.rows.RecordRows;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code retrieval_probe}. */
final class Probes {
  private static final RowMapper<Target> ROW = RecordRows.of(Target.class);

  /** Read in the order of the index {@code deal_probe_due}: nothing is sorted. */
  static final String DUE =
      """
      select id from deal
      where state in ('active', 'expiring') and finality = 'finalized' and next_probe_at <= ?
      order by next_probe_at, id limit ?
      """;

  private final JdbcClient jdbc;

  Probes(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Proven replicas whose next probe is due, those never looked at first. */
  List<String> due(Instant now, int limit) {
    return jdbc.sql(DUE)
        .params(Timestamp.from(now), limit)
        .query((row, n) -> row.getString(1))
        .list();
  }

  /** When the replica is due again. */
  void next(String dealId, Instant at) {
    jdbc.sql("update deal set next_probe_at = ? where id = ?")
        .params(Timestamp.from(at), dealId)
        .update();
  }

  /**
   * The replica with a place in its piece; empty when no upload knows a place, and when the
   * provider is reached over the operator's own node and has no public address to ask.
   */
  Optional<Target> target(String dealId) {
    return jdbc.sql(
            """
            select d.id as deal_id, d.provider, d.piece_cid, e.cid, e.car_offset as offset,
              (select count(*) from retrieval_probe b where b.deal_id = d.id and not b.ok and b.at > coalesce(
                (select max(g.at) from retrieval_probe g where g.deal_id = d.id and g.ok), '-infinity'))::integer as failures
            from deal d join provider v on v.id = d.provider
            join upload_piece u on u.piece_cid = d.piece_cid
            join entry e on e.upload_id = u.upload_id and e.piece_number = u.number and e.car_offset is not null
            where d.id = ? and (v.base_url is not null or d.transport = 'curio') order by random() limit 1
            """)
        .param(dealId)
        .query(ROW)
        .optional();
  }

  /** Marks the copy as not given back since then, or as given back again. */
  void unretrievable(String dealId, @Nullable Instant since) {
    jdbc.sql("update deal set unretrievable_since = ?, version = version + 1 where id = ?")
        .param(since == null ? null : Timestamp.from(since))
        .param(dealId)
        .update();
  }

  void add(Target target, Verdict verdict, Instant at) {
    Verdict.Good good = verdict instanceof Verdict.Good is ? is : null;
    Verdict.Bad bad = verdict instanceof Verdict.Bad is ? is : null;
    jdbc.sql(
            """
            insert into retrieval_probe (deal_id, provider, at, ok, bytes, first_byte_ms, code, detail)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .param(target.dealId())
        .param(target.provider())
        .param(Timestamp.from(at))
        .param(good != null)
        .param(good == null ? 0L : good.bytes())
        .param(good == null ? null : good.firstByte().toMillis())
        .param(bad == null ? null : bad.code())
        .param(bad == null ? null : bad.text())
        .update();
  }
}
