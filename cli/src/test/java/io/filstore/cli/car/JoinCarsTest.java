package io.filstore.cli.car;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinCarsTest {
  @TempDir Path folder;
  private String first = "";
  private String second = "";
  private String out = "";

  @BeforeEach
  void pack() throws IOException {
    first = pack("one");
    second = pack("two");
    out = folder.resolve("out.car").toString();
  }

  private String pack(String content) throws IOException {
    Path file = Files.writeString(folder.resolve(content), content);
    String car = folder.resolve(content + ".car").toString();
    Run.of("car", "pack", "--no-wrap", file.toString(), "-o", car);
    return car;
  }

  private static String root(String car) {
    return Run.of("car", "inspect", car, "--json").json().at("/roots/0").asString();
  }

  @Test
  void takesEveryBlockOnceUnderTheRootsOfAll() throws IOException {
    Run run = Run.of("car", "join", first, second, first, "-o", out, "--json");
    assertThat(run.out())
        .isEqualTo(
            "{'roots':['%s','%s'],'blocks':2,'repeated':1,'size':%d,'missing':[]}\n"
                .formatted(root(first), root(second), Files.size(Path.of(out)))
                .replace('\'', '"'));
    assertThat(Run.of("car", "verify", out, "--complete").exit()).isZero();
    byte[] bytes = Files.readAllBytes(Path.of(second));
    Run piped = Run.with(bytes, "car", "join", first, "-", "-o", "-");
    assertThat(piped.bytes()).isEqualTo(Files.readAllBytes(Path.of(out)));
    assertThat(piped.err()).contains("blocks        2\nrepeated      0\n");
    Run rooted = Run.of("car", "join", first, second, "--root", root(second), "-o", "-");
    assertThat(rooted.err()).startsWith("root          " + root(second) + "\nblocks        2\n");
  }

  @Test
  void saysWhichArchiveIsBadAndLeavesNothingBehind() throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of(second));
    bytes[bytes.length - 1] ^= 1;
    Files.write(Path.of(second), bytes);
    List<String> before = Failing.names(folder);
    Failing.with(1, second, "car", "join", first, second, "-o", out);
    Failing.with(2, "there is no file", "car", "join", first, out, "-o", out);
    Failing.with(2, "is read, so", "car", "join", first, second, "-o", second, "--force");
    Failing.with(2, "only once", "car", "join", "-", first, "-", "-o", out);
    Failing.with(2, "Missing required", "car", "join", "-o", out);
    assertThat(Failing.names(folder)).isEqualTo(before);
  }
}
