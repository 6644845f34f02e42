package io.filstore.scheduler.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.filecoin.BlsKey;
import io.filstore.filecoin.LocalKey;
import io.filstore.fixtures.Fixtures;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class KeyExportTest {

  private static final String VECTORS = "chain/vectors/signatures.json";

  @Test
  void readsAndWritesTheExportsOfLotusByteForByte() {
    Fixtures.rows(VECTORS, "secp256k1")
        .forEach(row -> {
          String export = row.path("lotusKeyExportHex").asString();
          LocalKey key = KeyExport.parse(export + "\n").orElseThrow();
          assertThat(key.address()).hasToString(row.path("address").asString());
          assertThat(KeyExport.format(key)).isEqualTo(export);
        });
  }

  @Test
  void aBlsKeyComesBackFromItsExport() {
    JsonNode row = Fixtures.rows(VECTORS, "bls").findFirst().orElseThrow();
    LocalKey key =
        BlsKey.fromBytes(
            Base64.getDecoder().decode(row.path("privateKeyBase64LittleEndian").asString()));

    LocalKey again = KeyExport.parse(KeyExport.format(key)).orElseThrow();

    assertThat(again.address()).hasToString(row.path("address").asString());
    assertThat(again.secret()).isEqualTo(key.secret());
  }

  @Test
  void whatIsNoKeyIsNone() {
    for (String text : new String[] {"", "{}", "7b7d", "[1]", "null", "\"x\"", "0".repeat(64)}) {
      assertThat(KeyExport.parse(text)).as(text).isEmpty();
    }
  }
}
