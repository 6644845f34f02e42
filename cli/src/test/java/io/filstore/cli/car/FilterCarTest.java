package io.filstore.cli.car;

import static java.nio.charset.StandardCharsets.UTF_8;
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

/** Over a folder with {@code a/1.txt}, {@code a/2.txt} and {@code b/3.txt}. */
class FilterCarTest {
  @TempDir Path folder;
  private String car = "";
  private String root = "";
  private String one = "";
  private String a = "";

  @BeforeEach
  void pack() throws IOException {
    Path tree = folder.resolve("tree");
    Files.createDirectories(tree.resolve("a"));
    Files.createDirectories(tree.resolve("b"));
    Files.writeString(tree.resolve("a/1.txt"), "one");
    Files.writeString(tree.resolve("a/2.txt"), "two");
    Files.writeString(tree.resolve("b/3.txt"), "three");
    car = folder.resolve("tree.car").toString();
    root = payload(tree, "-o", car);
    a = payload(tree.resolve("a"));
    one = payload(tree.resolve("a/1.txt"));
  }

  private static String payload(Path path, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("car", "pack", "--no-wrap", path.toString(), "--json"));
    arguments.addAll(List.of(more));
    return Run.of(arguments.toArray(String[]::new)).json().get("payload_cid").asString();
  }

  @Test
  void keepsWhatLiesBelowABlock() throws IOException {
    String out = folder.resolve("a.car").toString();
    JsonNode json = Run.of("car", "filter", car, "--root", a, "-o", out, "--json").json();
    assertThat(json.toString())
        .isEqualTo(
            "{'roots':['%s'],'blocks':3,'left_out':3,'size':%d,'missing':[]}"
                .formatted(a, Files.size(Path.of(out)))
                .replace('\'', '"'));
    assertThat(Run.of("car", "verify", out, "--complete").exit()).isZero();
    byte[] bytes = Files.readAllBytes(Path.of(car));
    Run piped = Run.with(bytes, "car", "filter", "-", "--root", a, "-o", "-");
    assertThat(piped.bytes()).isEqualTo(Files.readAllBytes(Path.of(out)));
    assertThat(piped.err()).contains("root          " + a, "blocks        3\n");
    assertThat(Run.of("car", "filter", car, "--root", root, "-o", "-").bytes()).isEqualTo(bytes);
  }

  @Test
  void keepsOrDropsTheBlocksOfAList() throws IOException {
    String list = Files.writeString(folder.resolve("cids"), "\n " + one + " \n").toString();
    String[] kept = {"car", "filter", car, "--cid-file", list, "--new-root", one, "-o", "-"};
    assertThat(Run.of(kept).err()).contains("blocks        1\nleft out      5\n");
    Run dropped = Run.of("car", "filter", car, "--cid-file", list, "--inverse", "-o", "-");
    assertThat(dropped.err()).contains("root          " + root, "blocks        5\n");
    Run piped =
        Run.with((one + "\n").getBytes(UTF_8), "car", "filter", car, "--cid-file", "-", "-o", "-");
    assertThat(piped.exit()).isEqualTo(1);
    assertThat(piped.err()).contains("none of the archive's 1 roots is kept");
    Run absent = Run.of("car", "filter", car, "--cid-file", list, "--new-root", root, "-o", "-");
    assertThat(absent.err()).contains("missing       " + root);
  }

  @Test
  void refusesWhatMakesNoSense() throws IOException {
    String out = folder.resolve("out.car").toString();
    String list = Files.writeString(folder.resolve("cids"), one + "\n\nnothing\n").toString();
    List<String> before = Failing.names(folder);
    Failing.with(1, "line 3 of the list", "car", "filter", car, "--cid-file", list, "-o", out);
    Failing.with(1, "", "car", "filter", car, "--root", "nothing", "-o", out);
    String absent = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";
    Failing.with(1, "none of the roots", "car", "filter", car, "--root", absent, "-o", out);
    Failing.with(2, "is read, so", "car", "filter", car, "--root", a, "-o", car, "--force");
    Failing.with(2, "both want", "car", "filter", "-", "--cid-file", "-", "-o", out);
    Failing.with(2, "--root", "car", "filter", car, "-o", out);
    Failing.with(2, "", "car", "filter", car, "--root", a, "--cid-file", list, "-o", out);
    Failing.with(2, "", "car", "filter", car, "--inverse", "-o", out);
    assertThat(Failing.names(folder)).isEqualTo(before);
  }
}
