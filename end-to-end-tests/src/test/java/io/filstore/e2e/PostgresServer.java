package io.filstore.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.allinone.system.SystemDescription;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The PostgreSQL of a running system, to be stopped and started under its services. */
final class PostgresServer {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path data;
  private final Path log;
  private final int port;
  private final List<String> command;

  private PostgresServer(Path data, Path log, int port, List<String> command) {
    this.data = data;
    this.log = log;
    this.port = port;
    this.command = command;
  }

  static PostgresServer of(SystemDescription system) throws IOException {
    Path data = Path.of(system.stateFolder()).resolve("postgres");
    ProcessHandle.Info running = ProcessHandle.of(pid(data)).orElseThrow().info();
    List<String> command = new ArrayList<>(List.of(running.command().orElseThrow()));
    command.addAll(List.of(running.arguments().orElseThrow()));
    if (System.getProperty("user.name").equals("root")) {
      // PostgreSQL refuses root; the embedded one is started in a user namespace as well.
      command.addAll(0, List.of("unshare", "-U"));
    }
    int port = URI.create(system.database().substring("jdbc:".length())).getPort();
    Path log = Path.of(system.logFolder()).resolve("postgres.log");
    return new PostgresServer(data, log, port, command);
  }

  /** Ends every session and the server, as an administrator's restart does (SIGINT). */
  void stop() throws Exception {
    ProcessHandle server = ProcessHandle.of(pid(data)).orElseThrow();
    Process signal = new ProcessBuilder("kill", "-INT", Long.toString(server.pid())).start();
    assertThat(signal.waitFor()).isZero();
    server.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** The same server on the same port; ends with the system, which stops it by its folder. */
  void start() throws IOException {
    new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
    await().atMost(PATIENCE).until(this::listens);
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static long pid(Path data) throws IOException {
    return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
  }
}
