package io.filstore.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.fixtures.Fixtures;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
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

  private static void checkConversion(String v1, String v2, long payload, long padded) {
    assertThat(PieceCid.parse(v1).toV2(payload)).hasToString(v2);
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
