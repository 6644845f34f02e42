package io.filstore.cli.car;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.car.CarWriter;
import io.filstore.cli.Run;
import io.filstore.fixtures.Fixtures;
import io.filstore.multiformats.Cid;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class InspectCarTest {
  private static final String HELLO = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

  @TempDir Path folder;
  private String car = "";

  @BeforeEach
  void pack() throws IOException {
    Path hello = Files.writeString(folder.resolve("hello.txt"), "hello world");
    car = folder.resolve("hello.car").toString();
    Run.of("car", "pack", "--no-wrap", hello.toString(), "-o", car);
  }

  @Test
  void saysWhatAnArchiveConsistsOf() throws IOException {
    Run run = Run.of("car", "inspect", car, "--json");
    assertThat(run.out())
        .isEqualTo(
            ("{'version':1,'v2':null,'index':null,'roots':['%s'],'absent_roots':[],'blocks':1,"
                    + "'block_length':{'min':11,'mean':11,'max':11,'sum':11},"
                    + "'cid_length':{'min':36,'mean':36,'max':36,'sum':36},"
                    + "'codecs':{'raw':1},'hashes':{'sha2-256':1},'padding':0}\n")
                .formatted(HELLO)
                .replace('\'', '"'));
    assertThat(Run.with(Files.readAllBytes(Path.of(car)), "car", "inspect", "-", "--json").out())
        .isEqualTo(run.out());
    assertThat(Run.of("car", "inspect", car).out())
        .isEqualTo(
            """
            version       1
            root          %s
            blocks        1
            block length  11 to 11 bytes, mean 11, sum 11
            CID length    36 to 36 bytes, mean 36, sum 36
            codecs        raw: 1
            hashes        sha2-256: 1
            """
                .formatted(HELLO));
  }

  @Test
  void showsTheOuterHeader() {
    String v2 = folder.resolve("v2.car").toString();
    Run.of("car", "to-v2", car, "-o", v2);
    assertThat(Run.of("car", "inspect", v2, "--json").json().get("v2").toString())
        .isEqualTo(
            ("{'characteristics':'00000000000000000000000000000000',"
                    + "'data_offset':51,'data_size':107,'index_offset':158}")
                .replace('\'', '"'));
    assertThat(Run.of("car", "inspect", v2).out())
        .contains(
            "data          107 bytes at 51\n", "index         car-multihash-index-sorted at 158\n");
  }

  @Test
  void namesTheKindOfIndex() throws IOException {
    String v2 = folder.resolve("v2.car").toString();
    Run.of("car", "to-v2", car, "-o", v2);
    assertThat(Run.of("car", "inspect", v2, "--json").json().get("index").asString())
        .isEqualTo("car-multihash-index-sorted");
    byte[] bytes = Files.readAllBytes(Path.of(v2));
    bytes[158] = (byte) 0x82;
    assertThat(Run.with(bytes, "car", "inspect", "-", "--json").json().get("index").asString())
        .isEqualTo("0x402");
    Run cut = Run.with(Arrays.copyOf(bytes, 159), "car", "inspect", "-");
    assertThat(cut.exit()).isEqualTo(1);
    cut = Run.with(Arrays.copyOf(bytes, 158), "car", "inspect", "-");
    assertThat(cut.exit()).isEqualTo(1);
    assertThat(cut.err()).contains("CAR ends before its index, at 158");
  }

  @Test
  void showsTheFirstOfManyRootsAndWhichAreAbsent() throws IOException {
    List<Cid> roots =
        IntStream.range(0, 25).mapToObj(i -> Cid.sha256(Cid.RAW, new byte[] {(byte) i})).toList();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new CarWriter(out, roots).block(roots.getFirst(), new byte[1], 0, 1);
    Run text = Run.with(out.toByteArray(), "car", "inspect", "-");
    assertThat(text.out())
        .contains("root          " + roots.getFirst() + "\n")
        .contains(roots.get(1) + "  (not in the archive)\n")
        .contains("and 5 more\n");
    JsonNode json = Run.with(out.toByteArray(), "car", "inspect", "-", "--json").json();
    assertThat(json.get("roots")).hasSize(25);
    assertThat(json.get("absent_roots")).hasSize(24);
  }

  @Test
  void agreesWithOthersAboutTheirArchive() {
    Path sample = Fixtures.path("formats/peers/sample-wrapped-v2.car");
    JsonNode json = Run.of("car", "inspect", sample.toString(), "--json").json();
    assertThat(json.get("version").asInt()).isEqualTo(2);
    assertThat(json.get("blocks").asLong()).isEqualTo(1049);
    assertThat(json.at("/v2/data_size").asLong()).isEqualTo(479_907);
  }

  @Test
  void saysWhereAnArchiveEnds() throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of(car));
    String cut = Files.write(folder.resolve("cut.car"), Arrays.copyOf(bytes, 100)).toString();
    Failing.with(1, "announces 47 bytes, 40 are left", "car", "inspect", cut);
    Run piped = Run.with(Arrays.copyOf(bytes, 100), "car", "inspect", "-");
    assertThat(piped.exit()).isEqualTo(1);
    assertThat(piped.err()).contains("announces 47 bytes, 40 are left");
    Failing.with(1, "", "car", "inspect", folder.resolve("hello.txt").toString());
    Failing.with(2, "there is no file", "car", "inspect", folder.resolve("none").toString());
  }
}
