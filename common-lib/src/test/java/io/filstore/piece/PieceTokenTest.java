package io.filstore.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.multiformats.FormatException;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PieceTokenTest {

  private static final byte[] KEY = new byte[32];
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final PieceCid PIECE = PieceCid.v1(new byte[32]);

  private final PieceToken token = PieceToken.sign(KEY, PIECE, "f01000", NOON.plusMillis(900));

  @Test
  void isReadBackAndAllowsItsPieceUntilItRunsOut() {
    PieceToken read = PieceToken.parse(token.reveal());

    assertThat(read).isEqualTo(token);
    assertThat(read.provider()).isEqualTo("f01000");
    assertThat(read.allows(KEY, PIECE, NOON.minusSeconds(1))).isTrue();
    assertThat(read.allows(KEY, PIECE.toV2(1000), NOON.minusSeconds(1))).isTrue();
    assertThat(read.allows(KEY, PIECE, NOON)).isFalse();
  }

  @Test
  void anyOtherPieceKeyProviderOrTimeIsRefused() {
    byte[] otherRoot = new byte[32];
    otherRoot[0] = 1;
    byte[] otherKey = KEY.clone();
    Arrays.fill(otherKey, (byte) 1);
    Instant before = NOON.minusSeconds(1);

    assertThat(token.allows(KEY, PieceCid.v1(otherRoot), before)).isFalse();
    assertThat(token.allows(otherKey, PIECE, before)).isFalse();
    String text = token.reveal();
    assertThat(PieceToken.parse(text.replace("f01000", "f01001")).allows(KEY, PIECE, before))
        .isFalse();
    String expiry = Long.toString(NOON.getEpochSecond());
    String later = Long.toString(NOON.getEpochSecond() + 1);
    assertThat(PieceToken.parse(text.replace(expiry, later)).allows(KEY, PIECE, before)).isFalse();
  }

  /** HMAC computed by an independent implementation: Python's hmac module. */
  @Test
  void hasThePublishedForm() {
    assertThat(token.reveal())
        .isEqualTo("f01000.1795262400.T3GBSYlzba2YSxJXIvjAJVBE2TatPMGzwPdQ9Afc9qw");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a.b.c", "f01000.0.x", "f01000.1795262400.", "f01000.99999999999999999999.x"})
  void otherTextsAreRefusedWithoutRepeatingThem(String text) {
    assertThatThrownBy(() -> PieceToken.parse(text))
        .isInstanceOf(FormatException.class)
        .hasMessage("not a piece token");
  }

  @Test
  void signsOnlyForProvidersAndWithALongKey() {
    assertThatThrownBy(() -> PieceToken.sign(KEY, PIECE, "f1abc", NOON))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PieceToken.sign(new byte[16], PIECE, "f01000", NOON))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hidesWhatMakesItValidFromLogs() {
    assertThat(token.toString()).isEqualTo("f01000." + token.expires().getEpochSecond() + ".***");
    assertThat(token.reveal()).doesNotContain("***").startsWith("f01000.");
  }
}
