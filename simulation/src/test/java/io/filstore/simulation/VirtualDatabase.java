package io.filstore.simulation;

import io.filstore.db.TestDatabase;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A real PostgreSQL whose {@code now()} is the virtual clock: a function of that name in our own
 * schema stands before the server's.
 */
final class VirtualDatabase {
  private final SingleConnectionDataSource connection;
  private final JdbcClient jdbc;

  VirtualDatabase(Clock clock) {
    TestDatabase database = TestDatabase.fresh();
    connection = new SingleConnectionDataSource(database.url(), database.user(), "postgres", true);
    jdbc = JdbcClient.create(connection);
    jdbc.sql("set synchronous_commit = off").update();
    jdbc.sql("create table virtual_clock as select now() as at").update();
    jdbc.sql(
            """
            create function deals.now() returns timestamptz language sql stable
            as 'select at from deals.virtual_clock'
            """)
        .update();
    jdbc.sql("set search_path = deals, pg_catalog").update();
    defaults().forEach(statement -> jdbc.sql(Objects.requireNonNull(statement)).update());
    set(clock);
  }

  DataSource dataSource() {
    return connection;
  }

  JdbcClient jdbc() {
    return jdbc;
  }

  /** What {@code now()} is from here on. */
  void set(Clock clock) {
    jdbc.sql("update virtual_clock set at = ?").param(Timestamp.from(clock.instant())).update();
  }

  /** Everything but the wallet is gone, as in a deployment that has done nothing yet. */
  void empty() {
    String tables =
        String.join(
            ", ",
            jdbc.sql(
                    """
                    select quote_ident(tablename) from pg_tables where schemaname = 'deals' and tablename not in
                      ('wallet', 'virtual_clock', 'event_counter', 'flyway_schema_history')
                    """)
                .query(String.class)
                .list());
    jdbc.sql("truncate " + tables + " cascade").update();
    jdbc.sql("update event_counter set last_seq = 0").update();
  }

  /** Defaults are bound to the server's function when a table is made. */
  private List<@Nullable String> defaults() {
    return jdbc.sql(
            """
            select format('alter table %I alter column %I set default deals.now()', table_name, column_name)
            from information_schema.columns
            where table_schema = 'deals' and column_default like '%now()'
            """)
        .query(String.class)
        .list();
  }
}
