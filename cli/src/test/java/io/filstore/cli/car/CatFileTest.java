package io.filstore.cli.car;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatFileTest {
  @TempDir Path folder;
  private String car = "";

  @BeforeEach
  void pack() throws IOException {
    car = SampleTree.in(folder).car().toString();
  }

  @Test
  void writesTheContentAndNothingElse() throws IOException {
    Run run = Run.of("car", "cat", car, "hello.txt");
    assertThat(run.out()).isEqualTo("hello world");
    assertThat(run.err()).isEmpty();
    byte[] bytes = Files.readAllBytes(Path.of(car));
    assertThat(Run.with(bytes, "car", "cat", "-", "below/large.bin").bytes())
        .isEqualTo(new SampleTree(folder.resolve("tree"), Path.of(car)).large());
  }

  @ParameterizedTest
  @CsvSource({
    "0-4,hello",
    "6-10,world",
    "6-99,world",
    "6-,world",
    "-5,world",
    "-99,hello world",
    "4-4,o"
  })
  void writesAPart(String range, String expected) {
    assertThat(Run.of("car", "cat", car, "hello.txt", "--range=" + range).out())
        .isEqualTo(expected);
  }

  @Test
  void writesAPartThatCrossesBlocks() throws IOException {
    byte[] large = Files.readAllBytes(folder.resolve("tree/below/large.bin"));
    assertThat(Run.of("car", "cat", car, "below/large.bin", "--range", "1000000-2200000").bytes())
        .isEqualTo(Arrays.copyOfRange(large, 1_000_000, 2_200_001));
  }

  @Test
  void writesAFileAndAReport() throws IOException {
    Path out = folder.resolve("out");
    String[] command = {
      "car", "cat", car, "hello.txt", "--range", "6-", "-o", out.toString(), "--json"
    };
    assertThat(Run.of(command).out())
        .isEqualTo(
            ("{'cid':'bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e',"
                    + "'size':11,'offset':6,'length':5}\n")
                .replace('\'', '"'));
    assertThat(out).hasContent("world");
    assertThat(Run.of(command).exit()).isEqualTo(2);
    assertThat(Run.of("car", "cat", car, "hello.txt", "-o", out.toString(), "--force").out())
        .contains("written       11 bytes from 0\n");
    assertThat(out).hasContent("hello world");
  }

  @Test
  void takesAnEmptyFile() throws IOException {
    String empty = Files.createFile(folder.resolve("empty")).toString();
    String packed = folder.resolve("empty.car").toString();
    Run.of("car", "pack", "--no-wrap", empty, "-o", packed);
    Run run = Run.of("car", "cat", packed);
    assertThat(run.exit()).isZero();
    assertThat(run.bytes()).isEmpty();
    Failing.with(1, "at byte 1, the file has 0", "car", "cat", packed, "--range", "1-");
  }

  @Test
  void refusesWhatMakesNoSense() throws IOException {
    List<String> before = Failing.names(folder);
    for (String range : List.of("5", "-", "5-4", "-0", "a-b", "1-2-3", "0-9999999999999999999")) {
      Failing.with(2, "the range '" + range, "car", "cat", car, "hello.txt", "--range=" + range);
    }
    Failing.with(1, "at byte 11, the file has 11", "car", "cat", car, "hello.txt", "--range=11-");
    Failing.with(1, "is not a file but DIRECTORY", "car", "cat", car, "below");
    Failing.with(1, "is not a file but SYMLINK", "car", "cat", car, "link");
    Failing.with(1, "there is no 'none'", "car", "cat", car, "none");
    Failing.with(2, "is read, so", "car", "cat", car, "hello.txt", "-o", car, "--force");
    assertThat(Run.of("car", "cat", car, "hello.txt", "--json").err())
        .contains("both want the standard output; -o FILE");
    assertThat(Failing.names(folder)).isEqualTo(before);
  }

  @Test
  void leavesNoHalfFileBehind() throws IOException {
    String last = Run.of("car", "ls", car, "--cids").out().lines().toList().get(2);
    String partial = new SampleTree(folder.resolve("tree"), Path.of(car)).without(last);
    List<String> before = Failing.names(folder);
    String out = folder.resolve("out").toString();
    Failing.with(
        1, "block " + last + " is not here", "car", "cat", partial, "below/large.bin", "-o", out);
    assertThat(Failing.names(folder)).isEqualTo(before);
  }
}
