package io.filstore.db;

import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The one-shot migration: reads DATABASE_URL, DATABASE_USER and DATABASE_PASSWORD, migrates, exits.
 */
public final class MigrateApplication {
  private MigrateApplication() {}

  public static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(required(environment, "DATABASE_URL"));
    dataSource.setUser(required(environment, "DATABASE_USER"));
    dataSource.setPassword(required(environment, "DATABASE_PASSWORD"));
    int applied = Migrations.migrate(dataSource);
    System.out.println("migrations applied: " + applied);
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException(name + " is not set");
    }
    return value;
  }
}
