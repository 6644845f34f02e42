package io.filstore.db;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/**
 * Brings the schema {@value #SCHEMA} to the version of this build; run in one place before the
 * services start.
 */
public final class Migrations {
  /** Our schema; the old platform's tables stay in {@code public}. */
  public static final String SCHEMA = "deals";

  private Migrations() {}

  /** Applies what is missing and returns the number of migrations applied. */
  public static int migrate(DataSource dataSource) {
    return flyway(dataSource).migrate().migrationsExecuted;
  }

  /**
   * Refuses to go on when the schema is not that of this build.
   *
   * @throws IllegalStateException naming both versions
   */
  public static void requireCurrent(DataSource dataSource) {
    Flyway flyway = flyway(dataSource);
    MigrationInfo[] pending = flyway.info().pending();
    if (pending.length > 0) {
      MigrationInfo current = flyway.info().current();
      throw new IllegalStateException(
          "the database schema is at version "
              + (current == null ? "none" : current.getVersion())
              + " but this build needs "
              + pending[pending.length - 1].getVersion()
              + ": run the migration (the service 'migrate') first");
    }
  }

  private static Flyway flyway(DataSource dataSource) {
    return Flyway.configure()
        .dataSource(dataSource)
        .schemas(SCHEMA)
        .createSchemas(true)
        .locations("classpath:db/migration/deals")
        .load();
  }
}
