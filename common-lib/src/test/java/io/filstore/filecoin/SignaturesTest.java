package io.filstore.filecoin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.filecoin.Signature.Type;
import io.filstore.fixtures.Fixtures;
import io.filstore.multiformats.FormatException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SignaturesTest {

  private static final String VECTORS = "chain/vectors/signatures.json";
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] HELLO = "hello".getBytes(UTF_8);

  /** A public test key; never to be funded. */
  private static final Secp256k1Key KEY =
      Secp256k1Key.fromBytes(
          Base64.getDecoder().decode("LzjsZEXCy6tDWAxcFiu76IRQwHkohWvsVK1T+2Q5NfY="));

  private static final String BLS_ADDRESS =
      "f3uwh4pjnqr6f2xljil55isug7nkmijouu6nf3n7z6xjk4fibqsp3mbotipdii6eufmskkqnmp2j65m2o25qnq";
  private static final String BLS_HELLO =
      "02b509cf25efa1035691a06ab40db59830e4e271dc144b6add2dc812365afc637e5f0710424d4d697a3cf9c6ea30c6"
          + "81ac077bd8ac0f3cf149336df246428644db722ec8d13a04c1dd4512ebd1c42723eafa14382f9dd77387c3f5c5f1d7"
          + "ff0775";

  @Test
  void signsAsPublished() {
    assertThat(KEY.address()).hasToString("f1drv36h2ldc4xzhjfiwicxsq6rgkl6z5vhit2roq");
    assertThat(HEX.formatHex(KEY.sign(HELLO).bytes()))
        .isEqualTo(
            "015322ea74a2985bb1a91be635bad133b4505b566b7aed97276ece9a26bab344340e0b602cf68ca9259766d81ad9"
                + "d4bfe15a0d5efa2398cab1c18b1f160dd8682600");
    Fixtures.rows(VECTORS, "secp256k1")
        .forEach(row -> {
          Secp256k1Key key =
              Secp256k1Key.fromBytes(
                  Base64.getDecoder().decode(row.path("privateKeyBase64").asString()));
          byte[] message = row.path("messageUtf8").asString().getBytes(UTF_8);
          assertThat(key.address()).hasToString(row.path("address").asString());
          assertThat(HEX.formatHex(key.sign(message).bytes()))
              .isEqualTo(row.path("lotusSignatureHex").asString());
          assertThat(Signatures.verify(key.address(), message, key.sign(message))).isTrue();
        });
  }

  @Test
  void everyNewKeySignsSoThatItsAddressVerifies() {
    SecureRandom random = new SecureRandom();
    for (int i = 0; i < 50; i++) {
      Secp256k1Key key = Secp256k1Key.generate(random);
      byte[] payload = new byte[i];
      random.nextBytes(payload);
      Signature signature = key.sign(payload);
      assertThat(Signatures.verify(key.address(), payload, signature)).isTrue();
      assertThat(Signatures.verify(KEY.address(), payload, signature)).isFalse();
      assertThat(Secp256k1Key.fromBytes(key.secret()).publicKey()).isEqualTo(key.publicKey());
    }
  }

  @Test
  void aChangedByteAnywhereIsRefused() {
    byte[] good = KEY.sign(HELLO).data();
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      assertThat(verifies(bad)).as("byte %d", i).isFalse();
    }
    assertThat(verifies(Arrays.copyOf(good, 66))).isFalse();
    assertThat(verifies(Arrays.copyOf(good, 64))).isFalse();
    assertThat(verifies(new byte[65])).isFalse();
  }

  @Test
  void theMirroredSignatureWithHighSIsRefused() {
    BigInteger order =
        new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    byte[] mirrored = KEY.sign(HELLO).data();
    byte[] s =
        order.subtract(new BigInteger(1, Arrays.copyOfRange(mirrored, 32, 64))).toByteArray();
    System.arraycopy(s, s.length - 32, mirrored, 32, 32);
    mirrored[64] ^= 1;
    assertThat(verifies(mirrored)).isFalse();
  }

  private static boolean verifies(byte[] data) {
    return Signatures.verify(KEY.address(), HELLO, new Signature(Type.SECP256K1, data));
  }

  @Test
  void secretsAreCheckedAndNeverShown() {
    String secret = HEX.formatHex(KEY.secret());
    assertThat(KEY).hasToString("Secp256k1Key[" + KEY.address() + "]");
    assertThat(KEY.toString()).doesNotContain(secret);
    assertThatThrownBy(() -> Secp256k1Key.fromBytes(new byte[32]))
        .isInstanceOf(IllegalArgumentException.class);
    byte[] above = new byte[32];
    Arrays.fill(above, (byte) 0xff);
    assertThatThrownBy(() -> Secp256k1Key.fromBytes(above))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("ff");
    assertThatThrownBy(() -> Secp256k1Key.fromBytes(new byte[31]))
        .hasMessage("a secp256k1 secret is 32 bytes, this is 31");
  }

  @Test
  void blsSignaturesVerify() {
    FilAddress signer = FilAddress.parse(BLS_ADDRESS);
    Signature signature = Signature.fromBytes(HEX.parseHex(BLS_HELLO));
    assertThat(Signatures.verify(signer, HELLO, signature)).isTrue();
    assertThat(Signatures.verify(signer, "hallo".getBytes(UTF_8), signature)).isFalse();
    assertThat(Signatures.verify(KEY.address(), HELLO, signature)).isFalse();
    assertThat(Signatures.verify(FilAddress.id(1234), HELLO, signature)).isFalse();
  }

  @Test
  void publishedBlsSignaturesVerifyAndTheirBadFormsDoNot() {
    Fixtures.rows(VECTORS, "bls").forEach(SignaturesTest::checkBls);
  }

  private static void checkBls(JsonNode row) {
    FilAddress signer = FilAddress.parse(row.path("address").asString());
    byte[] message = row.path("messageUtf8").asString().getBytes(UTF_8);
    byte[] data =
        row.path("verifyOnly").asBoolean(false)
            ? HEX.parseHex(row.path("signatureHex").asString())
            : Signature.fromBytes(HEX.parseHex(row.path("lotusSignatureHex").asString())).data();
    assertThat(Signatures.verify(signer, message, new Signature(Type.BLS, data))).isTrue();
    for (int i = 0; i < data.length; i++) {
      byte[] bad = data.clone();
      bad[i] ^= 4;
      assertThat(Signatures.verify(signer, message, new Signature(Type.BLS, bad))).isFalse();
    }
    byte[] longer = Arrays.copyOf(data, 97);
    assertThat(Signatures.verify(signer, message, new Signature(Type.BLS, longer))).isFalse();
    byte[] uncompressed = new supranational.blst.P2_Affine(data).serialize();
    assertThat(uncompressed).hasSize(192);
    assertThat(Signatures.verify(signer, message, new Signature(Type.BLS, uncompressed))).isFalse();
  }

  @Test
  void theInfinityPointSignsNothing() {
    byte[] infinity = new byte[48];
    infinity[0] = (byte) 0xc0;
    byte[] signature = new byte[96];
    signature[0] = (byte) 0xc0;
    assertThat(
            Signatures.verify(FilAddress.bls(infinity), HELLO, new Signature(Type.BLS, signature)))
        .isFalse();
  }

  @Test
  void signatureBytesBeginWithTheType() {
    Signature signature = KEY.sign(HELLO);
    assertThat(signature.bytes()[0]).isEqualTo((byte) 1);
    assertThat(Signature.fromBytes(signature.bytes())).isEqualTo(signature);
    assertThatThrownBy(() -> Signature.fromBytes(new byte[] {4, 1}))
        .isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> Signature.fromBytes(new byte[0])).isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> Signature.fromBytes(new byte[201]))
        .isInstanceOf(FormatException.class);
  }
}
