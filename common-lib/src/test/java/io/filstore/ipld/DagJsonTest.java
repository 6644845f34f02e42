package io.filstore.ipld;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DagJsonTest {
  private static final String CID = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "false",
        "0",
        "-1",
        "18446744073709551615",
        "-18446744073709551616",
        "1.0",
        "-0.0",
        "0.5",
        "-1e-323",
        "1.7976931348623157e+308",
        "[]",
        "{}",
        "[1,[2,{}]]",
        "\"\"",
        "\"a\\\"\\\\\\b\\f\\n\\r\\t\\u0001/\u00e4\ud83d\ude00\"",
        "{\"\":1,\"/\":2,\"a\":3,\"\uff5e\":4,\"\ud83d\ude00\":5}",
        "{\"/\":\"" + CID + "\"}",
        "{\"/\":{\"bytes\":\"\"}}",
        "{\"/\":{\"bytes\":\"AQID\"}}",
        "{\"/\":true,\"b\":1}",
        "{\"/\":{\"/\":\"" + CID + "\"}}",
        "{\"/\":{\"bytes\":1}}",
        "{\"/\":{\"a\":\"\",\"bytes\":\"AQID\"}}",
        "{\"!\":1,\"/\":\"a\"}"
      })
  void givesBackTheTextItRead(String text) {
    assertThat(text(DagJson.decode(text.getBytes(UTF_8)))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"b\":2,\"a\":1}",
        "{\"bb\":2,\"a\":1}",
        " 1",
        "1\n",
        "[1, 2]",
        "{\"a\": 1}",
        "\"\\u0061\"",
        "\"\\/\"",
        "\"\\u000A\"",
        "1e0",
        "1.00",
        "100e-2",
        "-0",
        "{\"/\":\"zb2rhj7crUKTQYRGCRATFaQ6YFLTde2YzdqbbhAASkL9uRDXn\"}"
      })
  void readsOtherFormsOnlyWhenAsked(String text) {
    Node node = DagJson.decodeTolerant(text.getBytes(UTF_8));
    assertThatThrownBy(() -> DagJson.decode(text.getBytes(UTF_8)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("canonical");
    assertThat(DagJson.decode(DagJson.encode(node))).isEqualTo(node);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nul",
        "truE",
        "nullx",
        "1 2",
        "[1,]",
        "[,1]",
        "[1",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{1:1}",
        "{\"foo\":1,\"foo\":2,\"bar\":3}",
        "{\"a\":1,\"\\u0061\":2}",
        "01",
        "-",
        "+1",
        ".5",
        "1.",
        "1e",
        "1e+",
        "0x1",
        "NaN",
        "Infinity",
        "1e400",
        "-1e400",
        "18446744073709551616",
        "-18446744073709551617",
        "99999999999999999999999999999999999999",
        "\"",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\t\"",
        "\"\n\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\ufeff1",
        "\u00a01",
        "// a\n1",
        "{\"/\":\"bafkreieb\",\"x\":1}",
        "{\"/\":\"not a cid\"}",
        "{\"/\":\"\"}",
        "{\"/\":\"" + CID + "\",\"x\":1}",
        "{\"x\":1,\"/\":\"" + CID + "\"}",
        "{\"/\":{\"bytes\":\"AQID\",\"x\":1}}",
        "{\"/\":{\"x\":1,\"bytes\":\"AQID\"}}",
        "{\"/\":{\"bytes\":\"AQID\"},\"x\":1}",
        "{\"/\":{\"bytes\":\"AQ==\"}}",
        "{\"/\":{\"bytes\":\"AR\"}}",
        "{\"/\":{\"bytes\":\"A\"}}",
        "{\"/\":{\"bytes\":\"-_-_\"}}"
      })
  void refusesWhatIsNoDagJson(String text) {
    assertThatThrownBy(() -> DagJson.decodeTolerant(text.getBytes(UTF_8)))
        .isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> DagJson.decode(text.getBytes(UTF_8)))
        .isInstanceOf(FormatException.class);
  }

  @Test
  void refusesTextThatIsNotUtf8() {
    for (String hex : new String[] {"22ff22", "22c080 22", "22eda08022", "22c322"}) {
      byte[] bytes = java.util.HexFormat.of().parseHex(hex.replace(" ", ""));
      assertThatThrownBy(() -> DagJson.decodeTolerant(bytes)).isInstanceOf(FormatException.class);
    }
  }

  /** Expected values: what ECMA-262's Number::toString gives, with a point where it has none. */
  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "-0.0, -0.0",
    "1, 1.0",
    "-1.5, -1.5",
    "123456789012345680000, 123456789012345680000.0",
    "1e20, 100000000000000000000.0",
    "1e21, 1e+21",
    "1.25e21, 1.25e+21",
    "0.000001, 0.000001",
    "0.0000001, 1e-7",
    "1.5e-7, 1.5e-7",
    "4.9e-324, 5e-324",
    "9.9e-324, 1e-323",
    "2e23, 2e+23",
    "1e23, 1e+23",
    "9007199254740993.0, 9007199254740992.0",
    "82497.63712086187, 82497.63712086187",
    "5e-324, 5e-324",
    "2.2250738585072014e-308, 2.2250738585072014e-308"
  })
  void writesTheShortestFloatWithAPoint(double value, String text) {
    assertThat(text(new Node.Float(value))).isEqualTo(text);
  }

  @Test
  void refusesToWriteMapsThatWouldReadAsSomethingElse() {
    Node text = new Node.Text("x");
    for (Node.Map map :
        new Node.Map[] {
          new Node.Map(Map.of("/", text)),
          new Node.Map(Map.of("/", text, "b", Node.Int.of(1))),
          new Node.Map(Map.of("/", new Node.Map(Map.of("bytes", text)))),
          new Node.Map(Map.of("/", new Node.Map(Map.of("bytes", text, "c", text)), "b", text))
        }) {
      assertThatThrownBy(() -> DagJson.encode(map)).isInstanceOf(FormatException.class);
    }
    assertThatThrownBy(() -> DagJson.encode(new Node.Text("\ud800")))
        .isInstanceOf(FormatException.class);
  }

  @Test
  void writesBytesAndLinksInTheReservedForm() {
    assertThat(text(new Node.Bytes(new byte[] {1, 2, 3, 4})))
        .isEqualTo("{\"/\":{\"bytes\":\"AQIDBA\"}}");
    assertThat(text(new Node.Link(Cid.parse("Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD"))))
        .isEqualTo("{\"/\":\"Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD\"}");
  }

  private static String text(Node node) {
    return new String(DagJson.encode(node), UTF_8);
  }
}
