package io.filstore.filecoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.fixtures.Fixtures;
import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.piece.PaddedPieceSize;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DealProposalTest {

  private static final String VECTORS = "chain/vectors/deal-proposals.json";
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void aProposalHasTheBytesOfTheReferenceEncoder() {
    DealProposal proposal =
        new DealProposal(
            Cid.parse("baga6ea4seaqao7s73y24kcutaosvacpdjgfe5pw76ooefnyqw4ynr3d2y6x2mpq"),
            new PaddedPieceSize(2048),
            false,
            FilAddress.id(1234),
            FilAddress.id(1000),
            DealLabel.of(""),
            new Epoch(5000000),
            new Epoch(6500000),
            AttoFil.of(1),
            AttoFil.ZERO,
            AttoFil.of(255));
    assertThat(HEX.formatHex(proposal.cbor()))
        .isEqualTo(
            "8bd82a5828000181e203922020077e5fde35c50a9303a55009e3498a4ebedff39c42b710b730d8ec7ac7afa63e"
                + "190800f44300d2094300e807601a004c4b401a00632ea0420001404200ff");
    assertThat(proposal.cid())
        .hasToString("bafy2bzaceanp6qtpdes24kc4hosju25is2zaw7eiui2xsjdd2h6a5iwz73kek");
    assertThat(DealProposal.decode(proposal.cbor())).isEqualTo(proposal);
  }

  @Test
  void publishedProposalsSignaturesAndCids() {
    JsonNode vectors = Fixtures.json(VECTORS);
    Secp256k1Key key =
        Secp256k1Key.fromBytes(
            Base64.getDecoder().decode(vectors.path("privateKeyBase64").asString()));
    for (JsonNode row : vectors.path("cases")) {
      byte[] cbor = HEX.parseHex(row.path("proposalCborHex").asString());
      DealProposal proposal = proposal(row.path("proposal"));
      assertThat(proposal.cbor()).as(row.path("name").asString()).isEqualTo(cbor);
      assertThat(DealProposal.decode(cbor)).isEqualTo(proposal);
      assertThat(proposal.cid()).hasToString(row.path("proposalCid").asString());
      if (row.has("signatureHex")) {
        checkSigned(proposal.sign(key), row);
      }
    }
  }

  private static void checkSigned(ClientDealProposal signed, JsonNode row) {
    assertThat(HEX.formatHex(signed.signature().data()))
        .isEqualTo(row.path("signatureHex").asString());
    byte[] cbor = HEX.parseHex(row.path("clientDealProposalCborHex").asString());
    assertThat(signed.cbor()).isEqualTo(cbor);
    assertThat(ClientDealProposal.decode(cbor)).isEqualTo(signed);
    assertThat(signed.cid()).hasToString(row.path("signedProposalCidSha256").asString());
    FilAddress signer = FilAddress.parse(row.path("signer").asString());
    assertThat(Signatures.verify(signer, signed.proposal().cbor(), signed.signature())).isTrue();
  }

  @Test
  void theChainKnowsTheProposalByTheClientsActorId() {
    JsonNode vectors = Fixtures.json(VECTORS);
    JsonNode normal = vectors.path("onChainNormalisation");
    DealProposal onChain =
        proposal(vectors.path("cases").path(0).path("proposal"))
            .withClient(FilAddress.parse(normal.path("assumedClientId").asString()));
    assertThat(HEX.formatHex(onChain.cbor()))
        .isEqualTo(normal.path("normalisedCborHex").asString());
    assertThat(onChain.cid()).hasToString(normal.path("normalisedProposalCid").asString());
  }

  @Test
  void labelsAndAmountsAsPublished() {
    Fixtures.rows(VECTORS, "labelCbor")
        .forEach(row -> {
          DealLabel label =
              row.has("label")
                  ? DealLabel.of(row.path("label").asString())
                  : new DealLabel.Bytes(HEX.parseHex(row.path("labelBytesHex").asString()));
          CborWriter out = new CborWriter();
          label.write(out);
          assertThat(HEX.formatHex(out.toBytes())).isEqualTo(row.path("cborHex").asString());
          assertThat(DealLabel.read(new CborReader(out.toBytes()))).isEqualTo(label);
        });
    Fixtures.rows(VECTORS, "bigIntCbor")
        .forEach(row -> {
          AttoFil amount = AttoFil.parse(row.path("value").asString());
          byte[] cbor = new CborWriter().bytes(amount.cborBytes()).toBytes();
          assertThat(HEX.formatHex(cbor)).isEqualTo(row.path("cborHex").asString());
        });
  }

  @Test
  void bitfieldsAndThePublishReturnAsPublished() {
    JsonNode vectors = Fixtures.json(VECTORS);
    for (JsonNode row : vectors.path("bitfieldRlePlus").path("cases")) {
      byte[] cbor = new CborWriter().bytes(RlePlus.encode(bits(row.path("set")))).toBytes();
      assertThat(HEX.formatHex(cbor)).isEqualTo(row.path("cborHex").asString());
      assertThat(RlePlus.decode(new CborReader(cbor).bytes(), 1000))
          .isEqualTo(bits(row.path("set")));
    }
    byte[] cbor = HEX.parseHex(vectors.path("publishReturnExample").path("cborHex").asString());
    PublishStorageDeals.Return published = PublishStorageDeals.Return.decode(cbor);
    assertThat(published.cbor()).isEqualTo(cbor);
  }

  @Test
  void aDroppedProposalHasNoDealId() {
    PublishStorageDeals.Return published =
        PublishStorageDeals.Return.decode(HEX.parseHex("82821a0001e2401a0001e241413c"));
    assertThat(published.idOf(0)).hasValue(123456);
    assertThat(published.idOf(1)).isEmpty();
    assertThat(published.idOf(2)).hasValue(123457);
    assertThat(published.idOf(3)).isEmpty();
    assertThatThrownBy(() -> PublishStorageDeals.Return.decode(HEX.parseHex("82811a0001e240413c")))
        .isInstanceOf(FormatException.class)
        .hasMessage("1 deal ids for 2 valid deals");
  }

  @Test
  void publishParametersAreRead() {
    ClientDealProposal signed = example();
    byte[] params = PublishStorageDeals.params(List.of(signed, signed));
    assertThat(PublishStorageDeals.decodeParams(params)).containsExactly(signed, signed);
  }

  @Test
  void cutOrExtendedProposalsAreRefused() {
    byte[] cbor = example().cbor();
    for (int length = 0; length < cbor.length; length++) {
      byte[] cut = Arrays.copyOf(cbor, length);
      assertThatThrownBy(() -> ClientDealProposal.decode(cut)).isInstanceOf(FormatException.class);
    }
    assertThatThrownBy(() -> ClientDealProposal.decode(Arrays.copyOf(cbor, cbor.length + 1)))
        .isInstanceOf(FormatException.class);
  }

  @Test
  void hostileValuesAreRefusedAsBadFormat() {
    String good = HEX.formatHex(example().proposal().cbor());
    assertThatThrownBy(
            () -> DealProposal.decode(HEX.parseHex(good.replace("190800f4", "190801f4"))))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("2049");
    byte[] label = new CborWriter().text("x".repeat(257)).toBytes();
    assertThatThrownBy(() -> DealLabel.read(new CborReader(label)))
        .isInstanceOf(FormatException.class);
  }

  @Test
  void balanceMessagesAreRead() {
    FilAddress owner = FilAddress.id(1234);
    assertThat(HEX.formatHex(MarketBalance.addParams(owner))).isEqualTo("4300d209");
    assertThat(MarketBalance.decodeAdd(MarketBalance.addParams(owner))).isEqualTo(owner);
    byte[] withdraw = MarketBalance.withdrawParams(owner, AttoFil.of(256));
    assertThat(HEX.formatHex(withdraw)).isEqualTo("824300d20943000100");
    assertThat(MarketBalance.decodeWithdraw(withdraw))
        .isEqualTo(new MarketBalance.Withdrawal(owner, AttoFil.of(256)));
  }

  private static ClientDealProposal example() {
    byte[] secret = new byte[32];
    secret[31] = 1;
    return DealProposal.decode(
            HEX.parseHex(
                "8bd82a5828000181e203922020077e5fde35c50a9303a55009e3498a4ebedff39c42b710b730d8ec7ac7afa6"
                    + "3e190800f44300d2094300e807601a004c4b401a00632ea0420001404200ff"))
        .sign(Secp256k1Key.fromBytes(secret));
  }

  private static BitSet bits(JsonNode set) {
    BitSet bits = new BitSet();
    set.forEach(bit -> bits.set(bit.asInt()));
    return bits;
  }

  private static DealProposal proposal(JsonNode json) {
    JsonNode label = json.path("Label");
    return new DealProposal(
        Cid.parse(json.path("PieceCID").asString()),
        new PaddedPieceSize(json.path("PieceSize").asLong()),
        json.path("VerifiedDeal").asBoolean(),
        FilAddress.parse(json.path("Client").asString()),
        FilAddress.parse(json.path("Provider").asString()),
        label.isObject()
            ? new DealLabel.Bytes(HEX.parseHex(label.path("bytesHex").asString()))
            : DealLabel.of(label.asString()),
        new Epoch(json.path("StartEpoch").asLong()),
        new Epoch(json.path("EndEpoch").asLong()),
        AttoFil.parse(json.path("StoragePricePerEpoch").asString()),
        AttoFil.parse(json.path("ProviderCollateral").asString()),
        AttoFil.parse(json.path("ClientCollateral").asString()));
  }
}
