package io.filstore.ipld;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.fixtures.Npm;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Random values of this very run, written here and by the codecs of npm. */
class PeerCodecsTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final HexFormat HEX = HexFormat.of();
  private static final int VALUES = 1000;
  private static final String CID = "CID";

  private final long seed = RandomGenerator.getDefault().nextLong();
  private final Random random = new Random(seed);
  private final RandomNodes nodes = new RandomNodes(random);
  private final List<Row> rows = new ArrayList<>();

  @TempDir Path folder;
  private Path npm = Path.of("");

  /** A block given to the peer. */
  private record Row(String codec, String to, String hex) {}

  @BeforeEach
  void install() throws IOException {
    npm =
        Npm.install(
            "codecs",
            "@ipld/dag-cbor@10.0.2",
            "@ipld/dag-json@11.0.1",
            "@ipld/dag-pb@4.2.0",
            "multiformats@14.0.5");
    try (InputStream script =
        Objects.requireNonNull(PeerCodecsTest.class.getResourceAsStream("recode.mjs"))) {
      Files.write(npm.resolve("recode.mjs"), script.readAllBytes());
    }
  }

  @Test
  void writesWhatThePeersWrite() throws IOException {
    List<byte[]> expected = new ArrayList<>();
    for (int i = 0; i < VALUES; i++) {
      Node value = nodes.next(4);
      byte[] cbor = DagCbor.encode(value);
      byte[] json = DagJson.encode(value);
      assertThat(DagCbor.decode(cbor)).isEqualTo(value);
      assertThat(DagJson.decode(json)).isEqualTo(value);
      ask(BlockCodec.DAG_CBOR, BlockCodec.DAG_JSON, cbor);
      expected.add(json);
      ask(BlockCodec.DAG_JSON, BlockCodec.DAG_CBOR, json);
      expected.add(cbor);
      byte[] pb = DagPb.encode(nodes.pbNode());
      ask(BlockCodec.DAG_PB, BlockCodec.DAG_JSON, pb);
      expected.add(DagJson.encode(BlockCodec.DAG_PB.decode(pb)));
      ask(BlockCodec.DAG_PB, BlockCodec.DAG_PB, pb);
      expected.add(pb);
    }
    JsonNode answers = answers();
    for (int i = 0; i < expected.size(); i++) {
      assertThat(answers.path(i).asString())
          .as("seed %d: %s", seed, rows.get(i))
          .isEqualTo(HEX.formatHex(expected.get(i)));
    }
  }

  /** The peers are looser in places, but nowhere stricter. */
  @Test
  void readsNothingThatThePeersRefuse() throws IOException {
    List<Boolean> read = new ArrayList<>();
    for (int i = 0; i < VALUES; i++) {
      byte[] cbor = damaged(DagCbor.encode(nodes.next(3)));
      byte[] json = damaged(DagJson.encode(nodes.next(3)));
      byte[] pb = damaged(DagPb.encode(nodes.pbNode()));
      byte[] cid = damaged(nodes.cid().bytes());
      read.add(isRead("DAG_CBOR", cbor, () -> BlockCodec.DAG_CBOR.decode(cbor)));
      read.add(isRead("DAG_JSON", json, () -> DagJson.decode(json)));
      read.add(isRead("DAG_PB", pb, () -> BlockCodec.DAG_PB.decode(pb)));
      read.add(isRead(CID, cid, () -> Cid.decode(cid)));
    }
    JsonNode answers = answers();
    for (int i = 0; i < rows.size(); i++) {
      if (read.get(i)) {
        assertThat(answers.path(i).isNull()).as("seed %d: %s", seed, rows.get(i)).isFalse();
      }
    }
    assertThat(read).contains(true, false);
  }

  private boolean isRead(String codec, byte[] block, Runnable reading) {
    rows.add(new Row(codec, "NONE", HEX.formatHex(block)));
    try {
      reading.run();
      return true;
    } catch (FormatException refused) {
      return false;
    }
  }

  @Test
  void printsCidsAsThePeersDo() throws IOException {
    List<Cid> cids = new ArrayList<>();
    for (int i = 0; i < VALUES; i++) {
      Cid cid = nodes.cid();
      cids.add(cid);
      rows.add(new Row(CID, CID, HEX.formatHex(cid.bytes())));
    }
    JsonNode answers = answers();
    for (int i = 0; i < cids.size(); i++) {
      byte[] text = HEX.parseHex(answers.path(i).asString());
      assertThat(cids.get(i)).hasToString(new String(text, StandardCharsets.US_ASCII));
    }
  }

  private byte[] damaged(byte[] block) {
    byte[] bytes = block.clone();
    for (int flips = random.nextInt(3); bytes.length > 0 && flips > 0; flips--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }

  private void ask(BlockCodec from, BlockCodec to, byte[] block) {
    rows.add(new Row(from.name(), to.name(), HEX.formatHex(block)));
  }

  private JsonNode answers() throws IOException {
    Path questions = folder.resolve("rows.json");
    Files.write(questions, JSON.writeValueAsBytes(rows));
    return JSON.readTree(Npm.node(npm, "recode.mjs", questions.toAbsolutePath().toString()));
  }
}
