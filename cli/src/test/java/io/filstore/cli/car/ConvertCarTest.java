package io.filstore.cli.car;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.cli.Run;
import io.filstore.fixtures.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ConvertCarTest {
  @TempDir Path folder;
  private String v1 = "";
  private String v2 = "";

  @BeforeEach
  void pack() throws IOException {
    Path hello = Files.writeString(folder.resolve("hello.txt"), "hello world");
    v1 = folder.resolve("v1.car").toString();
    v2 = folder.resolve("v2.car").toString();
    Run.of("car", "pack", "--no-wrap", hello.toString(), "-o", v1);
    assertThat(Path.of(v1)).hasSize(107);
  }

  @Test
  void wrapsAndUnwraps() throws IOException {
    Run wrapped = Run.of("car", "to-v2", v1, "-o", v2, "--json");
    assertThat(wrapped.out()).isEqualTo("{\"blocks\":1,\"data_size\":107,\"index_size\":70}\n");
    assertThat(Path.of(v2)).hasSize(51 + 107 + 70);
    assertThat(Run.of("car", "verify", v2, "--json").json().get("valid").asBoolean()).isTrue();

    String back = folder.resolve("back.car").toString();
    Run unwrapped = Run.of("car", "to-v1", v2, "-o", back);
    assertThat(unwrapped.out())
        .isEqualTo("blocks        1\ndata          107 bytes\nindex         0 bytes\n");
    assertThat(Path.of(back)).hasSameBinaryContentAs(Path.of(v1));
  }

  @Test
  void indexesBesideTheArchive() throws IOException {
    Run.of("car", "to-v2", v1, "-o", v2);
    byte[] whole = Files.readAllBytes(Path.of(v2));
    Path index = folder.resolve("hello.index");
    Run run = Run.of("car", "index", v1, "-o", index.toString(), "--json");
    assertThat(run.out())
        .isEqualTo("{\"codec\":\"car-multihash-index-sorted\",\"index_size\":70}\n");
    assertThat(index).hasBinaryContent(Arrays.copyOfRange(whole, 51 + 107, whole.length));
    assertThat(Run.of("car", "index", v2, "-o", "-", "--codec", "car-index-sorted").bytes())
        .startsWith(0x80, 0x08, 1, 0, 0, 0, 40, 0, 0, 0)
        .hasSize(58);
  }

  @Test
  void readsTheStandardInputAndWritesTheStandardOutput() throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of(v1));
    Run wrapped = Run.with(bytes, "car", "to-v2", "-", "-o", "-", "--codec", "none");
    assertThat(wrapped.bytes()).hasSize(51 + 107);
    assertThat(wrapped.err()).contains("blocks        1\n");
    assertThat(Run.with(wrapped.bytes(), "car", "to-v1", "-", "-o", "-").bytes()).isEqualTo(bytes);
    assertThat(Run.with(bytes, "car", "index", "-", "-o", "-").bytes()).hasSize(70);
  }

  @Test
  void makesTheArchivesThatOthersMade() {
    Path plain = Fixtures.path("formats/car/v1-dir.car");
    assertThat(Run.of("car", "to-v2", plain.toString(), "-o", "-").bytes())
        .isEqualTo(Fixtures.bytes("formats/car/v2-mh-index.car"));
    Path sorted = Fixtures.path("formats/car/v2-index-sorted.car");
    assertThat(
            Run.of("car", "to-v2", plain.toString(), "-o", "-", "--codec", "car-index-sorted")
                .bytes())
        .isEqualTo(Fixtures.bytes("formats/car/v2-index-sorted.car"));
    assertThat(Run.of("car", "to-v1", sorted.toString(), "-o", "-").bytes())
        .isEqualTo(Fixtures.bytes("formats/car/v1-dir.car"));
  }

  @Test
  void leavesNothingBehindWhenTheArchiveIsBad() throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of(v1));
    bytes[106] ^= 1;
    String bad = Files.write(folder.resolve("bad.car"), bytes).toString();
    List<String> before = Failing.names(folder);
    Failing.with(1, "does not match", "car", "to-v1", bad, "-o", v2);
    Failing.with(1, "does not match", "car", "to-v2", bad, "-o", v2);
    String cut = Files.write(folder.resolve("bad.car"), Arrays.copyOf(bytes, 100)).toString();
    Failing.with(1, "", "car", "index", cut, "-o", v2);
    assertThat(Failing.names(folder)).isEqualTo(before);

    JsonNode error = Run.of("car", "to-v2", bad, "-o", v2, "--json").json().get("error");
    assertThat(error.get("code").asString()).isEqualTo("bad-data");
    assertThat(error.get("message").asString()).isNotBlank();
  }

  @Test
  void refusesWhatMakesNoSense() throws IOException {
    for (String verb : List.of("to-v1", "to-v2", "index")) {
      Failing.with(2, "there is no file", "car", verb, v2, "-o", folder.resolve("x").toString());
      Failing.with(2, "is a folder", "car", verb, folder.toString(), "-o", v2);
      Failing.with(2, "is read, so", "car", verb, v1, "-o", v1);
      Failing.with(2, "is read, so", "car", verb, v1, "-o", v1, "--force");
      Failing.with(2, "'-o -", "car", verb, v1, "-o", "/dev/null", "--force");
      Failing.with(2, "there is no folder", "car", verb, v1, "-o", v1 + "/x/y");
      Failing.with(2, "exists; --force", "car", verb, v1, "-o", folder.resolve("hello.txt") + "");
      Failing.with(2, "Missing required", "car", verb, v1);
      assertThat(Run.of("car", verb, v1, "-o", "-", "--json").err()).contains("--json both want");
    }
    Failing.with(2, "'sorted' is no index", "car", "to-v2", v1, "-o", v2, "--codec", "sorted");
    Failing.with(2, "'none' is no index", "car", "index", v1, "-o", v2, "--codec", "none");
    assertThat(Path.of(v1)).hasSize(107);
    assertThat(Path.of(v2)).doesNotExist();
    Files.createSymbolicLink(folder.resolve("alias"), Path.of(v1));
    Failing.with(
        2, "is read", "car", "to-v1", v1, "-o", folder.resolve("alias").toString(), "--force");
    assertThat(Run.of("car", "to-v2", v1, "-o", folder.resolve("hello.txt") + "", "--force").exit())
        .isZero();
  }
}
