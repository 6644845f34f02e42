package io.filstore.cli.car;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.car.CarWriter;
import io.filstore.cli.Run;
import io.filstore.ipld.DagPb;
import io.filstore.ipld.PbLink;
import io.filstore.ipld.PbNode;
import io.filstore.multiformats.Cid;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class VerifyCarTest {
  @TempDir Path folder;
  private Path car = Path.of("");
  private String root = "";

  @BeforeEach
  void pack() throws IOException {
    byte[] bytes = new byte[3_000_000];
    new Random(1).nextBytes(bytes);
    Path file = Files.write(folder.resolve("large.bin"), bytes);
    car = folder.resolve("large.car");
    Run packed = Run.of("car", "pack", file.toString(), "-o", car.toString(), "--json");
    root = packed.json().get("payload_cid").asString();
  }

  @Test
  void findsNothingWrongWithWhatWasPacked() throws IOException {
    Run run = Run.of("car", "verify", car.toString(), "--complete", "--json");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(
            "{\"valid\":true,\"roots\":[\"%s\"],\"blocks\":5,\"missing\":[],\"problems\":[]}\n"
                .formatted(root));
    assertThat(Run.with(Files.readAllBytes(car), "car", "verify", "-", "--json").out())
        .isEqualTo(run.out());
    assertThat(Run.of("car", "verify", car.toString()).out())
        .contains("valid         yes\n", "version       1\n", "root          " + root + "\n");
  }

  @Test
  void namesEveryProblemWithItsPlace() throws IOException {
    byte[] bytes = Files.readAllBytes(car);
    bytes[1000] ^= 1;
    Path damaged = Files.write(folder.resolve("damaged.car"), Arrays.copyOf(bytes, 2_999_000));

    Run run = Run.of("car", "verify", damaged.toString(), "--json");

    assertThat(run.exit()).isEqualTo(1);
    JsonNode json = run.json();
    assertThat(json.get("valid").asBoolean()).isFalse();
    assertThat(json.get("problems").valueStream().map(p -> p.get("code").asString()))
        .containsExactly("hash-mismatch", "truncated-section");
    assertThat(json.at("/problems/0/offset").asLong()).isBetween(1L, 1000L);
    assertThat(json.at("/problems/0/detail").asString()).isNotBlank();
    assertThat(run.err()).isEmpty();
    assertThat(Run.of("car", "verify", damaged.toString()).out())
        .contains("valid         no\n", "problem       hash-mismatch at ");
  }

  @Test
  void takesAnIncompleteDagForAFaultOnlyIfAskedTo() throws IOException {
    Path partial = Files.write(folder.resolve("partial.car"), incomplete());

    Run lenient = Run.of("car", "verify", partial.toString(), "--json");
    assertThat(lenient.exit()).isZero();
    assertThat(lenient.json().get("valid").asBoolean()).isTrue();
    assertThat(lenient.json().get("problems")).isEmpty();
    assertThat(lenient.json().get("missing").valueStream().map(JsonNode::asString))
        .containsExactly(absent().toString());

    Run strict = Run.of("car", "verify", partial.toString(), "--complete", "--json");
    assertThat(strict.exit()).isEqualTo(1);
    assertThat(strict.json().get("valid").asBoolean()).isFalse();
    assertThat(strict.json().at("/problems/0/code").asString()).isEqualTo("dag-incomplete");
    assertThat(Run.of("car", "verify", partial.toString()).out())
        .contains("complete      no, without 1\n", "missing       " + absent());
  }

  @Test
  void reportsWhatIsNoArchiveAtAll() {
    Run empty = Run.with(new byte[0], "car", "verify", "-", "--json");
    assertThat(empty.exit()).isEqualTo(1);
    assertThat(empty.json().at("/problems/0/code").asString()).isEqualTo("truncated-header");
    Run none = Run.of("car", "verify", folder.resolve("none").toString());
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).hasLineCount(1);
  }

  private static Cid absent() {
    return Cid.sha256(Cid.RAW, new byte[] {1});
  }

  private static byte[] incomplete() throws IOException {
    byte[] node =
        DagPb.encode(new PbNode(List.of(new PbLink(absent(), "a", 1L)), new byte[] {8, 1}));
    Cid cid = Cid.sha256(Cid.DAG_PB, node);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CarWriter writer = new CarWriter(out, List.of(cid));
    writer.block(cid, node, 0, node.length);
    return out.toByteArray();
  }
}
