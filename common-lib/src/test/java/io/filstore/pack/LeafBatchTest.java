package io.filstore.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.fixtures.Inputs;
import io.filstore.piece.CommP;
import io.filstore.piece.Loan;
import io.filstore.unixfs.Profile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LeafBatchTest {

  /** One tile of the piece tree, which is lent as a whole. */
  private static final int LEAF = 2048 * 127;

  private static final byte[] CONTENT = Inputs.xorshift32(3, LEAF);

  private final LeafBatch batch = new LeafBatch(3 * (LEAF + 2 * LeafBatch.MARGIN), 3);

  /** Its executor does nothing, so that hashing is left to who needs the array. */
  private final CommP commP = new CommP(task -> {}, 1);

  private void fill(int leaves) throws IOException {
    for (int leaf = 0; leaf < leaves; leaf++) {
      read();
      assertThat(batch.add(Profile.UNIXFS_V1_2025.leafEncoding(LEAF), LEAF)).isEqualTo(leaf);
    }
  }

  private void read() throws IOException {
    assertThat(batch.read(new ByteArrayInputStream(CONTENT), LEAF)).isEqualTo(LEAF);
  }

  private Loan lend(int leaf) {
    Loan loan = commP.lend(batch.buffer(), batch.offset(leaf), batch.length(leaf));
    batch.lend(leaf, loan);
    return loan;
  }

  @Test
  void onlyWhatIsFilledAgainIsReclaimed() throws IOException {
    fill(3);
    Loan first = lend(0);
    Loan second = lend(1);
    Loan third = lend(2);
    batch.clear();
    assertThat(first.isSettled()).isFalse();
    read();
    assertThat(first.isSettled()).isTrue();
    assertThat(second.isSettled()).isFalse();
    assertThat(third.isSettled()).isFalse();
  }

  @Test
  void whatIsLeftOfAFullerFillingIsReclaimedBeforeAnythingIsLentAgain() throws IOException {
    fill(3);
    lend(0);
    lend(1);
    Loan third = lend(2);
    batch.clear();
    fill(1);
    assertThat(third.isSettled()).isFalse();
    Loan again = lend(0);
    assertThat(third.isSettled()).isTrue();
    assertThat(again.isSettled()).isFalse();
    batch.clear();
    read();
    assertThat(again.isSettled()).isTrue();
  }
}
