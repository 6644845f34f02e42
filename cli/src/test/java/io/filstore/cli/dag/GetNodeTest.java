package io.filstore.cli.dag;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.car.CarWriter;
import io.filstore.cli.Run;
import io.filstore.ipld.BlockCodec;
import io.filstore.multiformats.Cid;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GetNodeTest {
  /** {@code {"hello":"world"}} as IPLD's own documentation and {@code ipfs dag put} give it. */
  private static final String HELLO = "bafyreidykglsfhoixmivffc5uwhcgshx4j465xwqntbmu43nb2dzqwfvae";

  @TempDir Path folder;

  @Test
  void putsABlockIntoAnArchiveAndGetsItBack() {
    String car = folder.resolve("hello.car").toString();
    Run.with("{\"hello\":[1,{\"a\":null}]}".getBytes(UTF_8), "dag", "put", "-", "--car", car);
    String cid = Run.of("car", "verify", car, "--json").json().at("/roots/0").asString();

    assertThat(Run.of("dag", "get", car, cid).out()).isEqualTo("{\"hello\":[1,{\"a\":null}]}\n");
    assertThat(Run.of("dag", "get", car, cid + "/hello/1").out()).isEqualTo("{\"a\":null}\n");
    assertThat(Run.of("dag", "get", car, "/ipfs/" + cid + "/hello/0/").out()).isEqualTo("1\n");
    assertThat(Run.of("dag", "get", car, cid + "/hello/1", "--json").out())
        .isEqualTo("{\"cid\":\"%s\",\"path\":\"hello/1\",\"value\":{\"a\":null}}\n".formatted(cid));
    assertThat(Run.of("dag", "get", car, cid + "/hello", "--output-codec", "dag-cbor").bytes())
        .startsWith(0x82, 0x01);
  }

  @Test
  void followsLinksAndNames() throws IOException {
    Cid leaf = cid(BlockCodec.DAG_CBOR, "{\"n\":7}");
    String root = "{\"way\":[{\"/\":\"%s\"}]}".formatted(leaf);
    String car = archive(List.of("{\"n\":7}", root));
    Cid top = cid(BlockCodec.DAG_CBOR, root);

    assertThat(Run.of("dag", "get", car, top + "/way/0/n").out()).isEqualTo("7\n");
    byte[] bytes = Files.readAllBytes(Path.of(car));
    assertThat(Run.with(bytes, "dag", "get", "-", top + "/way/0/n").out()).isEqualTo("7\n");
    assertThat(Run.of("dag", "get", car, top + "/way/0", "--json").json().get("cid").asString())
        .isEqualTo(leaf.toString());

    Path tree = folder.resolve("tree");
    Files.writeString(Files.createDirectories(tree.resolve("below")).resolve("a.txt"), "hi");
    String packed = folder.resolve("tree.car").toString();
    String payload =
        Run.of("car", "pack", "--no-wrap", tree.toString(), "-o", packed, "--json")
            .json()
            .get("payload_cid")
            .asString();
    assertThat(Run.of("dag", "get", packed, payload + "/below/a.txt").out())
        .isEqualTo("{\"/\":{\"bytes\":\"aGk\"}}\n");
    assertThat(Run.of("dag", "get", packed, payload + "/Links/0/Name").out())
        .isEqualTo("\"below\"\n");
  }

  @Test
  void saysWhatIsNotThere() throws IOException {
    String value =
        "{\"a\":[{\"/\":\"bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e\"}]}";
    String car = archive(List.of(value));
    String cid = cid(BlockCodec.DAG_CBOR, value).toString();

    fails(1, "there is no 'b' in " + cid, "dag", "get", car, cid + "/b");
    fails(1, "there is no '01' in " + cid + "/a", "dag", "get", car, cid + "/a/01");
    fails(1, "there is no '1' in " + cid + "/a", "dag", "get", car, cid + "/a/1");
    fails(1, "is not in the archive", "dag", "get", car, cid + "/a/0");
    fails(1, "is not in the archive", "dag", "get", car, HELLO);
    fails(1, "codec json", "dag", "get", car, "bagaaiaaa");
    fails(2, "does not begin with a CID", "dag", "get", car, "/");
    fails(2, "'yaml'; there are raw, dag-pb", "dag", "get", car, cid, "--output-codec", "yaml");
    Run both = Run.of("dag", "get", car, cid, "--output-codec", "raw", "--json");
    assertThat(both.exit()).isEqualTo(2);
    assertThat(both.err()).contains("dag-json only");
  }

  @Test
  void refusesABlockThatWasChanged() throws IOException {
    String car = archive(List.of("{\"n\":7}"));
    byte[] bytes = Files.readAllBytes(Path.of(car));
    bytes[bytes.length - 1] ^= 1;
    Files.write(Path.of(car), bytes);
    fails(
        1,
        "have another hash",
        "dag",
        "get",
        car,
        cid(BlockCodec.DAG_CBOR, "{\"n\":7}").toString());
  }

  private String archive(List<String> values) throws IOException {
    Path car = folder.resolve("values.car");
    try (OutputStream out = Files.newOutputStream(car)) {
      CarWriter writer = new CarWriter(out, cid(BlockCodec.DAG_CBOR, values.getLast()));
      for (String value : values) {
        byte[] block = block(BlockCodec.DAG_CBOR, value);
        writer.block(Cid.sha256(Cid.DAG_CBOR, block), block, 0, block.length);
      }
    }
    return car.toString();
  }

  private static byte[] block(BlockCodec codec, String json) {
    return codec.encode(BlockCodec.DAG_JSON.decode(json.getBytes(UTF_8)));
  }

  private static Cid cid(BlockCodec codec, String json) {
    return Cid.sha256(codec.code(), block(codec, json));
  }

  private static void fails(int exit, String sentence, String... arguments) {
    Run run = Run.of(arguments);
    assertThat(run.exit()).as(Stream.of(arguments).toList().toString()).isEqualTo(exit);
    assertThat(run.err()).contains(sentence).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }
}
