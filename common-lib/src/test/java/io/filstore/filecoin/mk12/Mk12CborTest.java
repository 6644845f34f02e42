package io.filstore.filecoin.mk12;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Secp256k1Key;
import io.filstore.filecoin.Signature;
import io.filstore.filecoin.Signature.Type;
import io.filstore.fixtures.Fixtures;
import io.filstore.ipld.CborLimits;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.FormatException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class Mk12CborTest {

  private static final String VECTORS = "chain/vectors/mk12-cbor.json";
  private static final HexFormat HEX = HexFormat.of();
  private static final UUID DEAL = UUID.fromString("01020304-0506-4708-890a-0b0c0d0e0f10");

  @Test
  void dealParamsAsPublished() {
    JsonNode vectors = Fixtures.json(VECTORS);
    for (String name : new String[] {"dealParamsPlaceholderSignatureHex", "dealParamsSignedHex"}) {
      byte[] cbor = HEX.parseHex(vectors.path(name).asString());
      DealParams params = DealParams.decode(cbor);
      assertThat(params.cbor()).isEqualTo(cbor);
      assertThat(params.dealUuid()).hasToString(vectors.path("dealUuid").asString());
      assertThat(params.transfer().type()).isEqualTo("http");
      assertThat(new String(params.transfer().params(), UTF_8))
          .isEqualTo(vectors.path("transferParamsJson").asString());
      assertThat(params.transfer().toString()).doesNotContain("Bearer");
      assertThat(DealParams.decode(params.cbor())).isEqualTo(params);
    }
  }

  @Test
  void statusesAsPublished() {
    JsonNode vectors = Fixtures.json(VECTORS);
    byte[] cbor = HEX.parseHex(vectors.path("dealStatusResponseHex").asString());
    DealStatusResponse response = DealStatusResponse.decode(cbor);
    assertThat(response.cbor()).isEqualTo(cbor);
    DealStatus status = Objects.requireNonNull(response.status());
    assertThat(status.status()).isEqualTo("PublishConfirmed");
    assertThat(status.chainDealId()).isEqualTo(123456);
    assertThat(status.sealingStatus()).isEqualTo("PreCommit1");
    byte[] unknown = HEX.parseHex(vectors.path("dealStatusResponseErrorHex").asString());
    assertThat(DealStatusResponse.decode(unknown).cbor()).isEqualTo(unknown);
    assertThat(DealStatusResponse.decode(unknown).status()).isNull();
  }

  @Test
  void statusRequestsAsPublished() {
    JsonNode vectors = Fixtures.json(VECTORS);
    JsonNode request = vectors.path("dealStatusRequest");
    Secp256k1Key key =
        Secp256k1Key.fromBytes(
            Base64.getDecoder()
                .decode(
                    Fixtures.json("chain/vectors/deal-proposals.json")
                        .path("privateKeyBase64")
                        .asString()));
    assertThat(HEX.formatHex(DealStatusRequest.of(DEAL, key).cbor()))
        .isEqualTo(request.path("cborHex").asString());
    byte[] placeholder = HEX.parseHex(request.path("placeholderSignatureCborHex").asString());
    assertThat(DealStatusRequest.decode(placeholder).cbor()).isEqualTo(placeholder);
    byte[] signature = DealStatusRequest.of(DEAL, key).signature().data();
    assertThat(HEX.formatHex(signature)).isEqualTo(request.path("signatureHex").asString());
  }

  @Test
  void responsesAsPublished() {
    JsonNode vectors = Fixtures.json(VECTORS);
    assertThat(HEX.formatHex(new DealResponse(true, "").cbor()))
        .isEqualTo(vectors.path("dealResponseAcceptedHex").asString());
    String why = vectors.path("dealResponseRejectedMessage").asString();
    assertThat(HEX.formatHex(new DealResponse(false, why).cbor()))
        .isEqualTo(vectors.path("dealResponseRejectedHex").asString());
  }

  @Test
  void aResponseIsReadInAnyKeyOrderAndWithUnknownKeys() {
    DealResponse accepted = new DealResponse(true, "");
    assertThat(HEX.formatHex(accepted.cbor()))
        .isEqualTo("a2674d65737361676560684163636570746564f5");
    assertThat(DealResponse.decode(accepted.cbor())).isEqualTo(accepted);
    byte[] other =
        new CborWriter(CborLimits.KeyOrder.ANY)
            .map(3)
            .text("Accepted")
            .bool(true)
            .text("New")
            .array(1)
            .integer(-1)
            .text("Message")
            .text("")
            .toBytes();
    assertThat(DealResponse.decode(other)).isEqualTo(accepted);
  }

  @Test
  void aResponseWithoutAVerdictIsNone() {
    byte[] cbor = new CborWriter().map(1).text("Message").text("ok").toBytes();
    assertThatThrownBy(() -> DealResponse.decode(cbor))
        .isInstanceOf(FormatException.class)
        .hasMessage("DealResponse has no Accepted");
    assertThatThrownBy(() -> DealResponse.decode("<html>".getBytes(UTF_8)))
        .isInstanceOf(FormatException.class);
  }

  @Test
  void asksAreRead() {
    StorageAsk ask =
        new StorageAsk(
            AttoFil.of(50_000_000),
            AttoFil.of(5_000_000),
            1L << 34,
            1L << 35,
            FilAddress.id(1000),
            new Epoch(5),
            new Epoch(5_000_000),
            1);
    Signature signature = new Signature(Type.BLS, new byte[96]);
    AskResponse signed = new AskResponse(ask, signature);
    assertThat(AskResponse.decode(signed.cbor())).isEqualTo(signed);
    AskResponse unsigned = new AskResponse(ask, null);
    assertThat(AskResponse.decode(unsigned.cbor())).isEqualTo(unsigned);
    AskResponse none = new AskResponse(null, null);
    assertThat(HEX.formatHex(none.cbor())).isEqualTo("a16341736bf6");
    assertThat(AskResponse.decode(none.cbor())).isEqualTo(none);
    AskRequest request = new AskRequest(FilAddress.id(1000));
    assertThat(HEX.formatHex(request.cbor())).isEqualTo("a1654d696e65724300e807");
    assertThat(AskRequest.decode(request.cbor())).isEqualTo(request);
  }

  @Test
  void cutObjectsAreRefused() {
    byte[] cbor = HEX.parseHex(Fixtures.json(VECTORS).path("dealParamsSignedHex").asString());
    for (int length = 0; length < cbor.length; length++) {
      byte[] cut = Arrays.copyOf(cbor, length);
      assertThatThrownBy(() -> DealParams.decode(cut)).isInstanceOf(FormatException.class);
    }
  }
}
