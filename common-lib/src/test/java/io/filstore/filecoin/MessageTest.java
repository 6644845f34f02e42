package io.filstore.filecoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.filecoin.Signature.Type;
import io.filstore.fixtures.Fixtures;
import io.filstore.multiformats.FormatException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MessageTest {

  private static final String VECTORS = "chain/vectors/messages.json";
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void messagesHaveTheBytesOfTheReference() {
    Fixtures.json(VECTORS)
        .path("unsignedCbor")
        .path("cases")
        .forEach(row -> {
          Message message = message(row.path("message"));
          byte[] cbor = HEX.parseHex(row.path("hex_cbor").asString());
          assertThat(message.cbor()).isEqualTo(cbor);
          assertThat(Message.decode(cbor)).isEqualTo(message).hasSameHashCodeAs(message);
        });
  }

  @Test
  void blsSendersAreVerifiedOverTheCid() {
    Fixtures.json(VECTORS)
        .path("blsSigned")
        .path("cases")
        .forEach(row -> {
          SignedMessage signed = new SignedMessage(message(row.path("Unsigned")), signature(row));
          assertThat(signed.message().cid()).hasToString(row.path("Cid").asString());
          assertThat(HEX.formatHex(signed.message().cid().bytes()))
              .isEqualTo(row.path("CidHexBytes").asString());
          assertThat(signed.cid()).isEqualTo(signed.message().cid());
          assertThat(signed.verify(signed.message().from())).isTrue();
          Message other = signed.message().withNonce(56);
          assertThat(new SignedMessage(other, signed.signature()).verify(other.from())).isFalse();
        });
  }

  @Test
  void secp256k1SendersSignTheCid() {
    JsonNode row = Fixtures.json(VECTORS).path("secpSigned");
    Secp256k1Key key = key(row.path("privateKeyBase64").asString());
    assertThat(key.address()).hasToString(row.path("address").asString());
    assertThat(HEX.formatHex(key.publicKey()))
        .isEqualTo(row.path("uncompressedPubKeyHex").asString());
    Message message = message(row.path("message"));
    assertThat(HEX.formatHex(message.cbor())).isEqualTo(row.path("messageCborHex").asString());
    assertThat(message.cid()).hasToString(row.path("messageCid").asString());
    SignedMessage signed = message.sign(key);
    assertThat(signed.signature()).isEqualTo(signature(row));
    assertThat(signed.verify(message.from())).isTrue();
  }

  @Test
  void theCidOfASignedMessageCoversTheSignature() {
    JsonNode row = Fixtures.json(VECTORS).path("signedMessageCid");
    JsonNode json = row.path("signedMessage");
    SignedMessage signed = new SignedMessage(message(json.path("Message")), signature(json));
    assertThat(signed.cid()).hasToString(row.path("cid").asString());
  }

  @Test
  void theMempoolSampleIsOneMessage() {
    JsonNode sample = Fixtures.json("chain/rpc/mpool-push-message.json");
    checkResult(sample.path("response").path("result"));
    JsonNode push = sample.path("mpoolPush");
    SignedMessage pushed = signed(push.path("request").path("params").path(0));
    assertThat(pushed.cid()).hasToString(push.path("response").path("result").path("/").asString());
    JsonNode estimated = sample.path("gasEstimate").path("response").path("result");
    assertThat(message(estimated).cid()).hasToString(estimated.path("CID").path("/").asString());
  }

  private static void checkResult(JsonNode result) {
    SignedMessage signed = signed(result);
    assertThat(signed.message().cid())
        .hasToString(result.path("Message").path("CID").path("/").asString());
    assertThat(signed.cid()).hasToString(result.path("CID").path("/").asString());
    assertThat(signed.verify(signed.message().from())).isTrue();
    assertThat(SignedMessage.decode(signed.cbor())).isEqualTo(signed);
    assertThat(DatacapTransfer.decodeParams(signed.message().params()).requests()).hasSize(1);
  }

  @Test
  void knowsOneSignedMessageWithoutAnyFile() {
    Secp256k1Key key = key("8VcW07ADswS4BV2cxi5rnIadVsyTDDhY1NfDH19T8Uo=");
    Message message =
        Message.draft(
                FilAddress.parse("t17uoq6tp427uzv7fztkbsnn64iwotfrristwpryy"),
                key.address(),
                AttoFil.of(100000),
                0,
                new byte[0])
            .withNonce(1)
            .withGas(25000, AttoFil.of(1), AttoFil.of(1));
    assertThat(message.cid())
        .hasToString("bafy2bzaceduq6pnkpz7xhs6d24epnu47hjpn3oucoq3xnkc4g5b7hgcdw4now");
    assertThat(Base64.getEncoder().encodeToString(message.sign(key).signature().data()))
        .isEqualTo(
            "nFuTI7MxEXqTQ0QmmQTmqbUsNZfHFXlNjz+susVDkAk1SrRCdJKxlVZZrM4vUtVBSYgtMIeigNfpqdKGIFhoWQA=");
  }

  @Test
  void otherBytesAreRefused() {
    byte[] cbor =
        Message.draft(FilAddress.id(1), FilAddress.id(2), AttoFil.ZERO, 0, new byte[3]).cbor();
    for (int length = 0; length < cbor.length; length++) {
      byte[] cut = Arrays.copyOf(cbor, length);
      assertThatThrownBy(() -> Message.decode(cut)).isInstanceOf(FormatException.class);
    }
    byte[] version1 = cbor.clone();
    version1[1] = 1;
    assertThatThrownBy(() -> Message.decode(version1))
        .isInstanceOf(FormatException.class)
        .hasMessage("message version is 1, must be 0");
  }

  private static Secp256k1Key key(String base64) {
    return Secp256k1Key.fromBytes(Base64.getDecoder().decode(base64));
  }

  private static SignedMessage signed(JsonNode json) {
    return new SignedMessage(message(json.path("Message")), signature(json));
  }

  private static Signature signature(JsonNode json) {
    JsonNode signature =
        json.path("Signature").isMissingNode() ? json.path("signature") : json.path("Signature");
    return new Signature(
        Type.of(signature.path("Type").asInt()),
        Base64.getDecoder().decode(signature.path("Data").asString()));
  }

  private static Message message(JsonNode json) {
    return new Message(
        0,
        FilAddress.parse(json.path("To").asString()),
        FilAddress.parse(json.path("From").asString()),
        Long.parseUnsignedLong(json.path("Nonce").toString()),
        AttoFil.parse(json.path("Value").asString()),
        json.path("GasLimit").asLong(),
        AttoFil.parse(json.path("GasFeeCap").asString()),
        AttoFil.parse(json.path("GasPremium").asString()),
        Long.parseUnsignedLong(json.path("Method").toString()),
        Base64.getDecoder().decode(json.path("Params").asString("")));
  }
}
