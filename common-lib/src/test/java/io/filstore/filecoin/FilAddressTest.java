package io.filstore.filecoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.filecoin.FilAddress.Protocol;
import io.filstore.fixtures.Fixtures;
import io.filstore.multiformats.FormatException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class FilAddressTest {

  private static final String VECTORS = "chain/vectors/addresses.json";
  private static final HexFormat HEX = HexFormat.of();

  @ParameterizedTest
  @CsvSource({
    "f01024,008008,ID",
    "f15ihq5ibzwki2b4ep2f46avlkrqzhpqgtga7pdrq,01ea0f0ea039b291a0f08fd179e0556a8c3277c0d3,SECP256K1",
    "f24vg6ut43yw2h2jqydgbg2xq7x6f4kub3bg6as6i,02e54dea4f9bc5b47d261819826d5e1fbf8bc5503b,ACTOR",
    "f410feot7hrogmplrcupubsdbbqarkdewmb4vkwc5qqq,040a23a7f3c5c663d71151f40c8610c01150c9660795,DELEGATED",
    "f432f77777777x32lpna,0420ffffffffff,DELEGATED"
  })
  void textAndBytesNameTheSameAddress(String text, String hex, Protocol protocol) {
    FilAddress address = FilAddress.parse(text);
    assertThat(address.bytes()).isEqualTo(HEX.parseHex(hex));
    assertThat(address.protocol()).isEqualTo(protocol);
    assertThat(address).hasToString(text).isEqualTo(FilAddress.fromBytes(HEX.parseHex(hex)));
    assertThat(address.toString(NetworkPrefix.TEST)).isEqualTo("t" + text.substring(1));
    assertThat(FilAddress.parse("t" + text.substring(1))).isEqualTo(address);
  }

  @Test
  void publishedAddressesOfEveryProtocol() {
    for (String kind : new String[] {"id", "secp256k1", "actor", "bls", "delegated"}) {
      Fixtures.rows(VECTORS, kind).forEach(FilAddressTest::checkPublished);
    }
  }

  private static void checkPublished(JsonNode row) {
    String text = row.path("mainnet").asString();
    FilAddress address = FilAddress.parse(text);
    assertThat(HEX.formatHex(address.bytes())).isEqualTo(row.path("bytesHex").asString());
    assertThat(FilAddress.fromBytes(address.bytes())).hasToString(text);
    if (row.has("testnet")) {
      assertThat(address.toString(NetworkPrefix.TEST)).isEqualTo(row.path("testnet").asString());
    }
    if (row.has("id")) {
      assertThat(FilAddress.id(Long.parseLong(row.path("id").asString()))).isEqualTo(address);
    }
    if (row.has("uncompressedPubKeyHex")) {
      byte[] key = HEX.parseHex(row.path("uncompressedPubKeyHex").asString());
      assertThat(FilAddress.secp256k1(key)).isEqualTo(address);
    }
    if (row.has("pubKeyHex")) {
      assertThat(FilAddress.bls(HEX.parseHex(row.path("pubKeyHex").asString()))).isEqualTo(address);
    }
    if (row.has("ethAddress")) {
      byte[] eth = HEX.parseHex(row.path("ethAddress").asString().substring(2));
      assertThat(FilAddress.ethereum(eth)).isEqualTo(address);
    }
  }

  @Test
  void publishedBadTextsAreRefused() {
    Fixtures.rows(VECTORS, "invalid")
        .forEach(row ->
            assertThatThrownBy(() -> FilAddress.parse(row.path("text").asString()))
                .as(row.path("text").asString())
                .isInstanceOf(FormatException.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "f",
        "f0",
        "x01",
        "f51",
        "f0a",
        "f0-1",
        "f0+1",
        "f01 ",
        "f001",
        "f09223372036854775808",
        "t2gfvuyh7v2sx3patm5k23wdzmhyhtmqctasbr24y",
        "f1xpbyy4tkdx5si2bgo37dubc2xwv6fum5tk57mid",
        "f4",
        "f410",
        "f4f",
        "f410f",
        "f4xf77777777x32lpna",
        "f0\u0661"
      })
  void badTextsAreRefused(String text) {
    assertThatThrownBy(() -> FilAddress.parse(text)).isInstanceOf(FormatException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "00", "0080", "008000", "000101", "01aa", "05aa", "ff00", "03aa", "048000"})
  void badBytesAreRefused(String hex) {
    assertThatThrownBy(() -> FilAddress.fromBytes(HEX.parseHex(hex)))
        .isInstanceOf(FormatException.class);
  }

  @Test
  void onlyIdAddressesHaveANumber() {
    assertThat(FilAddress.MARKET).hasToString("f05");
    assertThat(FilAddress.MARKET.actorId()).isEqualTo(5);
    FilAddress key = FilAddress.parse("f15ihq5ibzwki2b4ep2f46avlkrqzhpqgtga7pdrq");
    assertThatThrownBy(key::actorId).isInstanceOf(IllegalStateException.class);
  }
}
