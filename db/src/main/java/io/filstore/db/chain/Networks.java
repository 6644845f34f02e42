package io.filstore.db.chain;

import io.filstore.db.rows.RecordRows;
import java.sql.Timestamp;
import java.util.Optional;
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

  /** The network observed last, absent until the watcher has spoken to the chain once. */
  public Optional<Network> current() {
    return jdbc.sql("select * from network order by observed_at desc limit 1")
        .query(NETWORK_ROW)
        .optional();
  }
}
