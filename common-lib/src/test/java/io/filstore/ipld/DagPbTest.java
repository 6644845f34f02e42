package io.filstore.ipld;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.fixtures.Fixtures;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DagPbTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final Cid A = Cid.sha256(Cid.RAW, "a".getBytes(UTF_8));
  private static final Cid B = Cid.sha256(Cid.RAW, "b".getBytes(UTF_8));
  private static final String TWO_LINKS =
      "122f0a2401551220ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
          + "1205612e7478741801122f0a24015512203e23e8160039594a33894f6564e1b1348bbd7a0088d42c4a"
          + "cb73eeaed59c009d1205622e74787418010a020801";

  @Test
  void writesLinksSortedAndBeforeTheData() {
    PbNode node =
        new PbNode(
            List.of(new PbLink(B, "b.txt", 1), new PbLink(A, "a.txt", 1)), HEX.parseHex("0801"));
    byte[] block = DagPb.encode(node);
    assertThat(block).asHexString().isEqualToIgnoringCase(TWO_LINKS);
    assertThat(Cid.sha256(Cid.DAG_PB, block))
        .hasToString("bafybeicvqitnh4uzjovkitvr5s6dnhgfkffix4nhyxaumclgpdfyfsv6dm");
    assertThat(DagPb.encode(DagPb.decode(block))).isEqualTo(block);
  }

  @Test
  void sortsByUtf8AndNotByUtf16() {
    String fullwidth = "\uff5e";
    String emoji = "\ud83d\ude00";
    byte[] block =
        DagPb.encode(
            new PbNode(List.of(new PbLink(A, emoji, 1), new PbLink(B, fullwidth, 1)), null));
    assertThat(DagPb.decode(block).links())
        .extracting(PbLink::name)
        .containsExactly(fullwidth, emoji);
  }

  @Test
  void tellsAbsentDataFromEmptyData() {
    assertThat(DagPb.decode(new byte[0]).data()).isNull();
    assertThat(DagPb.decode(HEX.parseHex("0a00")).data()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1200", // no Hash
        "12020a00",
        "12021200",
        "12021800",
        "0a01610a0162", // data twice
        "0801", // wrong wire type
        "0a0261", // cut short
        "0aff",
        "0affffffffffffffffff7f",
        "1a00", // unknown field
        "0200",
        "122a12000a24015512209f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a081800",
        "120d0a0901550005000102030412ff",
        "120e0a090155000500010203041201ff", // name not UTF-8
        "120d0a09015500050001020304180018", // cut after the link
        "12160a0901550005000102030418ffffffffffffffffff01"
      })
  void refusesWhatIsNoNode(String hex) {
    assertThatThrownBy(() -> DagPb.decode(HEX.parseHex(hex))).isInstanceOf(FormatException.class);
  }

  @Test
  void agreesWithTheSharedVectors() {
    JsonNode all = Fixtures.json("formats/codecs.json");
    for (JsonNode row : all.path("crossCodec")) {
      if (row.has("dag-pb")) {
        byte[] block = HEX.parseHex(row.path("dag-pb").path("hex").asString());
        assertThat(DagPb.decode(block).links())
            .as(row.path("name").asString())
            .hasSameSizeAs(linksOf(row));
      }
    }
    for (JsonNode row : all.path("negative").path("dag-pb/decode/edges")) {
      refusesWhatIsNoNode(row.path("hex").asString());
    }
    for (JsonNode row : all.path("dagPbStrictness")) {
      if (row.path("strict").asString().startsWith("reject")) {
        refusesWhatIsNoNode(row.path("hex").asString());
      } else {
        assertThat(DagPb.decode(HEX.parseHex(row.path("hex").asString())).data())
            .isEqualTo("a".getBytes(UTF_8));
      }
    }
  }

  private static List<Node> linksOf(JsonNode row) {
    Node node = DagCbor.decode(HEX.parseHex(row.path("dag-cbor").path("hex").asString()));
    return node instanceof Node.Map map && map.entries().get("Links") instanceof Node.List links
        ? links.items()
        : List.of();
  }

  @Test
  void mutatedBlocksAreReadOrRefused() {
    Random random = new Random(5);
    for (int i = 0; i < 50_000; i++) {
      byte[] block = HEX.parseHex(TWO_LINKS);
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        block[random.nextInt(block.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(DagPb.decode(block)).isNotNull();
      } catch (FormatException refused) {
        assertThat(refused).hasMessageMatching("(?s).+");
      }
    }
  }
}
