package io.filstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README shows every verb, and of each what it really prints. */
class ReadmeTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("\\$ \\./filstore (.*)\\n((?:(?!\\$ |```).*\\n)*)");
  private static final Pattern VERB = Pattern.compile("(?m)^  ([a-z][a-z0-9-]*) ");

  @TempDir Path folder;

  @Test
  void itsExamplesAreReal() throws IOException {
    Path notes = Files.createDirectories(folder.resolve("trip/notes"));
    Files.writeString(notes.resolve("monday.txt"), "Meet at six.\n");
    Files.writeString(folder.resolve("trip/track.csv"), track());
    Files.writeString(folder.resolve("note.json"), "{\"days\":[1,2]}\n");
    for (MatchResult example : examples()) {
      assertThat(run(example.group(1))).as(example.group(1)).isEqualTo(example.group(2));
    }
  }

  @Test
  void itShowsEveryVerb() throws IOException {
    List<String> shown =
        examples().stream()
            .map(example -> example.group(1).split(" "))
            .map(words -> words[0] + " " + words[1])
            .distinct()
            .toList();
    assertThat(shown).containsExactlyInAnyOrderElementsOf(verbs());
  }

  private static List<MatchResult> examples() throws IOException {
    return EXAMPLE.matcher(Files.readString(Path.of("README.md"))).results().toList();
  }

  private static List<String> verbs() {
    return Stream.of("car", "cid", "dag", "piece")
        .flatMap(group ->
            VERB.matcher(Run.of(group, "--help").out())
                .results()
                .map(verb -> group + " " + verb.group(1)))
        .toList();
  }

  private static String track() {
    return IntStream.rangeClosed(1, 400_000)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** As in a shell whose current folder is ours. */
  private String run(String line) {
    String[] words = line.split(" ");
    for (int i = 2; i < words.length; i++) {
      boolean isOutput = words[i - 1].equals("-o") || words[i - 1].equals("--car");
      if (isOutput || Files.exists(folder.resolve(words[i]))) {
        words[i] = folder.resolve(words[i]).toString();
      }
    }
    Run run = Run.of(words);
    assertThat(run.exit()).as(line + ": " + run.err()).isZero();
    return run.out().replace(folder + "/", "");
  }
}
