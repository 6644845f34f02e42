package io.filstore.client.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.multiformats.FormatException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SectorSetTest {

  /** The example of go-bitfield: {0, 1, 2, 8, 9}. */
  @Test
  void readsRunsAsGoBitfieldWritesThem() {
    SectorSet set = new SectorSet(List.of(0L, 3L, 5L, 2L));

    assertThat(LongStream.range(0, 12).filter(set::contains)).containsExactly(0L, 1L, 2L, 8L, 9L);
    assertThat(set).isEqualTo(SectorSet.of(9, 8, 2, 1, 0, 0));
  }

  @Test
  void nothingIsInAnEmptySet() {
    assertThat(SectorSet.NONE.contains(0)).isFalse();
    assertThat(SectorSet.of()).isEqualTo(SectorSet.NONE);
    assertThat(new SectorSet(List.of()).contains(0)).isFalse();
    assertThat(new SectorSet(List.of(7L)).contains(3)).isFalse();
  }

  @Test
  void aRunMayBeAsLongAsANumberGoes() {
    SectorSet set = new SectorSet(List.of(5L, Long.MAX_VALUE - 5));

    assertThat(set.contains(4)).isFalse();
    assertThat(set.contains(5)).isTrue();
    assertThat(set.contains(Long.MAX_VALUE - 1)).isTrue();
    assertThat(set.contains(Long.MAX_VALUE)).isFalse();
  }

  @Test
  void refusesRunsThatNoBitfieldHas() {
    for (List<Long> runs :
        List.of(
            List.of(-1L), List.of(3L, 0L, 1L), List.of(1L, Long.MAX_VALUE), List.of(0L, 1L, 0L))) {
      assertThatThrownBy(() -> new SectorSet(runs)).isInstanceOf(FormatException.class);
    }
  }
}
