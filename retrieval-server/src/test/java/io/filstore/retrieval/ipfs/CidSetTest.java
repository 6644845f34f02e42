package io.filstore.retrieval.ipfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.multiformats.Cid;
import org.junit.jupiter.api.Test;

class CidSetTest {

  @Test
  void tellsWhatIsNewFromWhatIsNot() {
    CidSet set = new CidSet();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 5000; i++) {
        Cid cid = cid(Cid.RAW, i);
        assertThat(set.has(cid)).isEqualTo(round == 1);
        assertThat(set.add(cid)).isEqualTo(round == 0);
        assertThat(set.has(cid)).isTrue();
      }
    }
  }

  /** The same bytes under another codec are another block of a DAG. */
  @Test
  void keepsCodecsAndVersionsApart() {
    CidSet set = new CidSet();
    assertThat(set.add(cid(Cid.RAW, 1))).isTrue();
    assertThat(set.add(cid(Cid.DAG_PB, 1))).isTrue();
    assertThat(set.add(cid(Cid.DAG_PB, 1).toV0().orElseThrow())).isTrue();
  }

  private static Cid cid(long codec, int i) {
    return Cid.sha256(codec, Integer.toString(i).getBytes(UTF_8));
  }
}
