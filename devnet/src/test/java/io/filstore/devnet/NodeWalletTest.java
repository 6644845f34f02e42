package io.filstore.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Signature;
import io.filstore.filecoin.Signatures;
import io.filstore.fixtures.Fixtures;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The wallet of the devnet's node: it signs as Lotus' does. */
class NodeWalletTest {
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
  private static final String HELLO64 = Base64.getEncoder().encodeToString(HELLO);

  private static Devnet devnet;
  private static Rpc rpc;

  @BeforeAll
  static void start() {
    devnet = Devnet.start(DevnetOptions.manualTicks());
    rpc = new Rpc(devnet);
  }

  @AfterAll
  static void stop() {
    devnet.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp256k1", "bls"})
  void aNewKeyIsHeldAndSigns(String type) {
    String address = rpc.call("WalletNew", type).asString();

    assertThat(address).startsWith(type.equals("bls") ? "f3" : "f1");
    assertThat(rpc.call("WalletHas", address).asBoolean()).isTrue();
    assertThat(rpc.call("WalletList").valueStream().map(JsonNode::asString)).contains(address);
    JsonNode signed = rpc.call("WalletSign", address, HELLO64);
    Signature signature =
        new Signature(
            Signature.Type.of(signed.path("Type").asInt()),
            Base64.getDecoder().decode(signed.path("Data").asString()));
    assertThat(Signatures.verify(FilAddress.parse(address), HELLO, signature)).isTrue();
  }

  @Test
  void anImportedKeySignsAsPublished() {
    JsonNode row =
        Fixtures.rows("chain/vectors/signatures.json", "secp256k1").findFirst().orElseThrow();
    Map<String, String> info =
        Map.of("Type", "secp256k1", "PrivateKey", row.path("privateKeyBase64").asString());

    String address = rpc.call("WalletImport", info).asString();

    assertThat(address).isEqualTo(row.path("address").asString());
    byte[] published =
        HexFormat.of().parseHex(row.path("lotusSignatureHex").asString().substring(2));
    assertThat(rpc.call("WalletSign", address, HELLO64).path("Data").asString())
        .isEqualTo(Base64.getEncoder().encodeToString(published));
  }

  @Test
  void aKeyThatIsNotHereSignsNothing() {
    String stranger = "f1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba";

    assertThat(rpc.call("WalletHas", stranger).asBoolean()).isFalse();
    assertThat(rpc.reply("WalletSign", stranger, HELLO64).at("/error/message").asString())
        .contains("key info not found");
    assertThat(
            rpc.reply("WalletImport", Map.of("Type", "bls", "PrivateKey", "AA=="))
                .at("/error/code")
                .asInt())
        .isEqualTo(1);
  }
}
