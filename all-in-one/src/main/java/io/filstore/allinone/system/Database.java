package io.filstore.allinone.system;

import io.filstore.db.Migrations;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded PostgreSQL 17 of one state folder: durable, password-protected, on loopback only.
 *
 * <p>A half-made data folder (killed during the very first start) is moved aside, never deleted.
 */
final class Database implements AutoCloseable {
  static final String USER = "filstore";
  private static final String NAME = "filstore";
  private static final String SUPERUSER = "postgres";
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private final EmbeddedPostgres server;
  private final int port;
  private final String password;

  private Database(EmbeddedPostgres server, int port, String password) {
    this.server = server;
    this.port = port;
    this.password = password;
  }

  /** Starts the server on the port, with an orphan of this folder already out of the way. */
  static Database start(Path dataFolder, int port, String password, Path log) {
    Path ready = dataFolder.resolve("filstore.ready");
    try {
      setAsideIfUnfinished(dataFolder, ready);
      boolean first = !Files.exists(ready);
      Database database =
          new Database(server(dataFolder, port, first ? "" : password, log), port, password);
      if (first) {
        database.secure(dataFolder);
        Files.createFile(ready);
      }
      return database;
    } catch (IOException | IllegalStateException e) {
      throw new SystemException(
          "PostgreSQL did not start on port %d: see %s (%s).".formatted(port, log, e.getMessage()),
          e);
    }
  }

  /** Brings the schema to this build's version. */
  void migrate() {
    int applied = Migrations.migrate(dataSource(USER, NAME, password));
    LOG.info("{} migrations applied", applied);
  }

  static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?currentSchema=%s"
        .formatted(port, NAME, Migrations.SCHEMA);
  }

  PGSimpleDataSource dataSource() {
    PGSimpleDataSource source = dataSource(USER, NAME, password);
    source.setCurrentSchema(Migrations.SCHEMA);
    return source;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new SystemException("PostgreSQL did not stop: " + e.getMessage(), e);
    }
  }

  private static EmbeddedPostgres server(Path folder, int port, String password, Path log)
      throws IOException {
    // The library is meant for tests and switches durability off; ours is somebody's only record.
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setPort(port)
            .setDataDirectory(folder)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(Duration.ofMinutes(1))
            .setLocaleConfig("locale", "C")
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("unix_socket_directories", "''")
            .setServerConfig("max_connections", "100")
            .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()));
    if (!password.isEmpty()) {
      builder.setConnectConfig("password", password);
    }
    return builder.start();
  }

  /** Gives the new server its role, database and passwords, then ends password-less access. */
  private void secure(Path folder) throws IOException {
    try (Connection connection = dataSource(SUPERUSER, "postgres", "").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("alter role postgres password '" + password + "'");
      statement.execute("create role " + USER + " login password '" + password + "'");
      statement.execute("create database " + NAME + " owner " + USER);
      Files.writeString(folder.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
      try (ResultSet reloaded = statement.executeQuery("select pg_reload_conf()")) {
        reloaded.next();
      }
    } catch (SQLException e) {
      throw new IOException("the new database could not be set up: " + e.getMessage(), e);
    }
  }

  private static void setAsideIfUnfinished(Path folder, Path ready) throws IOException {
    if (!Files.exists(folder.resolve("PG_VERSION")) && isEmpty(folder) || Files.exists(ready)) {
      return;
    }
    Path aside = folder.resolveSibling("postgres.unfinished-" + System.currentTimeMillis());
    LOG.warn("the first start was interrupted; moving {} to {}", folder, aside);
    Files.move(folder, aside);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return true;
    }
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private PGSimpleDataSource dataSource(String user, String database, String password) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"127.0.0.1"});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName(database);
    source.setUser(user);
    source.setPassword(password);
    return source;
  }
}
