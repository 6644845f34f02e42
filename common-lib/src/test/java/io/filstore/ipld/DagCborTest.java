package io.filstore.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.fixtures.Fixtures;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DagCborTest {
  private static final HexFormat HEX = HexFormat.of();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00",
        "17",
        "1818",
        "18ff",
        "190100",
        "1a00010000",
        "1b0000000100000000",
        "1bffffffffffffffff",
        "20",
        "3863",
        "3bffffffffffffffff",
        "f4",
        "f5",
        "f6",
        "fb3fe0000000000000",
        "60",
        "6161",
        "40",
        "80",
        "a0",
        "a26161016162820203",
        "a2616202626161820203",
        "d82a582500015512209f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
      })
  void givesBackTheBytesItRead(String hex) {
    assertThat(DagCbor.encode(DagCbor.decode(HEX.parseHex(hex))))
        .asHexString()
        .isEqualToIgnoringCase(hex);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "1817", // not minimal
        "190017",
        "1900ff",
        "1a0000ffff",
        "1b00000000ffffffff",
        "fb7ff0000000000000", // infinity
        "fb7ff8000000000000", // NaN
        "fa00000000", // 32-bit float
        "f0",
        "f7", // undefined
        "f814",
        "c000", // tag 0
        "d82a5824015512209f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "d82a40",
        "d82a00",
        "a10102", // key is an integer
        "a1f601",
        "a140f6",
        "a1d82a4000",
        "a18000",
        "a262616101616202", // keys not sorted
        "a2616101616102", // key twice
        "9f01ff", // indefinite
        "5f41004101ff",
        "0000", // two items
        "8201", // too few
        "a16161",
        "61ff", // not UTF-8
        "9bffffffffffffffff", // lengths that lie
        "bbffffffffffffffff",
        "5bffffffffffffffff",
        "7b7fffffffffffffff",
        "9a7fffffff00",
        "1c",
        "ff"
      })
  void refusesWhatStrictDagCborForbids(String hex) {
    assertThatThrownBy(() -> DagCbor.decode(HEX.parseHex(hex))).isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> skipAll(HEX.parseHex(hex))).isInstanceOf(FormatException.class);
  }

  private static void skipAll(byte[] bytes) {
    CborReader in = new CborReader(bytes);
    in.skip();
    in.end();
  }

  @Test
  void refusesDeepNestingInsteadOfExhaustingTheStack() {
    byte[] deep = new byte[100_000];
    Arrays.fill(deep, (byte) 0x81);
    assertThatThrownBy(() -> DagCbor.decode(deep))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("64");
  }

  /** Values as deep as any reader lets them become are handled on half of a usual stack. */
  @Test
  void theDeepestValuesFitASmallStack() throws InterruptedException {
    byte[] cbor = new byte[CborLimits.MAX_DEPTH];
    Arrays.fill(cbor, (byte) 0x81);
    cbor[cbor.length - 1] = (byte) 0x80;
    AtomicBoolean done = new AtomicBoolean();
    Thread thread =
        new Thread(
            null,
            () -> {
              Node node = DagCbor.decode(cbor, CborLimits.ANY_KEY_ORDER);
              assertThat(DagJson.decode(DagJson.encode(node))).isEqualTo(node);
              assertThat(DagCbor.encode(node)).isEqualTo(cbor);
              assertThat(node.hashCode()).isNotZero();
              done.set(true);
            },
            "small stack",
            512 << 10);
    thread.start();
    thread.join();
    assertThat(done).isTrue();
  }

  @Test
  void refusesToWriteWhatNobodyReads() {
    Node deep = new Node.Null();
    for (int i = 0; i <= CborLimits.MAX_DEPTH; i++) {
      deep = new Node.List(List.of(deep));
    }
    Node tooDeep = deep;
    assertThatThrownBy(() -> DagCbor.encode(tooDeep)).isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> DagJson.encode(tooDeep)).isInstanceOf(FormatException.class);
    Node halfPair = new Node.Text("\ud800");
    assertThatThrownBy(() -> DagCbor.encode(halfPair)).isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> new Node.Float(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Node.Int(BigInteger.ONE.shiftLeft(64)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesBlocksTooLongForValues() {
    byte[] block = new byte[CborLimits.MAX_VALUES + 1];
    assertThatThrownBy(() -> DagCbor.decode(block)).hasMessageContaining("at most");
    assertThatThrownBy(() -> DagJson.decode(block)).hasMessageContaining("at most");
  }

  @Test
  void refusesMoreValuesThanABlockOfPeersHolds() {
    byte[] cbor = new byte[5 + CborLimits.MAX_COUNT];
    ByteBuffer.wrap(cbor).put((byte) 0x9a).putInt(CborLimits.MAX_COUNT);
    assertThatThrownBy(() -> DagCbor.decode(cbor)).hasMessageContaining("values in one block");
    assertThat(Links.of(Cid.DAG_CBOR, ByteBuffer.wrap(cbor)).cids()).isEmpty();
    byte[] json = new byte[2 * CborLimits.MAX_COUNT + 1];
    Arrays.fill(json, (byte) '1');
    for (int i = 0; i < json.length; i += 2) {
      json[i] = ',';
    }
    json[0] = '[';
    json[json.length - 1] = ']';
    assertThatThrownBy(() -> DagJson.decode(json)).hasMessageContaining("values in one block");
  }

  @Test
  void readsForeignKeyOrderOnlyWhenAsked() {
    byte[] unsorted = HEX.parseHex("a262616101616202");
    CborReader in = new CborReader(unsorted, CborLimits.ANY_KEY_ORDER);
    assertThat(in.map()).isEqualTo(2);
    assertThat(in.text()).isEqualTo("aa");
    assertThat(in.uint()).isEqualTo(1);
    assertThat(in.text()).isEqualTo("b");
    assertThat(in.uint()).isEqualTo(2);
    in.end();
    assertThat(in.keysSorted()).isFalse();
    byte[] thrice = HEX.parseHex("a3616101616202616103");
    assertThatThrownBy(() -> DagCbor.decode(thrice, CborLimits.ANY_KEY_ORDER))
        .hasMessageContaining("twice");
  }

  @Test
  void sortsKeysByLengthThenBytes() {
    Map<String, Node> entries = new LinkedHashMap<>();
    entries.put("bb", Node.Int.of(1));
    entries.put("aa", Node.Int.of(-2));
    entries.put("c", new Node.List(List.of(new Node.Bool(true), new Node.Null())));
    assertThat(DagCbor.encode(new Node.Map(entries)))
        .asHexString()
        .isEqualToIgnoringCase("a3616382f5f66261612162626201");
  }

  @Test
  void writerRefusesWrongUse() {
    assertThatThrownBy(() -> new CborWriter().array(2).uint(1).toBytes())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new CborWriter().map(1).uint(1))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new CborWriter().map(2).text("b").nil().text("a"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new CborWriter().float64(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void agreesWithTheSharedVectors() {
    for (JsonNode row : Fixtures.rows("formats/codecs.json", "crossCodec").toList()) {
      JsonNode expected = row.path("dag-cbor");
      if (!expected.has("hex")) {
        continue;
      }
      byte[] bytes = HEX.parseHex(expected.path("hex").asString());
      assertThat(DagCbor.encode(DagCbor.decode(bytes))).isEqualTo(bytes);
      Cid cid = Cid.parse(expected.path("cid").asString());
      assertThat(Cid.sha256(Cid.DAG_CBOR, bytes)).as(row.path("name").asString()).isEqualTo(cid);
    }
    for (JsonNode row : Fixtures.rows("formats/codecs.json", "dagCborStrictness").toList()) {
      byte[] bytes = HEX.parseHex(row.path("hex").asString());
      if (row.path("strict").asString().startsWith("accept")) {
        assertThat(DagCbor.encode(DagCbor.decode(bytes))).isEqualTo(bytes);
      } else {
        assertThatThrownBy(() -> DagCbor.decode(bytes))
            .as(row.toString())
            .isInstanceOf(FormatException.class);
      }
    }
    for (JsonNode row :
        Fixtures.json("formats/codecs.json")
            .path("negative")
            .path("dag-cbor/decode/duplicate-keys")) {
      byte[] bytes = HEX.parseHex(row.path("hex").asString());
      assertThatThrownBy(() -> DagCbor.decode(bytes)).isInstanceOf(FormatException.class);
    }
  }

  @Test
  void anyBytesAreCanonicalOrRefused() {
    Random random = new Random(3);
    int accepted = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(12)];
      random.nextBytes(bytes);
      Node node;
      try {
        node = DagCbor.decode(bytes);
      } catch (FormatException refused) {
        continue;
      }
      accepted++;
      assertThat(DagCbor.encode(node)).isEqualTo(bytes);
    }
    assertThat(accepted).isPositive();
  }
}
