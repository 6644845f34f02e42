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

/** Verbs that take no files, with any arguments. */
class CommandLineFuzzTest {
  private static final String[][] VERBS = {
    {"cid", "inspect"}, {"cid", "format"}, {"piece", "cid"}, {"piece"}, {"completion"}, {}
  };
  private static final String[] OPTIONS = {
    "--json", "--v1", "--v2", "--raw-size", "--help", "--base", "--codec", "--piece-size", "-"
  };

  @FuzzTest
  void arguments(FuzzedDataProvider input) {
    List<String> arguments = new ArrayList<>(Arrays.asList(input.pickValue(VERBS)));
    while (input.remainingBytes() > 0 && arguments.size() < 10) {
      String text = input.consumeString(80);
      // picocli reads arguments from the file behind an @.
      arguments.add(
          input.consumeBoolean() ? input.pickValue(OPTIONS) : text.startsWith("@") ? "" : text);
    }
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams =
        new Streams(
            new ByteArrayInputStream(new byte[0]),
            new ByteArrayOutputStream(),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    int exit = new Filstore(streams).execute(arguments.toArray(String[]::new));
    assertThat(exit).isBetween(0, 2);
    assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain("\tat ");
  }
}
