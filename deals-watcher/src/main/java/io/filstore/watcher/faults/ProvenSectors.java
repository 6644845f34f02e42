package io.filstore.watcher.faults;

import io.filstore.db.rows.RecordRows;
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

  List<ProvenSector> of(String provider) {
    return jdbc.sql(
            """
            select id as deal_id, sector, state = 'faulted' as faulted from deal
            where provider = ? and
            """
                + PROVEN
                + " order by id")
        .param(provider)
        .query(ROW)
        .list();
  }
}
