package io.filstore.cli.car;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ExtractCarTest {
  @TempDir Path folder;
  private SampleTree sample = new SampleTree(Path.of(""), Path.of(""));
  private String car = "";
  private Path out = Path.of("");

  @BeforeEach
  void pack() throws IOException {
    sample = SampleTree.in(folder);
    car = sample.car().toString();
    out = folder.resolve("out");
  }

  @Test
  void writesTheWholeTree() throws IOException {
    Run run = Run.of("car", "extract", car, "-o", out.toString(), "--json");
    assertThat(run.out())
        .isEqualTo(
            ("{'root':'%s','output':'%s','files':2,'directories':1,'symlinks':1,"
                    + "'bytes':2500011,'left_out':[]}\n")
                .replace('\'', '"')
                .formatted(sample.root(), out));
    assertThat(out.resolve("hello.txt")).hasContent("hello world");
    assertThat(out.resolve("below/large.bin")).hasBinaryContent(sample.large());
    assertThat(Files.readSymbolicLink(out.resolve("link"))).isEqualTo(Path.of("below/large.bin"));
    assertThat(Failing.names(out)).containsExactly("below", "hello.txt", "link");

    Path again = folder.resolve("again");
    byte[] bytes = Files.readAllBytes(Path.of(car));
    Run piped = Run.with(bytes, "car", "extract", "-", "-o", again.toString());
    assertThat(piped.out()).contains("files         2, 2500011 bytes\n", "symlinks      1\n");
    assertThat(Failing.names(again)).containsExactly("below", "hello.txt", "link");
  }

  @Test
  void writesAPartUnderItsPath() throws IOException {
    Run.of("car", "extract", car, "below/large.bin", "-o", out.toString());
    assertThat(out.resolve("below/large.bin")).hasBinaryContent(sample.large());
    assertThat(Failing.names(out)).containsExactly("below");
  }

  @Test
  void namesALoneFileByItsCid() throws IOException {
    String lone = folder.resolve("lone.car").toString();
    Run.of("car", "pack", "--no-wrap", sample.tree().resolve("hello.txt") + "", "-o", lone);
    assertThat(Run.of("car", "extract", lone, "-o", out.toString()).exit()).isZero();
    assertThat(Failing.names(out))
        .containsExactly("bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e");
    Failing.with(
        2, "\" exists already; --force replaces it", "car", "extract", lone, "-o", out.toString());
  }

  @Test
  void replacesFilesOnlyIfToldTo() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("hello.txt"), "mine");
    Failing.with(
        2,
        "\"hello.txt\" exists already; --force replaces it",
        "car",
        "extract",
        car,
        "-o",
        out.toString());
    assertThat(out.resolve("hello.txt")).hasContent("mine");
    assertThat(Run.of("car", "extract", car, "-o", out.toString(), "--force").exit()).isZero();
    assertThat(out.resolve("hello.txt")).hasContent("hello world");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--force", "--metadata"})
  void replacesNoFolderByAFileNorAFileByAFolder(String option) throws IOException {
    Files.createDirectories(out.resolve("hello.txt"));
    Failing.with(
        2, "a folder stands in its place\n", "car", "extract", car, "-o", out + "", option);
    Files.delete(out.resolve("hello.txt"));
    Path below = folder.resolve("2");
    Files.createDirectories(below);
    Files.writeString(below.resolve("below"), "mine");
    Failing.with(
        2, "something else stands in its place\n", "car", "extract", car, "-o", below + "", option);
    assertThat(below.resolve("below")).hasContent("mine");
  }

  @Test
  void leavesOutWhatIsMissingOrNotWanted() throws IOException {
    String large = Run.of("car", "ls", car, "--json").json().at("/entries/1/cid").asString();
    String partial = sample.without(large);
    Run run = Run.of("car", "extract", partial, "-o", out + "", "--symlinks", "none", "--json");
    assertThat(run.exit()).isEqualTo(1);
    JsonNode leftOut = run.json().get("left_out");
    assertThat(leftOut.at("/0").toString())
        .isEqualTo(
            "{'path':'below/large.bin','reason':'missing-block','detail':'%s'}"
                .formatted(large)
                .replace('\'', '"'));
    assertThat(leftOut.at("/1/reason").asString()).isEqualTo("symlink");
    assertThat(out.resolve("hello.txt")).hasContent("hello world");
    assertThat(Files.exists(out.resolve("link"), LinkOption.NOFOLLOW_LINKS)).isFalse();
    Run text = Run.of("car", "extract", partial, "-o", folder.resolve("2") + "");
    assertThat(text.out())
        .contains("left out      below/large.bin  (block not in the archive: " + large + ")\n");
  }

  @Test
  void refusesWhatMakesNoSense() {
    Failing.with(2, "a folder is needed", "car", "extract", car, "-o", "-");
    Failing.with(2, "is no folder", "car", "extract", car, "-o", car);
    Failing.with(2, "--symlinks is 'x'", "car", "extract", car, "--symlinks", "x");
    Failing.with(2, "there is no file", "car", "extract", car + "x", "-o", out.toString());
    Failing.with(1, "there is no 'none'", "car", "extract", car, "none", "-o", out.toString());
    assertThat(out).doesNotExist();
  }
}
