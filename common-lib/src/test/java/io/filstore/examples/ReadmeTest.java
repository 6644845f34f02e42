package io.filstore.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README shows the examples as they are compiled and run, and nothing else. */
class ReadmeTest {
  private static final Pattern REGION =
      Pattern.compile("( *)// @start region=\\w+\\n(.*?)\\n *// @end", Pattern.DOTALL);
  private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)\\n```", Pattern.DOTALL);

  @Test
  void showsTheExamples() throws IOException {
    Path source = Path.of("src/test/java/io/filstore/examples/ExamplesTest.java");
    List<String> regions =
        REGION
            .matcher(Files.readString(source))
            .results()
            .map(region -> region.group(2).stripIndent())
            .toList();
    List<String> blocks =
        BLOCK
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(block -> block.group(1))
            .toList();
    assertThat(blocks).hasSize(5).containsExactlyElementsOf(regions);
  }
}
