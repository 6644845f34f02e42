package io.filstore.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The verbs as processes, through a launcher in a checkout whose Maven only copies what is built.
 */
class CommandLineTest {
  private static final String ZEROS =
      "baga6ea4seaqdomn3tgwgrh3g532zopskstnbrd2n3sxfqbze7rxt7vqn7veigmy";
  private static final List<String> WATCHED =
      List.of("pom.xml", "common-lib/pom.xml", "cli/pom.xml", "cli/launch.sh", "filstore");

  @TempDir static Path top;

  private record Outcome(int exit, String out, String err) {}

  @BeforeAll
  static void checkout() throws Exception {
    Path built = Repository.top().resolve("cli/target");
    assumeTrue(Files.isDirectory(built.resolve("lib")), "mvn package makes the program's jar");
    for (String file : WATCHED) {
      Files.createDirectories(top.resolve(file).getParent());
      Files.copy(Repository.top().resolve(file), top.resolve(file));
    }
    Files.createDirectories(top.resolve("common-lib/src/main"));
    Files.createDirectories(top.resolve("cli/src/main"));
    executable(top.resolve("filstore"));
    Path maven = Files.createDirectory(top.resolve("bin")).resolve("mvn");
    Files.writeString(
        maven,
        """
        #!/bin/sh
        if [ "$1" = -v ]; then echo 'Apache Maven 3.9.9'; exit; fi
        echo "$@" >>'%1$s/built'
        mkdir -p cli/target && cp -R '%2$s/lib' '%2$s'/cli-*.jar cli/target
        """
            .formatted(top, built));
    executable(maven);
  }

  @Test
  void buildsOnceAndAgainWhenASourceHasChanged() throws Exception {
    run("cid", "inspect", "bafkqaaa");
    long before = builds();
    assertThat(run("cid", "inspect", "bafkqaaa").err()).isEmpty();
    assertThat(builds()).isEqualTo(before).isPositive();

    Files.writeString(top.resolve("cli/src/main/New.java"), "");

    assertThat(run("cid", "inspect", "bafkqaaa").err()).contains("building the command line");
    assertThat(builds()).isEqualTo(before + 1);
    assertThat(Files.readString(top.resolve(".cache/train.log"))).doesNotContain("Exception");
    assertThat(top.resolve(".cache/cli/vector.aot")).exists();
  }

  @Test
  void answersOnlyWithItsDocumentAndOneSentence() throws Exception {
    run("cid", "inspect", "bafkqaaa");
    Path zeros = Files.write(top.resolve("zeros"), new byte[127]);

    Outcome good = run("piece", "commp", zeros.toString(), "--json");
    Outcome bad = run("piece", "commp", "/dev/null");
    Outcome usage = run("piece", "commp");

    assertThat(good.err()).isEmpty();
    assertThat(good.out()).startsWith("{\"piece_cid\":").contains(ZEROS).endsWith("}\n");
    assertThat(bad.err())
        .isEqualTo("filstore: payload is 0 bytes, a piece commitment needs at least 65\n");
    assertThat(List.of(good.exit(), bad.exit(), usage.exit())).containsExactly(0, 1, 2);
  }

  @Test
  void endsQuietlyWhenNobodyReadsOn() throws Exception {
    run("cid", "inspect", "bafkqaaa");
    Process process =
        launcher("car", "pack", Repository.top().resolve("samples").toString(), "-o", "-").start();
    process.getInputStream().close();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(141);
    assertThat(err).isEmpty();
  }

  private static long builds() throws IOException {
    try (Stream<String> lines = Files.lines(top.resolve("built"))) {
      return lines.count();
    }
  }

  private static Outcome run(String... arguments) throws IOException, InterruptedException {
    Path err = Files.createTempFile(top, "err", "");
    Process process = launcher(arguments).redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), out, Files.readString(err));
  }

  private static ProcessBuilder launcher(String... arguments) {
    ProcessBuilder builder = new ProcessBuilder(top.resolve("filstore").toString());
    builder.command().addAll(List.of(arguments));
    builder
        .environment()
        .putAll(
            Map.of(
                "JAVA_HOME",
                System.getProperty("java.home"),
                "PATH",
                top.resolve("bin") + ":/usr/bin:/bin",
                "FILSTORE_TRAINING_MIB",
                "1"));
    return builder;
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
