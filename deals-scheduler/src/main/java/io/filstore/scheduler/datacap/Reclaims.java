package io.filstore.scheduler.datacap;

import io.filstore.ids.IdKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code datacap_reclaim}; a row is settled once, whoever comes first. */
final class Reclaims {

  private final JdbcClient jdbc;

  Reclaims(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Reclaim> find(String id) {
    return jdbc.sql("select * from datacap_reclaim where id = ?")
        .param(id)
        .query(Reclaims::row)
        .optional();
  }

  Optional<Reclaim> openOf(String wallet) {
    return jdbc.sql("select * from datacap_reclaim where wallet = ? and state = 'open'")
        .param(wallet)
        .query(Reclaims::row)
        .optional();
  }

  /** Empty when the wallet has an open one already. */
  Optional<Reclaim> open(String wallet, List<Long> allocationIds) {
    return jdbc.sql(
            """
            insert into datacap_reclaim (id, wallet, allocation_ids) values (?, ?, ?)
            on conflict (wallet) where state = 'open' do nothing returning *
            """)
        .params(IdKind.RECLAIM.next(), wallet, allocationIds.toArray(Long[]::new))
        .query(Reclaims::row)
        .optional();
  }

  void waitsBecause(String id, String text) {
    jdbc.sql(
            """
            update datacap_reclaim set cause_text = ?
            where id = ? and state = 'open' and cause_text is distinct from ?
            """)
        .params(text, id, text)
        .update();
  }

  /** False when it was settled before. */
  boolean done(String id, long recovered) {
    return jdbc.sql(
                """
                update datacap_reclaim set state = 'done', recovered_bytes = ?, cause_text = null, settled_at = now()
                where id = ? and state = 'open'
                """)
            .params(recovered, id)
            .update()
        == 1;
  }

  void failed(String id, String text) {
    jdbc.sql(
            """
            update datacap_reclaim set state = 'failed', cause_text = ?, settled_at = now()
            where id = ? and state = 'open'
            """)
        .params(text, id)
        .update();
  }

  private static Reclaim row(ResultSet row, int number) throws SQLException {
    Timestamp settled = row.getTimestamp("settled_at");
    return new Reclaim(
        row.getString("id"),
        row.getString("wallet"),
        List.of((Long[]) row.getArray("allocation_ids").getArray()),
        row.getString("state"),
        row.getObject("recovered_bytes", Long.class),
        row.getString("cause_text"),
        row.getTimestamp("created_at").toInstant(),
        settled == null ? null : settled.toInstant());
  }
}
