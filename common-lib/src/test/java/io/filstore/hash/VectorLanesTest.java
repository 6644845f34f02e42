package io.filstore.hash;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.fixtures.Fixtures;
import io.filstore.fixtures.Inputs;
import io.filstore.piece.CommP;
import io.filstore.piece.PieceCommitment;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import jdk.incubator.vector.IntVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Both widths, whatever the processor has: without such registers Java computes the same slowly.
 */
class VectorLanesTest {

  private static final int TILE = 2048 * 127;

  @AfterEach
  void useNone() {
    Kernels.use(null);
  }

  private static Lanes lanes(int count) {
    return count == 16 ? new VectorLanes() : VectorWidths.lanes(IntVector.SPECIES_256);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16})
  void passesTheSelfTest(int count) {
    Trial trial = new Trial(lanes(count));
    assertThat(lanes(count).count()).isEqualTo(count);
    assertThat(trial.treeIsRight()).isTrue();
    assertThat(trial.messagesAreRight()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16})
  void aWrongAnswerFailsTheSelfTest(int count) {
    Trial trial = new Trial(new FaultyLanes(lanes(count)));
    assertThat(trial.treeIsRight()).isFalse();
    assertThat(trial.messagesAreRight()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16})
  void hashesMessagesOfAnyLength(int count) throws Exception {
    Kernels.use(lanes(count));
    Random random = new Random(count);
    byte[] data = new byte[5000];
    random.nextBytes(data);
    for (int length : new int[] {0, 1, 55, 56, 63, 64, 65, 119, 120, 127, 128, 1000}) {
      int messages = random.nextInt(3 * count + 1);
      int[] offsets = random.ints(messages, 0, data.length - length + 1).toArray();
      byte[] digests = new byte[messages * Sha256Batch.DIGEST];
      Sha256Batch.best().digest(data, offsets, messages, length, digests);
      assertThat(digests).isEqualTo(oneByOne(data, offsets, length));
    }
  }

  private static byte[] oneByOne(byte[] data, int[] offsets, int length) throws Exception {
    byte[] digests = new byte[offsets.length * Sha256Batch.DIGEST];
    for (int i = 0; i < offsets.length; i++) {
      byte[] message = Arrays.copyOfRange(data, offsets[i], offsets[i] + length);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(message);
      System.arraycopy(digest, 0, digests, i * Sha256Batch.DIGEST, Sha256Batch.DIGEST);
    }
    return digests;
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16})
  void commitsToThePublishedPayloads(int count) {
    Kernels.use(lanes(count));
    Fixtures.rows("formats/commp.json", "vectors")
        .filter(row -> row.path("paddedPieceSize").asLong() <= 1 << 20)
        .forEach(row -> {
          byte[] payload = Inputs.generate(row.path("input"));
          if (payload.length >= TILE) {
            assertThat(commP(payload, payload.length, new CommP()).v1())
                .hasToString(row.path("pieceCidV1").asString());
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16})
  void neitherReadSizesNorThreadsMatter(int count) {
    byte[] payload = Inputs.xorshift32(count, 2 * TILE + TILE / 3);
    byte[] header = Inputs.xorshift32(59, 59);
    PieceCommitment expected = commP(payload, payload.length, new CommP());
    byte[] patched = payload.clone();
    System.arraycopy(header, 0, patched, 0, header.length);
    PieceCommitment expectedPatched = commP(patched, patched.length, new CommP());
    Kernels.use(lanes(count));
    for (int threads : new int[] {1, 2, 4}) {
      try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
        CommP commP = new CommP(executor, threads);
        assertThat(commP(payload, threads * 4095, commP)).isEqualTo(expected);
        CommP patching = new CommP(executor, threads);
        patching.lend(payload, 0, payload.length).settle();
        assertThat(patching.finish(header)).isEqualTo(expectedPatched);
      }
    }
  }

  private static PieceCommitment commP(byte[] payload, int readSize, CommP commP) {
    for (int offset = 0; offset < payload.length; offset += readSize) {
      commP.update(payload, offset, Math.min(readSize, payload.length - offset));
    }
    return commP.finish();
  }

  /** Right but for one bit of the first lane. */
  private record FaultyLanes(Lanes right) implements Lanes {
    @Override
    public int count() {
      return right.count();
    }

    @Override
    public void gather(
        byte[] data, int[] offsets, int skip, byte[] pieces, int[] schedule, int at) {
      right.gather(data, offsets, skip, pieces, schedule, at);
    }

    @Override
    public void compress(int[] schedule, int[] state) {
      right.compress(schedule, state);
      state[0] ^= 1;
    }

    @Override
    public void nodes(int[] left, int[] rightBlocks, int[] digests, int at) {
      right.nodes(left, rightBlocks, digests, at);
      digests[at] ^= 1;
    }

    @Override
    public void fr32(int[] raw, int[] left, int[] rightLeaves) {
      right.fr32(raw, left, rightLeaves);
    }
  }
}
