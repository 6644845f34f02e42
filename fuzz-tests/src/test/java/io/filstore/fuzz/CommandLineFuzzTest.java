package io.filstore.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.filstore.cli.Filstore;
import io.filstore.cli.console.Streams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Verbs that write no files, with any arguments and any standard input. */
class CommandLineFuzzTest {
  private static final String[][] VERBS = {
    {"car", "verify"},
    {"car", "inspect"},
    {"car", "ls"},
    {"car", "cat"},
    {"cid", "inspect"},
    {"cid", "format"},
    {"cid", "hash"},
    {"dag", "get"},
    {"dag", "put"},
    {"piece", "cid"},
    {"piece", "commp"},
    {"piece", "inspect"},
    {"piece", "verify-proof"},
    {"piece"},
    {"completion"},
    {}
  };
  private static final String[] WORDS = {
    "-",
    "-b",
    "-f",
    "-v",
    "--aggregate",
    "--cids",
    "--base",
    "--codec",
    "--complete",
    "--format",
    "--hash",
    "--help",
    "--input-codec",
    "--json",
    "--pad-to",
    "--piece",
    "--piece-size",
    "--raw-size",
    "--range",
    "--root",
    "--size",
    "--v1",
    "--v2",
    "--verify",
    "--version"
  };
  private static final int MAX_INPUT = 4000;

  @FuzzTest
  void arguments(FuzzedDataProvider input) {
    List<String> arguments = new ArrayList<>(Arrays.asList(input.pickValue(VERBS)));
    for (int left = input.consumeInt(0, 8); left > 0; left--) {
      arguments.add(input.consumeBoolean() ? input.pickValue(WORDS) : word(input));
    }
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams =
        new Streams(
            new ByteArrayInputStream(input.consumeBytes(MAX_INPUT)),
            new ByteArrayOutputStream(),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    int exit = new Filstore(streams).execute(arguments.toArray(String[]::new));
    assertThat(exit).isBetween(0, 2);
    assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain("\tat ");
  }

  /** No file of this machine, no option to write one, and no @ for a file of more arguments. */
  private static String word(FuzzedDataProvider input) {
    return input.consumeString(80).replace("/", "").replaceFirst("^[-@]+", "");
  }
}
