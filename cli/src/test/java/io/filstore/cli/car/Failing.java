package io.filstore.cli.car;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What every verb does when something is wrong. */
final class Failing {
  private Failing() {}

  /** One sentence on the error stream, nothing on the other. */
  static void with(int exit, String sentence, String... arguments) {
    Run run = Run.of(arguments);
    assertThat(run.exit()).as(List.of(arguments) + run.err()).isEqualTo(exit);
    assertThat(run.err()).startsWith("filstore: ").contains(sentence).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  /** Everything in a folder, drafts included. */
  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
  }
}
