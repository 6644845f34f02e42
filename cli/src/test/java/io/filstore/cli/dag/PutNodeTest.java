package io.filstore.cli.dag;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PutNodeTest {
  /** {@code {"hello":"world"}} as IPLD's own documentation and {@code ipfs dag put} give it. */
  private static final String HELLO = "bafyreidykglsfhoixmivffc5uwhcgshx4j465xwqntbmu43nb2dzqwfvae";

  @TempDir Path folder;

  @Test
  void makesABlockOfAValue() throws IOException {
    byte[] json = "{ \"hello\" : \"world\" }".getBytes(UTF_8);
    Path block = folder.resolve("block");
    assertThat(Run.with(json, "dag", "put", "-").out()).isEqualTo(HELLO + "\n");
    Run run = Run.with(json, "dag", "put", "-", "-o", block.toString(), "--json");
    assertThat(run.out())
        .isEqualTo("{\"cid\":\"%s\",\"codec\":\"dag-cbor\",\"size\":13}\n".formatted(HELLO));
    assertThat(Files.readAllBytes(block)).hasSize(13).startsWith(0xa1, 0x65);
    assertThat(Run.of("cid", "hash", "--codec", "dag-cbor", block.toString()).out())
        .isEqualTo(HELLO + "\n");
  }

  @ParameterizedTest
  @CsvSource({"dag-json, baguqeera", "dag-cbor, bafyrei", "raw, bafkrei"})
  void writesTheCodecThatWasAskedFor(String codec, String prefix) {
    byte[] bytes = "{\"/\":{\"bytes\":\"AQI\"}}".getBytes(UTF_8);
    assertThat(Run.with(bytes, "dag", "put", "-", "--codec", codec).out()).startsWith(prefix);
  }

  @Test
  void writesAnArchiveWithTheBlock() {
    String car = folder.resolve("hello.car").toString();
    Run put = Run.with("{\"hello\":\"world\"}".getBytes(UTF_8), "dag", "put", "-", "--car", car);
    assertThat(put.out()).isEqualTo(HELLO + "\n");
    assertThat(Run.of("car", "verify", car, "--complete", "--json").out())
        .startsWith("{\"valid\":true,\"roots\":[\"%s\"],\"blocks\":1,".formatted(HELLO));
  }

  @Test
  void saysWhatCannotBe() throws IOException {
    fails(2, "'yaml'; there are raw, dag-pb", "dag", "put", "--codec", "yaml", json("1"));
    fails(1, "raw block holds bytes", "dag", "put", "--codec", "raw", json("[1]"));
    fails(1, "JSON", "dag", "put", json("{"));
    fails(2, "exists; --force", "dag", "put", json("{}"), "-o", json("{}"));
    fails(1, "more than 2097152 bytes", "dag", "put", json(" ".repeat(3_000_000)));
  }

  private String json(String text) throws IOException {
    return Files.writeString(folder.resolve("value.json"), text).toString();
  }

  private static void fails(int exit, String sentence, String... arguments) {
    Run run = Run.of(arguments);
    assertThat(run.exit()).as(run.err()).isEqualTo(exit);
    assertThat(run.err()).contains(sentence).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }
}
