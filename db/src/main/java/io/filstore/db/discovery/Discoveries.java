package io.filstore.db.discovery;

import io.filstore.db.rows.BigIntegers;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was found, and the walk that finds it. */
public final class Discoveries {
  private final JdbcClient jdbc;

  public Discoveries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The walk as it stands; empty when none was ever begun. */
  public Optional<DiscoveryWalk> walk() {
    return jdbc.sql("select * from discovery_walk").query(Discoveries::walkRow).optional();
  }

  /** The same, made when it is not there. */
  public DiscoveryWalk walkOrFirst() {
    jdbc.sql("insert into discovery_walk (next_at) values (?) on conflict do nothing")
        .param(Timestamp.from(Instant.EPOCH))
        .update();
    return walk().orElseThrow();
  }

  /**
   * Goes on to a miner. Only one of several that walk at once gets there from the same place.
   *
   * @return false when somebody else went on meanwhile; nothing was changed then
   */
  public boolean advance(DiscoveryWalk from, long afterId, long position, long total, Instant now) {
    return jdbc.sql(
                """
                update discovery_walk set after_id = :after, position = :position, total = :total,
                  started_at = coalesce(started_at, :now), failures = 0, problem = null
                where number = :number and after_id = :from
                """)
            .param("after", afterId)
            .param("position", position)
            .param("total", total)
            .param("now", Timestamp.from(now))
            .param("number", from.number())
            .param("from", from.afterId())
            .update()
        == 1;
  }

  /** Nothing is asked before that time, because of this. */
  public void pause(DiscoveryWalk walk, String problem, Instant until) {
    jdbc.sql(
            """
            update discovery_walk set failures = failures + 1, problem = :problem, next_at = :until
            where number = :number and after_id = :from
            """)
        .param("problem", problem)
        .param("until", Timestamp.from(until))
        .param("number", walk.number())
        .param("from", walk.afterId())
        .update();
  }

  /**
   * Ends the walk: who was not seen by it is forgotten.
   *
   * @return false when somebody else ended it
   */
  public boolean end(DiscoveryWalk walk, Instant now, Instant next) {
    boolean ended =
        jdbc.sql(
                    """
                    update discovery_walk set number = number + 1, after_id = -1, started_at = null, ended_at = :now,
                      next_at = :next, failures = 0, problem = null
                    where number = :number and after_id = :from
                    """)
                .param("now", Timestamp.from(now))
                .param("next", Timestamp.from(next))
                .param("number", walk.number())
                .param("from", walk.afterId())
                .update()
            == 1;
    if (ended) {
      jdbc.sql("delete from discovered_provider where walk < ?").param(walk.number()).update();
    }
    return ended;
  }

  /** Writes what was found, replacing what was known but for when it was seen first. */
  public void save(DiscoveredProvider found, long walk) {
    jdbc.sql(
            """
            insert into discovered_provider (id, raw_power, quality_power, owner, sector_size, base_url, products,
              ask_price_atto, ask_verified_price_atto, min_piece_size, max_piece_size, problem, walk, first_seen_at, seen_at)
            values (:id, :raw, :quality, :owner, :sector, :url, :products, :ask, :verified_ask, :min, :max, :problem, :walk,
              :first, :seen)
            on conflict (id) do update set raw_power = excluded.raw_power, quality_power = excluded.quality_power,
              owner = excluded.owner, sector_size = excluded.sector_size, base_url = excluded.base_url,
              products = excluded.products, ask_price_atto = excluded.ask_price_atto,
              ask_verified_price_atto = excluded.ask_verified_price_atto, min_piece_size = excluded.min_piece_size,
              max_piece_size = excluded.max_piece_size, problem = excluded.problem, walk = excluded.walk,
              seen_at = excluded.seen_at
            """)
        .param("id", found.id())
        .param("raw", new BigDecimal(found.rawPower()))
        .param("quality", new BigDecimal(found.qualityPower()))
        .param("owner", found.owner())
        .param("sector", found.sectorSize())
        .param("url", found.baseUrl())
        .param("products", found.products().toArray(String[]::new))
        .param("ask", BigIntegers.decimal(found.askPriceAtto()))
        .param("verified_ask", BigIntegers.decimal(found.askVerifiedPriceAtto()))
        .param("min", found.minPieceSize())
        .param("max", found.maxPieceSize())
        .param("problem", found.problem())
        .param("walk", walk)
        .param("first", Timestamp.from(found.firstSeenAt()))
        .param("seen", Timestamp.from(found.seenAt()))
        .update();
  }

  /** It has no power any more. */
  public void forget(String id) {
    jdbc.sql("delete from discovered_provider where id = ?").param(id).update();
  }

  /** It could not be looked at: what is known of it stays for another walk. */
  public void keep(String id, long walk) {
    jdbc.sql("update discovered_provider set walk = ? where id = ?").params(walk, id).update();
  }

  /** A place in the list: behind the provider with this power and id. */
  public record Place(BigInteger qualityPower, String id) {}

  /**
   * The most powerful first.
   *
   * @param product only those that offer it
   */
  public List<DiscoveredProvider> list(@Nullable String product, @Nullable Place after, int limit) {
    return jdbc.sql(
            """
            select * from discovered_provider
            where (:product::text is null or :product = any(products))
              and (:power::numeric is null or quality_power < :power or quality_power = :power and id > :id)
            order by quality_power desc, id limit :limit
            """)
        .param("product", product)
        .param("power", after == null ? null : new BigDecimal(after.qualityPower()))
        .param("id", after == null ? null : after.id())
        .param("limit", limit)
        .query(Discoveries::row)
        .list();
  }

  private static DiscoveryWalk walkRow(ResultSet row, int number) throws SQLException {
    return new DiscoveryWalk(
        row.getLong("number"),
        row.getLong("after_id"),
        row.getLong("position"),
        row.getLong("total"),
        instant(row.getTimestamp("started_at")),
        instant(row.getTimestamp("ended_at")),
        row.getTimestamp("next_at").toInstant(),
        row.getInt("failures"),
        row.getString("problem"));
  }

  private static DiscoveredProvider row(ResultSet row, int number) throws SQLException {
    return new DiscoveredProvider(
        row.getString("id"),
        row.getBigDecimal("raw_power").toBigIntegerExact(),
        row.getBigDecimal("quality_power").toBigIntegerExact(),
        row.getString("owner"),
        row.getLong("sector_size"),
        row.getString("base_url"),
        List.of((String[]) row.getArray("products").getArray()),
        BigIntegers.integer(row.getBigDecimal("ask_price_atto")),
        BigIntegers.integer(row.getBigDecimal("ask_verified_price_atto")),
        row.getObject("min_piece_size", Long.class),
        row.getObject("max_piece_size", Long.class),
        row.getString("problem"),
        row.getTimestamp("first_seen_at").toInstant(),
        row.getTimestamp("seen_at").toInstant());
  }

  private static @Nullable Instant instant(@Nullable Timestamp value) {
    return value == null ? null : value.toInstant();
  }
}
