package io.filstore.cli.car;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SplitCarTest {
  @TempDir Path folder;
  private SampleTree sample = new SampleTree(Path.of(""), Path.of(""));
  private String car = "";
  private Path parts = Path.of("");

  @BeforeEach
  void pack() throws IOException {
    sample = SampleTree.in(folder);
    car = sample.car().toString();
    parts = folder.resolve("parts");
  }

  @Test
  void everyPartIsAnArchiveOfItsOwnAndAllTogetherAreTheWhole() throws IOException {
    Run run = Run.of("car", "split", car, "--size", "1200000", "-o", parts + "", "--json");

    assertThat(run.exit()).as(run.err()).isZero();
    JsonNode json = run.json();
    assertThat(json.at("/roots/0").asString()).isEqualTo(sample.root());
    assertThat(json.get("missing").asLong()).isZero();
    assertThat(json.get("pieces")).hasSize(3);
    List<String> join = new ArrayList<>(List.of("car", "join", "--root", sample.root()));
    for (JsonNode piece : json.get("pieces")) {
      String part = parts.resolve(piece.get("car").asString()).toString();
      join.add(part);
      assertThat(Files.size(Path.of(part)))
          .isLessThanOrEqualTo(1_200_000)
          .isEqualTo(piece.get("raw_size").asLong());
      JsonNode verified = Run.of("car", "verify", part, "--json").json();
      assertThat(verified.get("valid").asBoolean()).isTrue();
      assertThat(verified.get("roots")).isEqualTo(piece.get("roots"));
      JsonNode commp = Run.of("piece", "commp", part, "--json").json();
      assertThat(commp.get("piece_cid")).isEqualTo(piece.get("piece_cid"));
    }
    assertThat(json.at("/pieces/2/roots/0").asString()).isEqualTo(sample.root());
    assertThat(Files.readAllLines(Path.of(json.get("manifest").asString()))).hasSize(4);
    assertThat(Failing.names(parts)).hasSize(4);

    String joined = folder.resolve("joined.car").toString();
    join.addAll(List.of("-o", joined));
    assertThat(Run.of(join.toArray(String[]::new)).exit()).isZero();
    assertThat(Run.of("car", "verify", joined, "--complete").exit()).isZero();
    assertThat(Run.of("car", "ls", joined).out()).isEqualTo(Run.of("car", "ls", car).out());
  }

  @Test
  void takesTheSizeOfAPieceAndTheStandardInput() throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of(car));
    Run run = Run.with(bytes, "car", "split", "-", "--piece-size", "2MiB", "-o", parts + "");
    assertThat(run.out())
        .startsWith("root          " + sample.root() + "\npieces        2\n")
        .contains("manifest      " + parts.resolve("manifest.ndjson"));
  }

  @Test
  void refusesWhatMakesNoSense() throws IOException {
    String out = parts.toString();
    Failing.with(2, "--size", "car", "split", car, "-o", out);
    Failing.with(2, "", "car", "split", car, "--size", "1MB", "--piece-size", "1MiB", "-o", out);
    Failing.with(2, "power of two", "car", "split", car, "--piece-size", "1MB", "-o", out);
    Failing.with(2, "need a folder", "car", "split", car, "--size", "2MB", "-o", "-");
    Failing.with(2, "there is no file", "car", "split", out, "--size", "2MB", "-o", out);
    assertThat(parts).doesNotExist();
    Failing.with(1, "1048576", "car", "split", car, "--size", "1MB", "-o", out);
    assertThat(Run.of("car", "split", car, "--size", "2MB", "-o", out).exit()).isZero();
    Failing.with(2, "holds a manifest already", "car", "split", car, "--size", "2MB", "-o", out);
  }

  @Test
  void leavesNoHalfArchiveBehind() throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of(car));
    bytes[1000] ^= 1;
    String bad = Files.write(folder.resolve("bad.car"), bytes).toString();
    Failing.with(
        1, "is not that of its CID", "car", "split", bad, "--size", "2MB", "-o", parts + "");
    assertThat(Failing.names(parts)).isEmpty();
  }
}
