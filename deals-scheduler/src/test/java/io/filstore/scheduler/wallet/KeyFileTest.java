package io.filstore.scheduler.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {

  /** The public test key of Zondax' vectors; never fund it. */
  private static final String BASE64 = "8VcW07ADswS4BV2cxi5rnIadVsyTDDhY1NfDH19T8Uo=";

  private static final String ADDRESS = "f1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba";
  private static final String EXPORT = "{\"Type\":\"secp256k1\",\"PrivateKey\":\"" + BASE64 + "\"}";

  @TempDir Path folder = Path.of("");

  @Test
  void readsHexAndLotusExports() throws IOException {
    String hex = HexFormat.of().formatHex(Base64.getDecoder().decode(BASE64));
    String hexExport = HexFormat.of().formatHex(EXPORT.getBytes(StandardCharsets.UTF_8));

    for (String text : new String[] {hex, hex + "\n", EXPORT, hexExport + "\n"}) {
      assertThat(KeyFile.read(file(text)).address()).hasToString(ADDRESS);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "zz",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "{\"Type\":\"delegated\",\"PrivateKey\":\"8VcW07ADswS4BV2cxi5rnIadVsyTDDhY1NfDH19T8Uo=\"}",
        "{\"Type\":\"bls\",\"PrivateKey\":\"//////////////////////////////////////////8=\"}",
        "{\"Type\":\"secp256k1\",\"PrivateKey\":\"8VcW\"}"
      })
  void refusesTheRestWithoutRepeatingIt(String text) throws IOException {
    Path file = file(text);

    assertThatThrownBy(() -> KeyFile.read(file))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("holds no secp256k1 or BLS key")
        .hasNoCause();
  }

  @Test
  void namesAFileThatIsNotThere() {
    assertThatThrownBy(() -> KeyFile.read(folder.resolve("absent")))
        .hasMessageContaining("cannot be read");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("key"), text);
  }
}
