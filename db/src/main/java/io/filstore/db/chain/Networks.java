package io.filstore.db.chain;

import io.filstore.db.rows.RecordRows;
import java.sql.Timestamp;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The chain's clock and freshness. One deployment follows one network. */
public final class Networks {
  private static final RowMapper<Network> NETWORK_ROW = RecordRows.of(Network.class);

  private final JdbcClient jdbc;

  public Networks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Writes what was seen last. */
  public void observed(Network network) {
    jdbc.sql(
            """
            insert into network (name, genesis_at, block_delay_s, head_epoch, head_tipset, finalized_epoch, observed_at)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict (name) do update set genesis_at = excluded.genesis_at,
              block_delay_s = excluded.block_delay_s, head_epoch = excluded.head_epoch,
              head_tipset = excluded.head_tipset, finalized_epoch = excluded.finalized_epoch,
              observed_at = excluded.observed_at
            """)
        .params(
            network.name(),
            Timestamp.from(network.genesisAt()),
            network.blockDelayS(),
            network.headEpoch(),
            network.headTipset(),
            network.finalizedEpoch(),
            Timestamp.from(network.observedAt()))
        .update();
  }

  /** Height up to which the network's actor events were read; empty before the first time. */
  public OptionalLong eventsReadTo() {
    return jdbc.sql("select events_epoch from network order by observed_at desc limit 1")
        .query((row, _) -> (Long) row.getObject(1))
        .optional()
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  /** Remembers that height, for the network observed last. */
  public void eventsReadTo(long epoch) {
    jdbc.sql(
            """
            update network set events_epoch = ?
            where name = (select name from network order by observed_at desc limit 1)
            """)
        .param(epoch)
        .update();
  }

  /** The network observed last, absent until the watcher has spoken to the chain once. */
  public Optional<Network> current() {
    return jdbc.sql("select * from network order by observed_at desc limit 1")
        .query(NETWORK_ROW)
        .optional();
  }
}
