package io.filstore.e2e;

import static org.awaitility.Awaitility.await;

import io.filstore.allinone.AllInOne;
import io.filstore.allinone.system.Health;
import io.filstore.allinone.system.StateFolder;
import io.filstore.allinone.system.SystemDescription;
import io.filstore.allinone.system.SystemOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The all-in-one as a process of its own, which a test may kill. */
final class AllInOneProcess implements AutoCloseable {
  /** Without this module's own classes: the cache of classes wants jars alone. */
  private static final String CLASS_PATH =
      Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
          .filter(entry -> !entry.endsWith("test-classes"))
          .collect(Collectors.joining(File.pathSeparator));

  private final Path folder;
  private final Process process;

  private AllInOneProcess(Path folder, Process process) {
    this.folder = folder;
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

  /** Records the classes of this start when the process ends, so that later ones are faster. */
  static AllInOneProcess train(Path folder, Map<String, String> environment) throws IOException {
    return start(folder, environment, "-XX:AOTCacheOutput=" + cache(folder), "up");
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
                "-Xlog:disable",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                CLASS_PATH));
    if (Files.exists(cache(folder))) {
      command.add("-XX:AOTCache=" + cache(folder));
    }
    List<String> rest = new ArrayList<>(List.of(arguments));
    while (rest.getFirst().startsWith("-X")) {
      command.add(rest.removeFirst());
    }
    command.add(AllInOne.class.getName());
    command.addAll(rest);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output(folder).toFile()));
    return new AllInOneProcess(folder, builder.start());
  }

  /** What the processes of this folder printed. */
  static Path output(Path folder) {
    return folder.resolveSibling(folder.getFileName() + ".out");
  }

  private static Path cache(Path folder) {
    return folder.resolveSibling(folder.getFileName() + ".aot");
  }

  SystemDescription awaitHealthy(Duration limit) {
    return await()
        .atMost(limit)
        .pollInterval(Duration.ofMillis(200))
        .failFast("the all-in-one ended, see its output beside " + folder, () -> !process.isAlive())
        .until(this::healthy, Optional::isPresent)
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

  /** SIGTERM, as Ctrl-C and {@code down} do it. */
  void terminate() {
    process.destroy();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  private Optional<SystemDescription> healthy() {
    return SystemDescription.running(new StateFolder(folder))
        .filter(system -> system.pid() == process.pid())
        .filter(system -> Health.of(system).stream().allMatch(Health.Reading::isUp));
  }
}
