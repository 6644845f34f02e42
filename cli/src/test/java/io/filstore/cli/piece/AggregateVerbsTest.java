package io.filstore.cli.piece;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class AggregateVerbsTest {
  @TempDir Path folder;
  private String small = "";
  private String large = "";
  private String out = "";

  @BeforeEach
  void payloads() throws IOException {
    small = payload("small", 300);
    large = payload("large", 9000);
    out = folder.resolve("aggregate").toString();
  }

  private String payload(String name, int length) throws IOException {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return Files.write(folder.resolve(name), bytes).toString();
  }

  @Test
  void writesAnAggregateThatIsWhatItsCommitmentSays() throws IOException {
    Run run = aggregate("--json");

    assertThat(run.exit()).as(run.err()).isZero();
    JsonNode json = run.json();
    assertThat(Files.size(Path.of(out))).isEqualTo(json.get("raw_size").asLong()).isEqualTo(65024);
    JsonNode commp = Run.of("piece", "commp", out, "--json").json();
    for (String field : List.of("piece_cid", "piece_cid_v1", "piece_size", "raw_size")) {
      assertThat(json.get(field)).as(field).isEqualTo(commp.get(field));
    }
    JsonNode first = json.at("/pieces/0");
    assertThat(first.get("file").asString()).isEqualTo(small);
    assertThat(first.get("piece_cid")).isEqualTo(commitment(small));
    assertThat(first.get("raw_size").asLong()).isEqualTo(300);
    assertThat(json.at("/pieces/1/offset").asLong()).isEqualTo(16384);
    byte[] bytes = Files.readAllBytes(Path.of(out));
    int at = json.at("/pieces/1/raw_offset").asInt();
    assertThat(bytes).containsSequence(Files.readAllBytes(Path.of(large)));
    assertThat(bytes[at]).isEqualTo(Files.readAllBytes(Path.of(large))[0]);
  }

  @Test
  void takesTheLargestFirstIfAsked() {
    JsonNode json = aggregate("--order", "size", "--json").json();
    assertThat(json.at("/pieces/0/file").asString()).isEqualTo(large);
    assertThat(json.at("/pieces/1/offset").asLong()).isEqualTo(16384);
    assertThat(json.at("/pieces/1/piece_size").asLong()).isEqualTo(512);
  }

  @Test
  void writesTheSameToTheStandardOutput() throws IOException {
    aggregate();
    Run run = Run.of("piece", "aggregate", small, large, "--size", "64KiB", "-o", "-");
    assertThat(run.bytes()).isEqualTo(Files.readAllBytes(Path.of(out)));
    assertThat(run.err()).startsWith("piece CID     bafkzcib");
  }

  @Test
  void listsThePiecesOfAnAggregate() throws IOException {
    aggregate();
    Run run = Run.of("piece", "inspect", out, "--verify", "--json");
    assertThat(run.exit()).isZero();
    JsonNode json = run.json();
    assertThat(json.get("verified").asBoolean()).isTrue();
    assertThat(json.get("capacity").asInt()).isEqualTo(4);
    assertThat(json.get("pieces")).hasSize(2);
    assertThat(json.get("flawed")).isEmpty();
    assertThat(json.at("/pieces/1/piece_size").asLong()).isEqualTo(16384);
    assertThat(Run.of("piece", "inspect", out, "--json").json().get("verified").isNull()).isTrue();

    byte[] damaged = Files.readAllBytes(Path.of(out));
    damaged[5] ^= 1;
    Files.write(Path.of(out), damaged);
    Run bad = Run.of("piece", "inspect", out, "--verify");
    assertThat(bad.exit()).isEqualTo(1);
    assertThat(bad.out()).contains("verified      no: the bytes are not what the index says\n");
  }

  @Test
  void namesFlawedEntries() throws IOException {
    aggregate();
    byte[] damaged = Files.readAllBytes(Path.of(out));
    damaged[damaged.length - 170] ^= 1;
    Files.write(Path.of(out), damaged);
    JsonNode json = Run.of("piece", "inspect", out, "--json").json();
    assertThat(json.get("pieces")).hasSize(1);
    assertThat(json.at("/flawed/0/entry").asInt()).isEqualTo(1);
    assertThat(json.at("/flawed/0/flaws/0").asString()).isEqualTo("checksum");
  }

  @Test
  void provesThatAPieceIsInside() throws IOException {
    JsonNode made = aggregate("--json").json();
    String proof = folder.resolve("proof").toString();
    String v1 = made.at("/pieces/1/piece_cid_v1").asString();
    String v2 = made.at("/pieces/1/piece_cid").asString();
    String whole = made.get("piece_cid_v1").asString();

    Run proved = Run.of("piece", "prove", out, "--piece", v1, "-o", proof, "--json");
    assertThat(proved.exit()).as(proved.err()).isZero();
    assertThat(proved.json().get("entry").asInt()).isEqualTo(1);
    byte[] byEntry =
        Run.of("piece", "prove", out, "--entry", "1", "--trust-index", "-o", "-").bytes();
    assertThat(byEntry).isEqualTo(Files.readAllBytes(Path.of(proof)));

    Run verified = verify(proof, "--piece", v2, "--aggregate", whole, "--json");
    assertThat(verified.exit()).isZero();
    assertThat(verified.json().get("valid").asBoolean()).isTrue();
    assertThat(verified.json().at("/aggregate/piece_cid_v1").asString()).isEqualTo(whole);
    assertThat(verify(proof, "--piece", v1, "--piece-size", "16KiB", "--aggregate", whole).out())
        .startsWith("valid         yes\n");

    Run other = verify(proof, "--piece", commitment(small).asString(), "--aggregate", whole);
    assertThat(other.exit()).isEqualTo(1);
    assertThat(other.out()).startsWith("valid         no: ");
    assertThat(verify(proof, "--piece", v2, "--aggregate", v1).exit()).isEqualTo(1);
    assertThat(verify(proof, "--piece", v1, "--aggregate", whole).err()).contains("--piece-size");
    assertThat(verify(small, "--piece", v2, "--aggregate", whole).err())
        .startsWith("filstore: ")
        .hasLineCount(1);
  }

  @Test
  void provesNothingAboutBytesThatAreNotWhatTheIndexSays() throws IOException {
    aggregate();
    byte[] damaged = Files.readAllBytes(Path.of(out));
    damaged[5] ^= 1;
    Files.write(Path.of(out), damaged);
    Path proof = folder.resolve("proof");
    Run run = Run.of("piece", "prove", out, "--entry", "1", "-o", proof.toString());
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("not what its index says");
    assertThat(proof).doesNotExist();
    Run none = Run.of("piece", "prove", out, "--entry", "2", "-o", proof.toString());
    assertThat(none.err()).isEqualTo("filstore: the index names no piece in entry 2\n");
  }

  @Test
  void refusesWhatDoesNotFitAndLeavesNothing() throws IOException {
    Run full = Run.of("piece", "aggregate", small, large, "--size", "16KiB", "-o", out);
    assertThat(full.exit()).isEqualTo(1);
    assertThat(full.err()).contains("piece 2 of 2 does not fit").hasLineCount(1);
    assertThat(Run.of("piece", "aggregate", small, "--size", "16KiB", "-o", small).exit())
        .isEqualTo(2);
    assertThat(
            Run.of("piece", "aggregate", small, "--size", "1KiB", "--order", "x", "-o", out).exit())
        .isEqualTo(2);
    assertThat(Run.of("piece", "inspect", large).err()).contains("its index names no piece");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  private Run aggregate(String... more) {
    return Run.of(
        Stream.concat(
                Stream.of("piece", "aggregate", small, large, "--size", "64KiB", "-o", out),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static Run verify(String proof, String... more) {
    return Run.of(
        Stream.concat(Stream.of("piece", "verify-proof", proof), Stream.of(more))
            .toArray(String[]::new));
  }

  private static JsonNode commitment(String file) {
    return Run.of("piece", "commp", file, "--json").json().get("piece_cid");
  }
}
