package io.filstore.filecoin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.filecoin.mk20.CurioAuth;
import io.filstore.fixtures.Fixtures;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class BlsKeyTest {

  private static final byte[] SECRET =
      Base64.getDecoder().decode("LeQGu4KtIHGw1+XC54BnL6QGvCM3+aESKUQYrydwTlY=");

  @Test
  void signsAsLotusDoesWithItsLittleEndianSecrets() {
    JsonNode row = Fixtures.rows("chain/vectors/signatures.json", "bls").findFirst().orElseThrow();
    byte[] secret = Base64.getDecoder().decode(row.path("privateKeyBase64LittleEndian").asString());
    BlsKey key = BlsKey.fromBytes(secret);
    byte[] message = row.path("messageUtf8").asString().getBytes(UTF_8);

    assertThat(secret).isEqualTo(SECRET);
    assertThat(key.address()).hasToString(row.path("address").asString());
    assertThat(HexFormat.of().formatHex(key.sign(message).bytes()))
        .isEqualTo(row.path("lotusSignatureHex").asString());
    assertThat(LocalKey.of(KeyType.BLS, key.secret()).address()).isEqualTo(key.address());
  }

  @Test
  void everyNewKeySignsSoThatItsAddressVerifies() {
    SecureRandom random = new SecureRandom();
    FilAddress other = BlsKey.fromBytes(SECRET).address();
    for (int i = 0; i < 20; i++) {
      BlsKey key = BlsKey.generate(random);
      byte[] payload = new byte[i];
      random.nextBytes(payload);

      assertThat(Signatures.verify(key.address(), payload, key.sign(payload))).isTrue();
      assertThat(Signatures.verify(other, payload, key.sign(payload))).isFalse();
    }
  }

  @Test
  void aSecretThatIsNoNumberOfTheGroupIsRefusedWithoutBeingShown() {
    byte[] order = Bls.ORDER.toByteArray();
    byte[] littleEndianOrder = new byte[32];
    for (int i = 0; i < 32; i++) {
      littleEndianOrder[i] = order[order.length - 1 - i];
    }
    byte[] tooLarge = new byte[32];
    Arrays.fill(tooLarge, (byte) 0xff);

    for (byte[] bad : new byte[][] {new byte[32], littleEndianOrder, tooLarge}) {
      assertThatThrownBy(() -> BlsKey.fromBytes(bad))
          .hasMessage("BLS secret is zero or not below the group's order");
    }
    assertThatThrownBy(() -> BlsKey.fromBytes(new byte[31])).hasMessageContaining("31");
    littleEndianOrder[0]--;
    assertThat(BlsKey.fromBytes(littleEndianOrder).address().toString()).startsWith("f3");
  }

  @Test
  void speaksToProvidersAsAKeyOfTypeBls() {
    BlsKey key = BlsKey.fromBytes(SECRET);
    Instant now = Instant.parse("2026-11-21T03:10:30Z");

    String header = CurioAuth.authorization(key, "GET", "/market/mk20/products", now);

    assertThat(header).startsWith("CurioAuth bls:");
    assertThat(CurioAuth.verify(header, "GET", "/market/mk20/products", now))
        .isEqualTo(key.address());
  }

  @Test
  void saysNothingOfItsSecret() {
    BlsKey key = BlsKey.fromBytes(SECRET);
    assertThat(key).hasToString("BlsKey[" + key.address() + "]");
  }
}
