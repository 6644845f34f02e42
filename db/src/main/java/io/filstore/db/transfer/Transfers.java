package io.filstore.db.transfer;

import io.filstore.db.rows.RecordRows;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code transfer}. */
public final class Transfers {
  private static final RowMapper<Transfer> ROW = RecordRows.of(Transfer.class);

  private final JdbcClient jdbc;

  public Transfers(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds bytes that were sent to the provider. */
  public void sent(String pieceCid, String provider, long bytes, Instant at) {
    jdbc.sql(
            """
            insert into transfer (piece_cid, provider, sent_bytes, sent_first_at, sent_last_at)
            values (:piece, :provider, :bytes, :at, :at)
            on conflict (piece_cid, provider) do update set
              sent_bytes = transfer.sent_bytes + excluded.sent_bytes,
              sent_first_at = coalesce(transfer.sent_first_at, excluded.sent_first_at),
              sent_last_at = greatest(transfer.sent_last_at, excluded.sent_last_at)
            """)
        .param("piece", pieceCid)
        .param("provider", provider)
        .param("bytes", bytes)
        .param("at", Timestamp.from(at))
        .update();
  }

  /** Notes what the provider says that it has; a number that is not higher changes nothing. */
  public void received(String pieceCid, String provider, long bytes, Instant at) {
    jdbc.sql(
            """
            insert into transfer (piece_cid, provider, received_bytes, received_first_at, received_last_at)
            select :piece, :provider, :bytes, :at, :at where :bytes > 0
            on conflict (piece_cid, provider) do update set
              received_bytes = excluded.received_bytes,
              received_first_at = coalesce(transfer.received_first_at, excluded.received_first_at),
              received_last_at = excluded.received_last_at
            where excluded.received_bytes > transfer.received_bytes
            """)
        .param("piece", pieceCid)
        .param("provider", provider)
        .param("bytes", bytes)
        .param("at", Timestamp.from(at))
        .update();
  }

  public Optional<Transfer> find(String pieceCid, String provider) {
    return jdbc.sql("select * from transfer where piece_cid = ? and provider = ?")
        .params(pieceCid, provider)
        .query(ROW)
        .optional();
  }
}
