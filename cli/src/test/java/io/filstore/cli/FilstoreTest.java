package io.filstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.cli.console.Streams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class FilstoreTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "car pack",
        "car verify",
        "car inspect",
        "car ls",
        "car extract",
        "car cat",
        "car index",
        "car to-v1",
        "car to-v2",
        "car split",
        "car join",
        "car filter",
        "piece commp",
        "piece cid",
        "piece aggregate",
        "piece inspect",
        "piece prove",
        "piece verify-proof",
        "cid inspect",
        "cid format",
        "cid hash",
        "dag get",
        "dag put"
      })
  void everyVerbExplainsItselfAndIsCompleted(String verb) {
    String[] words = verb.split(" ");
    Run help = Run.of(words[0], words[1], "--help");
    assertThat(help.exit()).isZero();
    assertThat(help.out()).startsWith("Usage: filstore " + verb).contains("--json", "--help");
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(Run.of(words[0], "--help").out())
        .containsPattern("(?m)^  " + Pattern.quote(words[1]) + " ");
    assertThat(Run.of("completion", "bash").out())
        .contains("_picocli_filstore_%s_%s".formatted(words[0], words[1].replace("-", "")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "car pack",
        "car cat",
        "car index",
        "car to-v1",
        "car to-v2",
        "car join",
        "car filter",
        "piece aggregate",
        "piece prove"
      })
  void saysThatDataAndDocumentNeedTwoPlaces(String verb) {
    String help = Run.of((verb + " --help").split(" ")).out().replaceAll("\\s+", " ");
    assertThat(help)
        .containsPattern("standard output(; --json needs a file| \\(not with --json)\\)");
  }

  /** A verb without its arguments is wrong usage, and where a document was asked for it is one. */
  @ParameterizedTest
  @ValueSource(strings = {"car ls", "car split", "piece commp", "cid inspect", "dag get"})
  void wrongUsageIsOneSentenceAndADocument(String verb) {
    String[] words = Arrays.copyOf(verb.split(" "), 3);
    words[2] = "--json";
    Run run = Run.of(words);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).startsWith("filstore: ").hasLineCount(1);
    assertThat(run.json().at("/error/code").asString()).isEqualTo("usage");
  }

  @Test
  void completesFilesAndOptions() {
    String script = Run.of("completion", "bash").out();
    assertThat(script).contains("--piece-size", "--range", "--cid-file", "demo");
    assertThat(Run.of("completion", "zsh").out()).startsWith("autoload").endsWith(script);
    assertThat(Run.of("completion", "fish").exit()).isEqualTo(2);
  }

  static Stream<Arguments> everyVerb() {
    return new Filstore(streams(new ByteArrayOutputStream(), new ByteArrayOutputStream()))
        .whole().getSubcommands().values().stream()
            .flatMap(group -> group.getSubcommands().values().stream())
            .map(CommandLine::getCommandSpec)
            .map(verb -> Arguments.of(verb.parent().name(), verb.name()));
  }

  @ParameterizedTest
  @MethodSource("everyVerb")
  void aVerbMadeAloneSaysWhatItSaysAmongAll(String group, String verb) {
    for (String option : List.of("--help", "--jso", "--json", "-h", "--nothing-like-this")) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      int exit = new Filstore(streams(out, err)).whole().execute(group, verb, option);
      assertThat(Run.of(group, verb, option))
          .usingRecursiveComparison()
          .isEqualTo(new Run(exit, out.toByteArray(), err.toString(StandardCharsets.UTF_8)));
    }
  }

  private static Streams streams(ByteArrayOutputStream out, ByteArrayOutputStream err) {
    return new Streams(
        new ByteArrayInputStream(new byte[0]),
        out,
        new PrintStream(err, true, StandardCharsets.UTF_8),
        false);
  }
}
