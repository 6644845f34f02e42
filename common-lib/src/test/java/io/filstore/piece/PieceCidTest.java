package io.filstore.piece;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.fixtures.Fixtures;
import io.filstore.fixtures.Inputs;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PieceCidTest {

  private static final String V1 =
      "baga6ea4seaqn34t7ig67mpduajgi2ctsdhlcknxorbhczp6gsrsy6mg77hym6hy";
  private static final String V2 =
      "bafkzcibfxx3meais3xzh6qn56y6hiasmrufhegoweu3o5ccofs74nfdfr4yn76pqz4pq";

  @Test
  void theTwoFormsCarryTheSameRoot() {
    PieceCid v2 = PieceCid.parse(V2);
    assertThat(v2.isV2()).isTrue();
    assertThat(v2.rawSize()).hasValue(5129411);
    assertThat(v2.size()).contains(new PaddedPieceSize(8388608));
    assertThat(v2.v1()).hasToString(V1);
    PieceCid v1 = PieceCid.parse(V1);
    assertThat(v1.isV2()).isFalse();
    assertThat(v1.rawSize()).isEmpty();
    assertThat(v1.size()).isEmpty();
    assertThat(v1.toV2(5129411)).isEqualTo(v2).hasToString(V2);
    assertThat(v1.root()).isEqualTo(v2.root());
    assertThat(v1).isNotEqualTo(v2);
    assertThat(PieceCid.of(v2.cid())).isEqualTo(v2).hasSameHashCodeAs(v2);
  }

  @Test
  void convertsAsPublished() {
    Fixtures.rows("formats/piece-cid.json", "valid")
        .forEach(row ->
            checkConversion(
                row.path("pieceCidV1").asString(),
                row.path("pieceCidV2").asString(),
                row.path("payloadSize").asLong(),
                row.path("paddedPieceSize").asLong()));
    Fixtures.rows("chain/vectors/piece-cid-v2.json", "cases")
        .forEach(row ->
            checkConversion(
                row.path("pieceCidV1").asString(),
                row.path("pieceCidV2").asString(),
                row.path("payloadSize").asLong(),
                row.path("paddedPieceSize").asLong()));
  }

  @Test
  void thePublishedBytesAreReadAndWritten() {
    Fixtures.rows("formats/piece-cid.json", "valid")
        .forEach(row -> {
          byte[] bytes = HexFormat.of().parseHex(row.path("pieceCidV2Hex").asString());
          PieceCid v2 = PieceCid.of(Cid.decode(bytes));
          assertThat(v2).hasToString(row.path("pieceCidV2").asString());
          assertThat(v2.size().orElseThrow().height()).isEqualTo(row.path("height").asInt());
          assertThat(v2.size().orElseThrow().unpadded() - v2.rawSize().orElseThrow())
              .isEqualTo(row.path("padding").asLong());
          assertThat(PieceCommitment.of(v2).v2()).isEqualTo(v2);
        });
  }

  @Test
  void aPieceSizeAloneMakesTheFormOfTheWholePiece() {
    PieceCid whole = PieceCid.parse(V1).toWholePiece(new PaddedPieceSize(8388608));
    assertThat(whole.rawSize()).hasValue(8388608 / 128 * 127);
    assertThat(PieceCid.parse(V2).toWholePiece(new PaddedPieceSize(8388608))).isEqualTo(whole);
    assertThatThrownBy(() -> PieceCid.parse(V2).toWholePiece(new PaddedPieceSize(4194304)))
        .isInstanceOf(PieceSizeException.class)
        .hasMessageContaining("is of 8388608 padded bytes, not 4194304");
    assertThatThrownBy(() -> PieceCid.parse(V2).toV2(5129412))
        .isInstanceOf(PieceSizeException.class)
        .hasMessageContaining("is of 5129411 payload bytes, not 5129412");
    assertThatThrownBy(() -> PieceCommitment.of(PieceCid.parse(V1)))
        .isInstanceOf(PieceSizeException.class)
        .hasMessageContaining("carries no size");
  }

  /** The text is the 50-byte payload of go-commp-utils' commp_test.go; zero bytes: FRC-0069. */
  @Test
  void smallPayloadsHaveTheSecondFormOnly() {
    byte[] cat = "i am the biggest cat, what do you think about that".getBytes(UTF_8);
    assertThat(PieceCid.ofSmallPayload(cat).v1())
        .hasToString("baga6ea4seaqozp3abki6vgdf7ztbipcycmxfyt2o64cpuyvdkczsjxsg7bqmioi");
    assertThat(PieceCid.ofSmallPayload(cat).rawSize()).hasValue(50);
    assertThat(PieceCid.ofSmallPayload(new byte[0]))
        .hasToString("bafkzcibcp4bdomn3tgwgrh3g532zopskstnbrd2n3sxfqbze7rxt7vqn7veigmy");
    assertThatThrownBy(() -> PieceCid.ofSmallPayload(new byte[127]))
        .isInstanceOf(PieceSizeException.class)
        .hasMessage("payload is 127 bytes, a small one has 0 to 126");
    assertThatThrownBy(() -> PieceCid.v2(new byte[32], 126))
        .isInstanceOf(PieceSizeException.class)
        .hasMessage("payload is 126 bytes, a piece CID v2 needs at least 127");
  }

  @Test
  void smallPayloadsAreThoseOfThePeers() {
    Fixtures.rows("formats/commp.json", "vectors")
        .filter(row -> row.path("input").path("size").asLong(127) < 127)
        .forEach(row -> {
          byte[] payload = Inputs.generate(row.path("input"));
          assertThat(PieceCid.ofSmallPayload(payload))
              .hasToString(row.path("pieceCidV2").asString());
        });
  }

  private static void checkConversion(String v1, String v2, long payload, long padded) {
    PieceCid bare = PieceCid.parse(v1);
    PieceCid withSizes =
        payload < 127 ? PieceCid.v2OfSmall(bare.root(), payload) : bare.toV2(payload);
    assertThat(withSizes).hasToString(v2).isEqualTo(PieceCid.parse(v2));
    assertThat(PieceCid.parse(v2).v1()).hasToString(v1);
    assertThat(PieceCid.parse(v2).rawSize()).hasValue(payload);
    assertThat(PieceCid.parse(v2).size()).contains(new PaddedPieceSize(padded));
  }

  @Test
  void publishedBadFormsAreRefused() {
    Fixtures.rows("formats/piece-cid.json", "invalid")
        .forEach(row ->
            assertThatThrownBy(() -> PieceCid.parse(row.path("cid").asString()))
                .as(row.path("name").asString())
                .isInstanceOf(FormatException.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // half padding, non-minimal padding, short digest, root with top bits, height 255
        "bafkzcibd7yaqislnvygmtytf57s2abxiaytklxc4icpf2mkvye4yjsxwzdk47vqf",
        "bafkzcibdqaaaislnvygmtytf57s2abxiaytklxc4icpf2mkvye4yjsxwzdk47vqf",
        "bafkzcibbaaces3nobte6ezpp4wqan2age2s5yxcatzotcvobhgcmv5wi2xh5m",
        "bafkzcibcaaces3nobte6ezpp4wqan2age2s5yxcatzotcvobhgcmv5wi2xh5n7y",
        "bafkzcibcad7us3nobte6ezpp4wqan2age2s5yxcatzotcvobhgcmv5wi2xh5mbi",
        // sealed codec, 31-byte root, an ordinary block
        "bagboea4seaqes3nobte6ezpp4wqan2age2s5yxcatzotcvobhgcmv5wi2xh5mbi",
        "baga6ea4seapus3nobte6ezpp4wqan2age2s5yxcatzotcvobhgcmv5wi2xh5m",
        "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy"
      })
  void badFormsAreRefused(String text) {
    assertThatThrownBy(() -> PieceCid.parse(text)).isInstanceOf(FormatException.class);
  }

  @Test
  void aTreeBelowOneQuadIsNoPiece() {
    byte[] bytes = PieceCid.v2(new byte[32], 127).cid().bytes();
    bytes[6] = 1;
    assertThatThrownBy(() -> PieceCid.of(Cid.decode(bytes)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("height is 1, must be 2 to 31");
  }
}
