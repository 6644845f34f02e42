package io.filstore.e2e;

import static org.awaitility.Awaitility.await;

import io.filstore.allinone.AllInOne;
import io.filstore.allinone.system.Health;
import io.filstore.allinone.system.StateFolder;
import io.filstore.allinone.system.SystemDescription;
import io.filstore.allinone.system.SystemOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The all-in-one as a process of its own, which a test may kill. */
final class AllInOneProcess implements AutoCloseable {
  private final Path folder;
  private final Map<String, String> environment;
  private final Process process;

  private AllInOneProcess(Path folder, Map<String, String> environment, Process process) {
    this.folder = folder;
    this.environment = environment;
    this.process = process;
  }

  /** Free ports for one folder, the same over all of its starts. */
  static Map<String, String> environment(Path folder, Map<String, String> settings) {
    Map<String, String> environment =
        new TreeMap<>(SystemOptions.isolated(folder, Map.of()).ports().environment());
    environment.put("FILSTORE_DATA_DIR", folder.toString());
    environment.putAll(settings);
    return environment;
  }

  static AllInOneProcess up(Path folder, Map<String, String> environment) throws IOException {
    return start(folder, environment, "up");
  }

  static AllInOneProcess start(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx640m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                AllInOne.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(
            folder.resolveSibling(folder.getFileName() + ".out").toFile()));
    return new AllInOneProcess(folder, environment, builder.start());
  }

  SystemDescription awaitHealthy(Duration limit) {
    return await()
        .atMost(limit)
        .pollInterval(Duration.ofMillis(200))
        .failFast("the all-in-one ended, see its output beside " + folder, () -> !process.isAlive())
        .until(this::healthy, java.util.Optional::isPresent)
        .orElseThrow();
  }

  /** SIGKILL: no hook runs, the database server is left behind. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  int awaitExit(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still running after " + limit);
    }
    return process.exitValue();
  }

  void terminate() {
    process.destroy();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  Map<String, String> environment() {
    return environment;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  private java.util.Optional<SystemDescription> healthy() {
    return SystemDescription.running(new StateFolder(folder))
        .filter(system -> system.pid() == process.pid())
        .filter(system -> Health.of(system).stream().allMatch(Health.Reading::isUp));
  }
}
