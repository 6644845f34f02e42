package io.filstore.car;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.fixtures.Npm;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Random archives of this very run, of both versions, as npm's reader and writer see them. */
class PeerCarTest {
  private static final int ARCHIVES = 40;

  private final long seed = RandomGenerator.getDefault().nextLong();

  @TempDir Path folder;

  @Test
  void findsAndWritesWhatThePeerDoes() throws IOException {
    Random random = new Random(seed);
    List<byte[]> archives = new ArrayList<>();
    List<String> files = new ArrayList<>();
    for (int i = 0; i < ARCHIVES; i++) {
      byte[] v1 = written(Archive.random(random, 1 + random.nextInt(80)).toBytes());
      archives.add(v1);
      byte[] given = i % 2 == 0 ? v1 : asV2(v1);
      files.add(Files.write(folder.resolve(i + ".car"), given).toString());
    }
    JsonNode answers = ask(files);
    for (int i = 0; i < ARCHIVES; i++) {
      assertAgrees(answers.path(i), archives.get(i), i % 2 == 0 ? 0 : CarV2Header.MIN_DATA_OFFSET);
    }
  }

  private void assertAgrees(JsonNode answer, byte[] v1, int payload) throws IOException {
    CarReader reader = new CarReader(new ByteArrayInputStream(v1));
    List<String> places = new ArrayList<>();
    for (CarReader.Head head = reader.nextHead(); head != null; head = reader.nextHead()) {
      places.add(
          "[\"%s\",%d,%d,%d]"
              .formatted(
                  head.cid(),
                  payload + head.sectionOffset(),
                  payload + head.dataOffset(),
                  head.blockLength()));
    }
    assertThat(answer.path("roots").valueStream().map(JsonNode::asString))
        .as("seed %d", seed)
        .containsExactlyElementsOf(reader.roots().stream().map(Cid::toString).toList());
    assertThat(answer.path("places").valueStream().map(JsonNode::toString))
        .as("seed %d", seed)
        .containsExactlyElementsOf(places);
    assertThat(answer.path("rewritten").asString())
        .as("seed %d", seed)
        .isEqualTo(HexFormat.of().formatHex(Multihash.sha256(v1).digest()));
  }

  /** The archive as our writer puts it down. */
  private static byte[] written(byte[] car) throws IOException {
    CarReader reader = new CarReader(new ByteArrayInputStream(car));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CarWriter writer = new CarWriter(out, reader.roots());
    for (var section = reader.nextSection(); section != null; section = reader.nextSection()) {
      writer.block(section.cid(), section.data(), 0, section.data().length);
    }
    return out.toByteArray();
  }

  private byte[] asV2(byte[] v1) throws IOException {
    Path to = folder.resolve("v2.car");
    try (FileChannel out =
        FileChannel.open(
            to,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      CarConversion.toV2(new ByteArrayInputStream(v1), out, IndexFormat.MULTIHASH_SORTED);
    }
    return Files.readAllBytes(to);
  }

  private static JsonNode ask(List<String> files) throws IOException {
    Path npm = Npm.install("car", "@ipld/car@5.4.7");
    try (InputStream script =
        Objects.requireNonNull(PeerCarTest.class.getResourceAsStream("read-cars.mjs"))) {
      Files.write(npm.resolve("read-cars.mjs"), script.readAllBytes());
    }
    return new JsonMapper().readTree(Npm.node(npm, "read-cars.mjs", files.toArray(String[]::new)));
  }
}
