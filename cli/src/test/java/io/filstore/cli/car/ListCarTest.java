package io.filstore.cli.car;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.car.CarFile;
import io.filstore.car.CarWriter;
import io.filstore.cli.Run;
import io.filstore.cli.console.InputFile;
import io.filstore.cli.console.LocalFile;
import io.filstore.cli.console.Streams;
import io.filstore.ipld.DagPb;
import io.filstore.ipld.PbLink;
import io.filstore.ipld.PbNode;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.unixfs.UnixFsData;
import io.filstore.unixfs.extract.ExtractLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ListCarTest {
  private static final String HELLO = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

  @TempDir Path folder;
  private String car = "";
  private String root = "";

  @BeforeEach
  void pack() throws IOException {
    SampleTree sample = SampleTree.in(folder);
    car = sample.car().toString();
    root = sample.root();
  }

  @Test
  void listsPathsWithSizesAndCids() throws IOException {
    Run run = Run.of("car", "ls", car);
    assertThat(run.out().lines().map(line -> line.substring(line.indexOf(' '))))
        .containsExactly(
            "            -  below/",
            "      2500000  below/large.bin",
            "           11  hello.txt",
            "            -  link -> below/large.bin");
    assertThat(run.out()).contains(HELLO + "           11  hello.txt\n");

    JsonNode json = Run.of("car", "ls", car, "--json").json();
    assertThat(json.get("root").asString()).isEqualTo(root);
    assertThat(json.at("/entries/2").toString())
        .isEqualTo(
            "{'path':'hello.txt','type':'file','size':11,'cid':'%s'}"
                .formatted(HELLO)
                .replace('\'', '"'));
    assertThat(json.at("/entries/3/target").asString()).isEqualTo("below/large.bin");
    assertThat(Run.with(Files.readAllBytes(Path.of(car)), "car", "ls", "-").out())
        .isEqualTo(run.out());
  }

  @Test
  void listsAPart() {
    assertThat(Run.of("car", "ls", car, "/below//").out()).hasLineCount(1).contains(" below/large");
    assertThat(Run.of("car", "ls", car, "hello.txt").out()).endsWith(" hello.txt\n");
    assertThat(Run.of("car", "ls", car, "--root", HELLO).out()).endsWith("11  .\n");
    Failing.with(1, "there is no 'hello' in " + root, "car", "ls", car, "hello");
    Failing.with(1, "there is no '\\x1b[1m'", "car", "ls", car, "\u001b[1m");
    Failing.with(1, "there is no 'link/x'", "car", "ls", car, "link/x");
  }

  @Test
  void listsAllBlocksInTheirOrder() throws IOException {
    List<String> cids = Run.of("car", "ls", car, "--cids").out().lines().toList();
    assertThat(cids).hasSize(8).contains(HELLO, root);
    byte[] bytes = Files.readAllBytes(Path.of(car));
    JsonNode blocks = Run.with(bytes, "car", "ls", "-", "--cids", "--json").json().get("blocks");
    assertThat(blocks.valueStream().map(block -> block.get("cid").asString()))
        .containsExactlyElementsOf(cids);
    assertThat(blocks.valueStream().mapToLong(block -> block.get("size").asLong()).sum())
        .isBetween((long) SampleTree.LARGE, bytes.length - 0L);
    Failing.with(2, "without PATH", "car", "ls", car, "below", "--cids");
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    String partial = new SampleTree(folder.resolve("tree"), Path.of(car)).without(HELLO);
    Run run = Run.of("car", "ls", partial);
    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("-  hello.txt  (not in the archive)\n");
    assertThat(Run.of("car", "ls", partial, "--json").json().at("/entries/2/type").asString())
        .isEqualTo("missing");
  }

  @Test
  void endsTheDocumentWithTheErrorWhereverItHasCome() throws IOException {
    Cid absent = Cid.sha256(Cid.DAG_PB, new byte[0]);
    String twice = archive(directory(new PbLink(absent, "a\u001b[1m\n", 1L), link("x"), link("x")));
    Run text = Run.of("car", "ls", twice);
    assertThat(text.exit()).isEqualTo(1);
    assertThat(text.out()).contains("  a\\x1b[1m\\x0a  (not in the archive)\n");
    assertThat(text.err()).contains("the name \"x\" twice").hasLineCount(1);
    Run run = Run.of("car", "ls", twice, "--json");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).hasLineCount(1);
    assertThat(run.json().get("entries")).hasSize(2);
    assertThat(run.json().at("/error/message").asString()).contains("twice");
  }

  @Test
  void needsOneRoot() throws IOException {
    String hello = Files.writeString(folder.resolve("hello"), "hello world").toString();
    String one = folder.resolve("one.car").toString();
    String both = folder.resolve("both.car").toString();
    Run.of("car", "pack", "--no-wrap", hello, "-o", one);
    Run.of("car", "join", car, one, "-o", both);
    Failing.with(2, "the archive has 2 roots; --root CID", "car", "ls", both);
    assertThat(Run.of("car", "ls", both, "--root", root).out())
        .isEqualTo(Run.of("car", "ls", car).out());
  }

  @Test
  void hasLimits() throws IOException {
    byte[] inner = directory();
    List<byte[]> nested = new ArrayList<>(List.of(inner));
    for (int i = 0; i < 200; i++) {
      inner = directory(new PbLink(Cid.sha256(Cid.DAG_PB, inner), "d", 1L));
      nested.addFirst(inner);
    }
    String deep = archive(nested.toArray(byte[][]::new));
    assertThat(Run.of("car", "ls", deep).err()).contains("lies deeper than 128 folders");
    ExtractLimits few = new ExtractLimits(10, 2, 0);
    try (ArchivedTree tree = open()) {
      assertThatThrownBy(() -> new TreeWalk(tree, few, entry -> {}).from(tree.start(), ""))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("one more than the 2 entries");
    }
  }

  private ArchivedTree open() throws IOException {
    LocalFile local = LocalFile.of(new InputFile(car), Streams.ofProcess());
    return new ArchivedTree(local, CarFile.open(local.path()), Cid.parse(root), "");
  }

  private static PbLink link(String name) {
    return new PbLink(Cid.sha256(Cid.RAW, new byte[0]), name, 0L);
  }

  private static byte[] directory(PbLink... links) {
    return DagPb.encode(new PbNode(List.of(links), UnixFsData.directory().encode()));
  }

  private String archive(byte[]... nodes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CarWriter writer = new CarWriter(out, Cid.sha256(Cid.DAG_PB, nodes[0]));
    for (byte[] node : nodes) {
      writer.block(Cid.sha256(Cid.DAG_PB, node), node, 0, node.length);
    }
    return Files.write(folder.resolve("made.car"), out.toByteArray()).toString();
  }
}
