package io.filstore.cli.car;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.car.CarReader;
import io.filstore.cli.Run;
import java.io.ByteArrayInputStream;
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

class PackCarTest {
  /** "hello world" as one raw block; every IPFS program knows it. */
  private static final String HELLO = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

  private static final String EMPTY_FOLDER =
      "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354";

  @TempDir Path folder;
  private String hello = "";

  @BeforeEach
  void file() throws IOException {
    hello = Files.writeString(folder.resolve("hello.txt"), "hello world").toString();
  }

  @Test
  void packsAFileByItselfAndCommitsToTheArchive() throws Exception {
    String car = folder.resolve("hello.car").toString();

    Run run = Run.of("car", "pack", "--no-wrap", hello, "-o", car, "--json");

    assertThat(run.exit()).as(run.err()).isZero();
    JsonNode json = run.json();
    assertThat(json.get("payload_cid").asString()).isEqualTo(HELLO);
    assertThat(json.get("raw_size").asLong()).isEqualTo(107).isEqualTo(Files.size(Path.of(car)));
    assertThat(json.get("blocks").asInt()).isEqualTo(1);
    assertThat(json.get("profile").asString()).isEqualTo("unixfs-v1-2025");
    assertThat(json.at("/files/0/cid").asString()).isEqualTo(HELLO);
    JsonNode commp = Run.of("piece", "commp", car, "--json").json();
    for (String field : List.of("piece_cid", "piece_cid_v1", "piece_size", "raw_size")) {
      assertThat(json.get(field)).isEqualTo(commp.get(field));
    }
  }

  @Test
  void wrapsInAFolderThatHoldsTheName() {
    String wrapped = payload("car", "pack", hello, "--json");
    String byHand = payload("car", "pack", "--no-wrap", folder.toString(), "--json");
    assertThat(wrapped).isEqualTo(byHand).isNotEqualTo(HELLO);
  }

  @Test
  void everyProfileGivesItsOwnCid() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(payload("car", "pack", "--no-wrap", empty.toString(), "--json"))
        .isEqualTo(EMPTY_FOLDER);
    assertThat(
            payload(
                "car",
                "pack",
                "--no-wrap",
                empty.toString(),
                "--profile",
                "unixfs-v0-2015",
                "--json"))
        .isEqualTo("QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn");
    Run unknown = Run.of("car", "pack", hello, "--profile", "unixfs");
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.err()).contains("unixfs-v1-2025, unixfs-v0-2015, ipfs-car-3");
  }

  @Test
  void hiddenNamesAndSymlinksGoByTheOptions() throws Exception {
    Files.writeString(folder.resolve(".secret"), "x");
    Files.createSymbolicLink(folder.resolve("link"), Path.of("hello.txt"));
    assertThat(paths("car", "pack", "--no-wrap", folder.toString(), "--json"))
        .containsExactly("hello.txt", "link");
    assertThat(paths("car", "pack", "--no-wrap", folder.toString(), "--json", "--hidden"))
        .containsExactly(".secret", "hello.txt", "link");
    Run rejected = Run.of("car", "pack", folder.toString(), "--symlinks", "reject");
    assertThat(rejected.exit()).isEqualTo(1);
    assertThat(rejected.err()).contains("link\" is a symbolic link").hasLineCount(1);
    assertThat(Run.of("car", "pack", folder.toString(), "--symlinks", "maybe").exit()).isEqualTo(2);
  }

  @Test
  void readsTheStandardInputAndWritesToTheStandardOutput() throws Exception {
    Run run = Run.with("hello world".getBytes(UTF_8), "car", "pack", "--no-wrap", "-", "-o", "-");
    assertThat(run.exit()).isZero();
    CarReader car = new CarReader(new ByteArrayInputStream(run.bytes()));
    assertThat(car.roots()).extracting(Object::toString).containsExactly(HELLO);
    assertThat(run.err()).contains(HELLO);
    Run named =
        Run.with("hello world".getBytes(UTF_8), "car", "pack", "-", "--name", "h", "--json");
    assertThat(named.json().at("/files/0/path").asString()).isEqualTo("h");
  }

  @Test
  void refusesWhatMakesNoSense() throws Exception {
    usage("there is no file or folder", "car", "pack", folder.resolve("none").toString());
    usage("--no-wrap takes one PATH", "car", "pack", "--no-wrap", hello, hello);
    usage("--json both want", "car", "pack", hello, "-o", "-", "--json");
    usage("exclude each other", "car", "pack", hello, "-o", "x", "--output-dir", "y");
    usage("power of two", "car", "pack", hello, "--piece-size", "100MB");
    usage("workers", "car", "pack", hello, "--workers", "0");
    String other = Files.writeString(folder.resolve("other"), "x").toString();
    usage("exists; --force", "car", "pack", hello, "-o", other);
    usage("is read, so", "car", "pack", hello, "-o", hello, "--force");
    assertThat(Files.readString(Path.of(hello))).isEqualTo("hello world");
    Run twice = Run.of("car", "pack", hello, hello);
    assertThat(twice.exit()).isEqualTo(1);
    assertThat(twice.err()).contains("\"hello.txt\" is given twice");
  }

  @Test
  void cutsALargeTreeIntoPiecesWithAManifest() throws Exception {
    byte[] large = new byte[5_000_000];
    new Random(1).nextBytes(large);
    Path source = Files.write(folder.resolve("large.bin"), large);
    Path out = folder.resolve("pieces");
    String[] command = {
      "car",
      "pack",
      source.toString(),
      "--piece-size",
      "2MiB",
      "--output-dir",
      out.toString(),
      "--json"
    };

    JsonNode json = Run.of(command).json();

    assertThat(json.get("pieces")).hasSizeGreaterThan(3);
    for (JsonNode piece : json.get("pieces")) {
      Path car = out.resolve(piece.get("car").asString());
      assertThat(Run.of("piece", "commp", car.toString(), "--json").json().get("piece_cid"))
          .isEqualTo(piece.get("piece_cid"));
    }
    assertThat(Path.of(json.get("manifest").asString())).exists();
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files).hasSize(json.get("pieces").size() + 1);
    }
    assertThat(json.get("payload_cid").asString())
        .isEqualTo(payload("car", "pack", source.toString(), "--json"));
    Run again = Run.of(command);
    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.err()).contains("finished packing");
  }

  private static void usage(String sentence, String... arguments) {
    Run run = Run.of(arguments);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).startsWith("filstore: ").contains(sentence).hasLineCount(1);
  }

  private static String payload(String... arguments) {
    Run run = Run.of(arguments);
    assertThat(run.exit()).as(run.err()).isZero();
    return run.json().get("payload_cid").asString();
  }

  private static List<String> paths(String... arguments) {
    return Run.of(arguments)
        .json()
        .get("files")
        .valueStream()
        .map(file -> file.get("path").asString())
        .toList();
  }
}
