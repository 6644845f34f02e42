package io.filstore.watcher.faults;

import io.filstore.db.rows.RecordRows;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The sectors of deals whose term runs, as far as that is final. */
final class ProvenSectors {
  private static final RowMapper<ProvenSector> ROW = RecordRows.of(ProvenSector.class);
  private static final String PROVEN =
      "state in ('active', 'expiring', 'faulted') and finality = 'finalized' and sector is not null";

  private final JdbcClient jdbc;

  ProvenSectors(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<String> providers() {
    return jdbc.sql("select distinct provider from deal where " + PROVEN + " order by provider")
        .query((row, _) -> row.getString(1))
        .list();
  }

  /**
   * Those at the provider.
   *
   * @param seenBefore sectors that were last seen to be there before this are due
   */
  List<ProvenSector> of(String provider, Instant seenBefore) {
    return jdbc.sql(
            """
            select id as deal_id, sector, state = 'faulted' as faulted, chain_deal_id is null as direct, end_epoch,
              coalesce(sector_seen_at < :before, true) as due
            from deal where provider = :provider and
            """
                + PROVEN
                + " order by sector_seen_at nulls first, id")
        .param("provider", provider)
        .param("before", Timestamp.from(seenBefore))
        .query(ROW)
        .list();
  }

  /** The sector is there; no change of the deal. */
  void seen(String dealId, Instant at) {
    jdbc.sql("update deal set sector_seen_at = ? where id = ?")
        .params(Timestamp.from(at), dealId)
        .update();
  }
}
