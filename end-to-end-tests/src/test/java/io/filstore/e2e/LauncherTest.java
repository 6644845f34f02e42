package io.filstore.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script where it needs no build. */
class LauncherTest {
  @TempDir Path folder;

  private record Outcome(int exit, String text) {}

  @Test
  void makesFreshSecretsWithoutJava() throws Exception {
    Outcome first = run(Map.of("JAVA_HOME", "", "PATH", "/usr/bin:/bin"), "env");
    Outcome second = run(Map.of("JAVA_HOME", "", "PATH", "/usr/bin:/bin"), "env");

    assertThat(first.exit()).isZero();
    List<String> set = first.text().lines().filter(line -> line.matches("[A-Z_]+=.*")).toList();
    assertThat(set).hasSize(7).allMatch(line -> line.matches("[A-Z_]+=[0-9a-f]{64}"));
    Set<String> both = new HashSet<>(set);
    both.addAll(second.text().lines().filter(line -> line.matches("[A-Z_]+=.*")).toList());
    assertThat(both).hasSize(14);
  }

  @Test
  void saysWhichMavenIsNeeded() throws Exception {
    Path maven = folder.resolve("mvn");
    Files.writeString(maven, "#!/bin/sh\necho 'Apache Maven 3.6.3 (something)'\n");
    Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));

    Outcome outcome = run(Map.of("PATH", folder + ":/usr/bin:/bin"), "test");

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.text())
        .contains("filstore: Maven 3.6.3 is too old: install Maven 3.8.7 or later.");
  }

  @Test
  void explainsItselfAndRefusesWhatItDoesNotKnow() throws Exception {
    assertThat(run(Map.of(), "help").text()).contains("./filstore demo [PATH...]");
    assertThat(run(Map.of(), "dance"))
        .satisfies(outcome -> assertThat(outcome.exit()).isEqualTo(1))
        .satisfies(outcome -> assertThat(outcome.text()).contains("unknown command 'dance'"));
  }

  private static Outcome run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(Repository.top().resolve("filstore").toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), text);
  }
}
