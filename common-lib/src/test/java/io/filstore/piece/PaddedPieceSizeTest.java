package io.filstore.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaddedPieceSizeTest {

  @ParameterizedTest
  @CsvSource({
    "0,128",
    "1,128",
    "127,128",
    "128,256",
    "254,256",
    "255,512",
    "508,512",
    "509,1024",
    "1040384,1048576",
    "1040385,2097152",
    "133169152,134217728",
    "1065353216,1073741824",
    "34091302912,34359738368",
    "34091302913,68719476736",
    "68182605824,68719476736"
  })
  void payloadTakesTheSmallestPieceThatHoldsIt(long payload, long padded) {
    assertThat(PaddedPieceSize.forPayload(payload).bytes()).isEqualTo(padded);
  }

  @Test
  void sizesRelateByTheHeightOfTheTree() {
    PaddedPieceSize size = new PaddedPieceSize(1L << 35);
    assertThat(size.height()).isEqualTo(30);
    assertThat(size.unpadded()).isEqualTo(34091302912L);
    assertThat(PaddedPieceSize.ofHeight(30)).isEqualTo(size);
    assertThat(size).hasToString("34359738368");
  }

  @ParameterizedTest
  @ValueSource(longs = {-128, 0, 1, 64, 127, 129, 192, 1L << 37, Long.MIN_VALUE, Long.MAX_VALUE})
  void refusesWhatIsNoPieceSize(long bytes) {
    assertThatThrownBy(() -> new PaddedPieceSize(bytes))
        .isInstanceOf(PieceSizeException.class)
        .hasMessageContaining(Long.toString(bytes));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 68182605825L, Long.MAX_VALUE})
  void refusesPayloadThatNoPieceHolds(long payload) {
    assertThatThrownBy(() -> PaddedPieceSize.forPayload(payload))
        .hasMessage("payload is " + payload + " bytes, a piece holds 0 to 68182605824");
  }
}
