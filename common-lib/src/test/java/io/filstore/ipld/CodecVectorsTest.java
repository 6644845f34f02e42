package io.filstore.ipld;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.fixtures.Fixtures;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The cross-codec values of ipld/codec-fixtures and the strictness cases of the peers. */
class CodecVectorsTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final Map<BlockCodec, String> NAMES =
      Map.of(
          BlockCodec.DAG_PB, "dag-pb",
          BlockCodec.DAG_CBOR, "dag-cbor",
          BlockCodec.DAG_JSON, "dag-json");

  /** One value of each kind, so that a clone without the vectors still compares codecs. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          8265617272617982626f66820582666e657374656482666172726179736121 | ["array",["of",[5,["nested",["arrays","!"]]]]]
          fb8000000000000002 | -1e-323
          fb40f4241a31a5a515 | 82497.63712086187
          1bffffffffffffffff | 18446744073709551615
          3b0020000000000000 | -9007199254740993
          a161316161 | {"1":"a"}
          43000102 | {"/":{"bytes":"AAEC"}}
          d82a4a00015500050001020304 | {"/":"bafkqabiaaebagba"}
          """)
  void convertsBetweenDagCborAndDagJson(String cbor, String json) {
    byte[] binary = HEX.parseHex(cbor);
    byte[] text = json.getBytes(UTF_8);
    assertThat(DagJson.encode(DagCbor.decode(binary))).asString(UTF_8).isEqualTo(json);
    assertThat(DagCbor.encode(DagJson.decode(text))).isEqualTo(binary);
  }

  @Test
  void convertsTheSharedValuesFromEachCodecToEach() {
    int compared = 0;
    for (JsonNode row : Fixtures.rows("formats/codecs.json", "crossCodec").toList()) {
      Map<BlockCodec, byte[]> blocks = blocks(row);
      for (var from : blocks.entrySet()) {
        Node value = from.getKey().decode(from.getValue());
        for (var to : blocks.entrySet()) {
          assertThat(to.getKey().encode(value))
              .as("%s from %s to %s", row.path("name"), from.getKey(), to.getKey())
              .isEqualTo(to.getValue());
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(280);
  }

  private static Map<BlockCodec, byte[]> blocks(JsonNode row) {
    Map<BlockCodec, byte[]> blocks = new EnumMap<>(BlockCodec.class);
    NAMES.forEach((codec, name) -> {
      // Rows of some kilobytes carry a hash instead of their bytes.
      if (row.path(name).has("hex")) {
        byte[] block = HEX.parseHex(row.path(name).path("hex").asString());
        assertThat(Cid.sha256(codec.code(), block))
            .as(row.path("name").asString())
            .hasToString(row.path(name).path("cid").asString());
        blocks.put(codec, block);
      }
    });
    return blocks;
  }

  @Test
  void refusesTheSharedNegativeCases() {
    JsonNode negative = Fixtures.json("formats/codecs.json").path("negative");
    for (JsonNode row : negative.path("dag-pb/decode/edges")) {
      refuses(BlockCodec.DAG_PB, row);
    }
    for (JsonNode row : negative.path("dag-cbor/decode/duplicate-keys")) {
      refuses(BlockCodec.DAG_CBOR, row);
    }
    for (JsonNode row : negative.path("dag-json/decode/duplicate-keys")) {
      refuses(BlockCodec.DAG_JSON, row);
    }
    for (JsonNode row : negative.path("dag-pb/encode/invalid-forms")) {
      Node form = DagJson.decodeTolerant(row.path("dag-json").toString().getBytes(UTF_8));
      assertThatThrownBy(() -> BlockCodec.DAG_PB.encode(form))
          .as(row.toString())
          .isInstanceOf(FormatException.class);
    }
  }

  private static void refuses(BlockCodec codec, JsonNode row) {
    assertThatThrownBy(() -> codec.decode(HEX.parseHex(row.path("hex").asString())))
        .as(row.toString())
        .isInstanceOf(FormatException.class);
  }

  @Test
  void judgesTheSharedStrictnessCasesOfDagJson() {
    for (JsonNode row : Fixtures.rows("formats/codecs.json", "dagJsonStrictness").toList()) {
      byte[] text = row.path("text").asString().getBytes(UTF_8);
      String verdict = row.path("strict").asString();
      if (verdict.startsWith("accept")) {
        assertThat(DagJson.encode(DagJson.decode(text))).isEqualTo(text);
      } else {
        assertThatThrownBy(() -> DagJson.decode(text))
            .as(row.toString())
            .isInstanceOf(FormatException.class);
      }
      if (verdict.endsWith("lenient accept")) {
        assertThat(DagJson.decodeTolerant(text)).isNotNull();
      } else if (verdict.startsWith("reject")) {
        assertThatThrownBy(() -> DagJson.decodeTolerant(text))
            .as(row.toString())
            .isInstanceOf(FormatException.class);
      }
    }
  }
}
