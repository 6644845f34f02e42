package io.filstore.db.chain;

import io.filstore.db.rows.RecordRows;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The disagreements of endpoints that go on, at most one for each thing that is looked at. */
public final class Disagreements {
  private static final RowMapper<Disagreement> ROW = RecordRows.of(Disagreement.class);

  private final JdbcClient jdbc;

  public Disagreements(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** True when it is new; one that goes on keeps its time and takes the newer text. */
  public boolean begin(String about, String network, Instant since, String text) {
    return jdbc.sql(
            """
            insert into chain_disagreement (about, network, since, text) values (?, ?, ?, ?)
            on conflict (about) do update set text = excluded.text returning xmax = 0
            """)
        .params(about, network, Timestamp.from(since), text)
        .query((row, _) -> row.getBoolean(1))
        .single();
  }

  /** What is over now; empty when there was none. */
  public Optional<Disagreement> end(String about) {
    return jdbc.sql("delete from chain_disagreement where about = ? returning *")
        .param(about)
        .query(ROW)
        .optional();
  }

  /** Those that go on. */
  public List<Disagreement> all() {
    return jdbc.sql("select * from chain_disagreement order by about").query(ROW).list();
  }
}
