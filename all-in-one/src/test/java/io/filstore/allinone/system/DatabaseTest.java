package io.filstore.allinone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class DatabaseTest {
  private static final String PASSWORD = "0123456789abcdef0123456789abcdef";

  @TempDir Path folder;
  private final int port = Ports.free().postgres();

  @AfterEach
  void nothingIsLeftRunning() {
    new OrphanedPostmaster(data()).clear();
  }

  @Test
  void keepsItsContentOverARestart() throws SQLException {
    try (Database database = start()) {
      database.migrate();
      insertAccount(database);
    }

    try (Database database = start()) {
      database.migrate();

      assertThat(accounts(database)).isEqualTo(1);
    }
  }

  @Test
  void acceptsOnlyItsPassword() {
    try (Database database = start()) {
      PGSimpleDataSource guess = database.dataSource();
      guess.setPassword("guess");

      assertThatThrownBy(() -> guess.getConnection().close())
          .hasMessageContaining("password authentication failed");
    }
  }

  @Test
  void isDurable() throws SQLException {
    try (Database database = start()) {
      assertThat(show(database, "fsync")).isEqualTo("on");
      assertThat(show(database, "synchronous_commit")).isEqualTo("on");
    }
  }

  @Test
  void stopsAServerThatAKilledSystemLeftBehind() throws Exception {
    Database abandoned = start();
    abandoned.migrate();
    insertAccount(abandoned);
    ProcessHandle orphan = postmaster();

    new OrphanedPostmaster(data()).clear();

    orphan.onExit().get(10, TimeUnit.SECONDS);
    abandoned.close();
    try (Database database = start()) {
      assertThat(accounts(database)).isEqualTo(1);
    }
  }

  @Test
  void startsAfterTheServerItselfWasKilled() throws Exception {
    Database abandoned = start();
    abandoned.migrate();
    insertAccount(abandoned);
    ProcessHandle server = postmaster();
    server.destroyForcibly();
    server.onExit().get(10, TimeUnit.SECONDS);

    new OrphanedPostmaster(data()).clear();
    abandoned.close();

    try (Database database = start()) {
      assertThat(accounts(database)).isEqualTo(1);
    }
  }

  @Test
  void leavesAStrangerAloneWhoGotTheOldProcessId() throws IOException {
    Files.createDirectories(data());
    Path pidFile = data().resolve("postmaster.pid");
    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(pidFile, stranger.pid() + "\n" + data() + "\n");

      new OrphanedPostmaster(data()).clear();

      assertThat(stranger.isAlive()).isTrue();
      assertThat(pidFile).doesNotExist();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void movesAHalfMadeFolderAsideAndKeepsIt() throws IOException {
    Files.createDirectories(data());
    Files.writeString(data().resolve("PG_VERSION"), "17\n");

    start().close();

    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .anyMatch(name -> name.startsWith("postgres.unfinished-"));
    }
  }

  private Database start() {
    return Database.start(data(), port, PASSWORD, folder.resolve("postgres.log"));
  }

  private Path data() {
    return folder.resolve("postgres");
  }

  private ProcessHandle postmaster() throws IOException {
    String pid = Files.readAllLines(data().resolve("postmaster.pid")).getFirst().strip();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  private static void insertAccount(Database database) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("insert into account (id, name) values ('acc_' || repeat('0', 26), 'a')");
    }
  }

  private static int accounts(Database database) throws SQLException {
    return Integer.parseInt(query(database, "select count(*) from account"));
  }

  private static String show(Database database, String setting) throws SQLException {
    return query(database, "show " + setting);
  }

  private static String query(Database database, String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
