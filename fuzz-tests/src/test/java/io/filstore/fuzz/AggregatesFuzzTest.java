package io.filstore.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.piece.PieceCommitment;
import io.filstore.piece.aggregate.AggregateIndex;
import io.filstore.piece.aggregate.DataAggregationProof;
import io.filstore.piece.aggregate.InclusionAux;
import io.filstore.piece.aggregate.InclusionProof;
import io.filstore.piece.aggregate.IndexArea;
import java.util.Arrays;

class AggregatesFuzzTest {
  private static final PaddedPieceSize AGGREGATE = PaddedPieceSize.ofHeight(15);
  private static final PieceCommitment PIECE =
      PieceCommitment.whole(new byte[32], PaddedPieceSize.MIN);

  @FuzzTest
  void inclusionProof(byte[] bytes) {
    Hostile.read(() -> InclusionProof.decode(bytes))
        .ifPresent(proof -> {
          assertThat(proof.encode()).isEqualTo(bytes);
          assertThat(proof.verify(PIECE)).isNotNull();
        });
  }

  @FuzzTest
  void aggregationProof(byte[] bytes) {
    Hostile.read(() -> DataAggregationProof.decode(bytes))
        .ifPresent(proof -> assertThat(proof.encode()).isEqualTo(bytes));
  }

  @FuzzTest
  void auxiliaryData(byte[] bytes) {
    Hostile.read(() -> InclusionAux.decode(bytes))
        .ifPresent(aux -> assertThat(aux.encode()).isEqualTo(bytes));
  }

  @FuzzTest
  void index(byte[] bytes) {
    Hostile.read(() -> AggregateIndex.ofPadded(bytes, AGGREGATE));
    byte[] whole = Arrays.copyOf(bytes, new IndexArea(AGGREGATE).rawBytes());
    Hostile.read(() -> AggregateIndex.ofRaw(whole, AGGREGATE))
        .ifPresent(index -> assertThat(index.segments()).isNotNull());
  }
}
