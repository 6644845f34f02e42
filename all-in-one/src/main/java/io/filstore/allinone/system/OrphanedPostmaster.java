package io.filstore.allinone.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server that outlived the JVM that started it, because that one was killed.
 *
 * <p>{@code postmaster.pid} names a process id in its first line and the data folder in its second.
 * The id may by now belong to any other program, so a process is touched only when its own command
 * line says that it is a PostgreSQL server of exactly this data folder. The caller holds the lock
 * of the state folder: no living system of ours can own the server.
 */
final class OrphanedPostmaster {
  private static final Logger LOG = LoggerFactory.getLogger(OrphanedPostmaster.class);
  private static final Duration FAST = Duration.ofSeconds(15);

  private final Path dataFolder;

  OrphanedPostmaster(Path dataFolder) {
    this.dataFolder = dataFolder.toAbsolutePath().normalize();
  }

  /** Stops the server when it still runs and removes a pid file that belongs to nobody. */
  void clear() {
    Path pidFile = dataFolder.resolve("postmaster.pid");
    try {
      if (!Files.exists(pidFile)) {
        return;
      }
      Optional<ProcessHandle> server = pid(pidFile).flatMap(ProcessHandle::of).filter(this::isOurs);
      if (server.isPresent()) {
        stop(server.get());
      }
      if (Files.deleteIfExists(pidFile)) {
        LOG.info("removed the stale {}", pidFile);
      }
    } catch (IOException e) {
      throw new SystemException(
          "The stale " + pidFile + " cannot be removed: " + e.getMessage(), e);
    }
  }

  private static Optional<Long> pid(Path pidFile) throws IOException {
    List<String> lines = Files.readAllLines(pidFile);
    return lines.isEmpty() || !lines.getFirst().strip().matches("[0-9]{1,10}")
        ? Optional.empty()
        : Optional.of(Long.parseLong(lines.getFirst().strip()));
  }

  private boolean isOurs(ProcessHandle process) {
    String line = process.info().commandLine().orElse("");
    return line.contains("postgres") && line.contains(dataFolder.toString());
  }

  private void stop(ProcessHandle server) {
    LOG.warn("stopping the PostgreSQL server {} that a killed system left behind", server.pid());
    // SIGINT is PostgreSQL's fast shutdown; SIGTERM, all that Java sends, would wait for clients.
    signal("-INT", server);
    if (!ends(server, FAST)) {
      // SIGQUIT: no checkpoint, recovery at the next start; children go down with it.
      signal("-QUIT", server);
      if (!ends(server, FAST)) {
        throw new SystemException(
            "PostgreSQL (process %d) still runs on %s and does not stop: end it, then start again."
                .formatted(server.pid(), dataFolder));
      }
    }
  }

  private static void signal(String name, ProcessHandle server) {
    try {
      new ProcessBuilder("kill", name, Long.toString(server.pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new SystemException("The program 'kill' cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemException("Interrupted while stopping PostgreSQL.", e);
    }
  }

  private static boolean ends(ProcessHandle server, Duration within) {
    try {
      server.onExit().get(within.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return !server.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemException("Interrupted while stopping PostgreSQL.", e);
    }
  }
}
