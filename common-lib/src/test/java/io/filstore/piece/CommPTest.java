package io.filstore.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.fixtures.Fixtures;
import io.filstore.fixtures.Inputs;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class CommPTest {

  private static final int TILE_PAYLOAD = Tile.PAYLOAD;

  @Test
  void zeroPiecesHaveThePublishedLadder() {
    Fixtures.rows("formats/zero-comm.json", "levels")
        .forEach(row -> {
          byte[] zero = TreeHasher.zero(row.path("level").asInt());
          assertThat(HexFormat.of().formatHex(zero)).isEqualTo(row.path("hex").asString());
          assertThat(PieceCid.v1(zero)).hasToString(row.path("pieceCidV1").asString());
        });
  }

  @Test
  void commitsToThePublishedPayloadsAsThePeersDo() {
    Fixtures.rows("formats/commp.json", "vectors").forEach(CommPTest::check);
  }

  private static void check(JsonNode row) {
    byte[] payload = Inputs.generate(row.path("input"));
    if (payload.length < CommP.MIN_PAYLOAD) {
      checkTooShort(row, payload);
      return;
    }
    PieceCommitment commitment = commP(payload);
    assertThat(commitment.v1()).hasToString(row.path("pieceCidV1").asString());
    assertThat(commitment.v2()).hasToString(row.path("pieceCidV2").asString());
    assertThat(commitment.size().bytes()).isEqualTo(row.path("paddedPieceSize").asLong());
    assertThat(commitment.size().height()).isEqualTo(row.path("height").asInt());
    assertThat(HexFormat.of().formatHex(commitment.root()))
        .isEqualTo(row.path("commPHex").asString());
  }

  private static void checkTooShort(JsonNode row, byte[] payload) {
    assertThatThrownBy(() -> commP(payload)).isInstanceOf(PieceSizeException.class);
    PieceCommitment extended = commP(Arrays.copyOf(payload, 127));
    assertThat(extended.v1()).hasToString(row.path("pieceCidV1").asString());
    assertThat(PieceCid.v2OfSmall(extended.root(), payload.length))
        .hasToString(row.path("pieceCidV2").asString());
  }

  @Test
  void knowsOnePieceWithoutAnyFile() {
    byte[] payload = new byte[508];
    for (int i = 0; i < payload.length; i++) {
      payload[i] = (byte) (i / 127);
    }
    assertThat(commP(payload).v1())
        .hasToString("baga6ea4seaqes3nobte6ezpp4wqan2age2s5yxcatzotcvobhgcmv5wi2xh5mbi");
    assertThat(commP(payload).v2())
        .hasToString("bafkzcibcaaces3nobte6ezpp4wqan2age2s5yxcatzotcvobhgcmv5wi2xh5mbi");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 126, 127, 128, 4095, 65536, (1 << 20) + 1})
  void readSizesDoNotMatter(int readSize) {
    byte[] payload = Inputs.xorshift32(5, 3 * TILE_PAYLOAD + 1000);
    CommP commP = new CommP();
    for (int offset = 0; offset < payload.length; offset += readSize) {
      commP.update(payload, offset, Math.min(readSize, payload.length - offset));
    }
    assertThat(commP.finish()).isEqualTo(commP(payload));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void takesBuffersOfEitherKind(boolean direct) {
    byte[] payload = Inputs.xorshift32(6, 300_000);
    ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(300_007) : ByteBuffer.allocate(300_007);
    buffer.position(7).put(payload).flip().position(7);
    CommP commP = new CommP();
    commP.update(buffer.slice());
    assertThat(commP.finish()).isEqualTo(commP(payload));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void workersDoNotMatter(int workers) {
    for (int tiles : new int[] {0, 1, 2, 3, 5, 8, 11}) {
      byte[] payload = Inputs.xorshift32(7 + tiles, tiles * TILE_PAYLOAD + 65 * (tiles % 2 + 1));
      try (ExecutorService executor = Executors.newFixedThreadPool(workers)) {
        CommP commP = new CommP(executor, workers);
        commP.update(payload, 0, payload.length);
        assertThat(commP.finish()).isEqualTo(commP(payload));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, TILE_PAYLOAD - 1, TILE_PAYLOAD})
  void lentArraysAreFreeOnceSettled(int before) {
    byte[] payload = Inputs.xorshift32(77, 3 * TILE_PAYLOAD + 5);
    try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
      CommP commP = new CommP(executor, 3);
      byte[] array = payload.clone();
      commP.update(array, 0, before);
      Loan loan = commP.lend(array, before, array.length - before);
      loan.settle();
      assertThat(loan.isSettled()).isTrue();
      Arrays.fill(array, (byte) 0);
      assertThat(commP.finish()).isEqualTo(commP(payload));
    }
  }

  @Test
  void aBusyExecutorDoesNotStopTheCaller() {
    byte[] payload = Inputs.xorshift32(8, 10 * TILE_PAYLOAD);
    CommP commP = new CommP(task -> {}, 1);
    commP.update(payload, 0, payload.length);
    assertThat(commP.finish()).isEqualTo(commP(payload));
  }

  @Test
  void paddingUpNeedsNoData() {
    Fixtures.rows("formats/commp-padup.json", "vectors")
        .forEach(row -> {
          PieceCommitment natural = commP(Inputs.generate(row.path("input")));
          assertThat(natural.size().bytes()).isEqualTo(row.path("naturalPieceSize").asLong());
          assertThat(natural.v1()).hasToString(row.path("naturalPieceCidV1").asString());
          PaddedPieceSize target = new PaddedPieceSize(row.path("targetPieceSize").asLong());
          assertThat(natural.padTo(target).v1()).hasToString(row.path("pieceCidV1").asString());
        });
  }

  @Test
  void paddingUpEqualsExtendingWithZeros() {
    byte[] payload = Inputs.xorshift32(9, 1000);
    PaddedPieceSize target = new PaddedPieceSize(1 << 20);
    byte[] extended = Arrays.copyOf(payload, (int) target.unpadded());
    assertThat(commP(payload).padTo(target)).isEqualTo(commP(extended));
    assertThatThrownBy(() -> commP(extended).padTo(PaddedPieceSize.MIN))
        .hasMessage("piece is 1048576 bytes and cannot be padded to 128");
  }

  @Test
  void patchesTheHeaderAsPublished() {
    JsonNode vector = Fixtures.json("formats/commp-patch.json");
    byte[] placeholder = HexFormat.of().parseHex(vector.path("placeholderHeaderHex").asString());
    byte[] header = HexFormat.of().parseHex(vector.path("finalHeaderHex").asString());
    byte[] body = Inputs.generate(vector.path("body"));
    CommP unpatched = withHeader(placeholder, body);
    assertThat(unpatched.finish().v1())
        .hasToString(vector.path("placeholderPieceCidV1").asString());
    assertThat(withHeader(placeholder, body).finish(header).v1())
        .hasToString(vector.path("finalPieceCidV1").asString());
  }

  @Test
  void patchingEqualsHavingHadTheHeaderBefore() {
    Random random = new Random(59);
    for (int quads : new int[] {1, 2, 3, 5, 2047, 2048, 2049, 4096, 6145, 5 * 2048, 9 * 2048 + 1}) {
      byte[] body = new byte[quads * 127 - 59 - quads % 3];
      random.nextBytes(body);
      byte[] header = Inputs.xorshift32(quads, 59);
      assertThat(withHeader(new byte[59], body).finish(header))
          .as("%d quads", quads)
          .isEqualTo(withHeader(header, body).finish());
    }
  }

  @Test
  void patchesBeyondTheFirstQuadAreRefused() {
    assertThatThrownBy(() -> withHeader(new byte[59], new byte[1000]).finish(new byte[128]))
        .hasMessage("replaced head is 128 bytes, at most 127 can be replaced");
  }

  @Test
  void payloadsBelowTheMinimumAreRefusedWithTheNumbers() {
    assertThatThrownBy(() -> commP(new byte[64]))
        .isInstanceOf(PieceSizeException.class)
        .hasMessage("payload is 64 bytes, a piece commitment needs at least 65");
    assertThat(commP(new byte[65]).size()).isEqualTo(PaddedPieceSize.MIN);
  }

  @Test
  void nothingFollowsTheEnd() {
    CommP commP = withHeader(new byte[59], new byte[100]);
    commP.finish();
    assertThatThrownBy(() -> commP.update(new byte[1], 0, 1))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(commP::finish).isInstanceOf(IllegalStateException.class);
  }

  private static CommP withHeader(byte[] header, byte[] body) {
    CommP commP = new CommP();
    commP.update(header, 0, header.length);
    commP.update(body, 0, body.length);
    return commP;
  }

  private static PieceCommitment commP(byte[] payload) {
    CommP commP = new CommP();
    commP.update(payload, 0, payload.length);
    return commP.finish();
  }
}
