package io.filstore.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A real PostgreSQL of our version, one server per test JVM; each test class takes a fresh
 * database, copied from a migrated template in a fraction of a second.
 */
public final class TestDatabase {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final List<TestDatabase> ALL = new CopyOnWriteArrayList<>();
  private static final ScheduledExecutorService HOUSEKEEPER =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  private final String name;
  private final HikariDataSource dataSource;

  private TestDatabase(String name) {
    this.name = name;
    this.dataSource = pool(name);
  }

  /** A migrated database of its own. */
  public static synchronized TestDatabase fresh() {
    String name = "test_" + COUNT.incrementAndGet();
    execute("create database " + name + " template " + Server.TEMPLATE);
    ALL.forEach(TestDatabase::dropIdle);
    TestDatabase fresh = new TestDatabase(name);
    ALL.add(fresh);
    return fresh;
  }

  /** JDBC URL with the schema as current schema. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:"
        + Server.INSTANCE.getPort()
        + "/"
        + name
        + "?currentSchema=deals";
  }

  public String user() {
    return "postgres";
  }

  /** Pooled as a service's is: a connection costs the server a process. */
  public DataSource dataSource() {
    return dataSource;
  }

  public JdbcClient jdbc() {
    return JdbcClient.create(dataSource);
  }

  public TransactionTemplate transactions() {
    return new TransactionTemplate(new DataSourceTransactionManager(dataSource));
  }

  /** The properties that point a service's context here. */
  public String[] springProperties() {
    return new String[] {
      "spring.datasource.url=" + url(),
      "spring.datasource.username=" + user(),
      "spring.datasource.password=postgres"
    };
  }

  /** Cuts every connection to this database, as a restart of the server would. */
  public void cutConnections() {
    execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
            + name
            + "' and pid <> pg_backend_pid()");
    dropIdle();
  }

  /** The server has room for 300 connections, whatever the number of databases. */
  private void dropIdle() {
    if (dataSource.isRunning()) {
      dataSource.getHikariPoolMXBean().softEvictConnections();
    }
  }

  /** Started on first use. */
  private static final class Server {
    static final String TEMPLATE = "template_deals";
    static final EmbeddedPostgres INSTANCE = start();

    static {
      try (Connection connection = INSTANCE.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("create database " + TEMPLATE);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      Migrations.migrate(INSTANCE.getDatabase("postgres", TEMPLATE));
    }
  }

  private static EmbeddedPostgres start() {
    try {
      Path folder = Files.createTempDirectory("epg");
      EmbeddedPostgres started =
          EmbeddedPostgres.builder()
              .setDataDirectory(folder)
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(false)
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started, folder)));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded PostgreSQL did not start", e);
    }
  }

  /** Each database is a thousand files: a walk through them in Java would hold up the end. */
  private static void stop(EmbeddedPostgres started, Path folder) {
    try {
      started.close();
      new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static HikariDataSource pool(String database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(
        "jdbc:postgresql://127.0.0.1:"
            + Server.INSTANCE.getPort()
            + "/"
            + database
            + "?currentSchema=deals");
    source.setUser("postgres");
    source.setPassword("postgres");
    HikariConfig pool = new HikariConfig();
    pool.setDataSource(source);
    pool.setMinimumIdle(0);
    pool.setMaximumPoolSize(30);
    pool.setScheduledExecutor(HOUSEKEEPER);
    return new HikariDataSource(pool);
  }

  private static void execute(String sql) {
    try (Connection connection = Server.INSTANCE.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
