package io.filstore.db.chain;

import io.filstore.db.rows.BigIntegers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Storage providers as discovered from the chain and asked for their terms. */
public final class Providers {
  private final JdbcClient jdbc;

  public Providers(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Writes what discovery found, replacing what was known. */
  public void save(Provider provider) {
    jdbc.sql(
            """
            insert into provider (id, base_url, peer_id, sector_size, products, transport, ask_price_atto,
              ask_verified_price_atto, min_piece_size, max_piece_size, reachable, last_error, checked_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (id) do update set base_url = excluded.base_url, peer_id = excluded.peer_id,
              sector_size = excluded.sector_size, products = excluded.products, transport = excluded.transport,
              ask_price_atto = excluded.ask_price_atto,
              ask_verified_price_atto = excluded.ask_verified_price_atto,
              min_piece_size = excluded.min_piece_size, max_piece_size = excluded.max_piece_size,
              reachable = excluded.reachable, last_error = excluded.last_error,
              checked_at = excluded.checked_at
            """)
        .param(provider.id())
        .param(provider.baseUrl())
        .param(provider.peerId())
        .param(provider.sectorSize())
        .param(provider.products().toArray(String[]::new))
        .param(provider.transport())
        .param(BigIntegers.decimal(provider.askPriceAtto()))
        .param(BigIntegers.decimal(provider.askVerifiedPriceAtto()))
        .param(provider.minPieceSize())
        .param(provider.maxPieceSize())
        .param(provider.reachable())
        .param(provider.lastError())
        .param(provider.checkedAt() == null ? null : Timestamp.from(provider.checkedAt()))
        .update();
  }

  public Optional<Provider> find(String id) {
    return jdbc.sql("select * from provider where id = ?")
        .param(id)
        .query(Providers::row)
        .optional();
  }

  /** Those of these that have a row, by id. */
  public Map<String, Provider> of(List<String> ids) {
    Map<String, Provider> found = new LinkedHashMap<>();
    jdbc.sql("select * from provider where id = any(?) order by id")
        .param(ids.toArray(String[]::new))
        .query(Providers::row)
        .list()
        .forEach(provider -> found.put(provider.id(), provider));
    return found;
  }

  public List<Provider> all() {
    return jdbc.sql("select * from provider order by id").query(Providers::row).list();
  }

  private static Provider row(ResultSet row, int number) throws SQLException {
    return new Provider(
        row.getString("id"),
        row.getString("base_url"),
        row.getString("peer_id"),
        row.getObject("sector_size", Long.class),
        List.of((String[]) row.getArray("products").getArray()),
        row.getString("transport"),
        BigIntegers.integer(row.getBigDecimal("ask_price_atto")),
        BigIntegers.integer(row.getBigDecimal("ask_verified_price_atto")),
        row.getObject("min_piece_size", Long.class),
        row.getObject("max_piece_size", Long.class),
        row.getBoolean("reachable"),
        row.getString("last_error"),
        instant(row.getTimestamp("checked_at")));
  }

  private static @Nullable Instant instant(@Nullable Timestamp value) {
    return value == null ? null : value.toInstant();
  }
}
