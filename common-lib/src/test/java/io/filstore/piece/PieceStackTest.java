package io.filstore.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.fixtures.Fixtures;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PieceStackTest {

  @Test
  void combinesTheDealsOfALiveSector() {
    Fixtures.rows("formats/piece-aggregate-commd.json", "vectors")
        .forEach(row -> {
          PieceStack stack = new PieceStack();
          row.path("pieces")
              .forEach(piece ->
                  stack.add(
                      PieceCid.parse(piece.path("pieceCidV1").asString()).root(),
                      new PaddedPieceSize(piece.path("paddedPieceSize").asLong())));
          assertThat(stack.root(new PaddedPieceSize(row.path("size").asLong())).v1())
              .as(row.path("name").asString())
              .hasToString(row.path("commD").asString());
        });
  }

  /** Two 128-byte pieces of data-segment's aggregate of 8 KiB, side by side in 256 bytes. */
  @Test
  void combinesTwoPiecesWithoutAnyFile() {
    PieceStack stack = new PieceStack();
    stack.add(root("baga6ea4seaqmu2enfqpqm6muekognpema5scbggddc6y3u7s3mwfdlulwhnhoiq"), size(128));
    stack.add(root("baga6ea4seaqedu777heeyel4cx2seviozlxnbxfk4ozfhuiysw76obp4wzpsyky"), size(128));
    assertThat(stack.root(size(256)).v1())
        .hasToString("baga6ea4seaqbz6ktzizyaixjn6kbhzt2nfjv7bhnn7ficwhkmz2l6yvtypqxoiy");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void equalsTheCommitmentOfTheBytesThemselves(long seed) {
    Random random = new Random(seed);
    byte[] all = new byte[127 << 10];
    PieceStack stack = new PieceStack();
    while (true) {
      byte[] payload = new byte[127 << random.nextInt(8)];
      random.nextBytes(payload);
      long start = Math.ceilDiv(stack.end() / 128 * 127, payload.length) * payload.length;
      if (start + payload.length > all.length) {
        break;
      }
      assertThat(stack.add(commP(payload))).isEqualTo(start / 127 * 128);
      System.arraycopy(payload, 0, all, (int) start, payload.length);
    }
    assertThat(stack.root(size(128 << 10))).isEqualTo(commP(all));
    assertThat(stack.root(size(128 << 12))).isEqualTo(commP(all).padTo(size(128 << 12)));
  }

  @Test
  void nothingIsAPieceOfZeros() {
    assertThat(new PieceStack().root(PaddedPieceSize.MAX).root())
        .isEqualTo(TreeHasher.zero(PaddedPieceSize.MAX.height()));
  }

  @Test
  void refusesWhatDoesNotFit() {
    PieceStack stack = new PieceStack();
    stack.add(new byte[32], size(1024));
    assertThatThrownBy(() -> stack.root(size(512)))
        .isInstanceOf(PieceSizeException.class)
        .hasMessage("pieces end at 1024, the target is 512 bytes");
    assertThatThrownBy(() -> stack.add(new byte[32], PaddedPieceSize.MAX))
        .isInstanceOf(PieceSizeException.class)
        .hasMessage("piece of 68719476736 bytes at 68719476736 ends beyond 68719476736 bytes");
    assertThat(stack.end()).isEqualTo(1024);
  }

  private static byte[] root(String cid) {
    return PieceCid.parse(cid).root();
  }

  private static PaddedPieceSize size(long bytes) {
    return new PaddedPieceSize(bytes);
  }

  private static PieceCommitment commP(byte[] payload) {
    CommP commP = new CommP();
    commP.update(payload, 0, payload.length);
    return commP.finish();
  }
}
