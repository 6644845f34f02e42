package io.filstore.cli.piece;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.cli.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PieceVerbsTest {
  /** Zeros in a piece of 8 KiB and of 1 MiB: levels 8 and 15 of the published ladder. */
  private static final String ZEROS_8K =
      "baga6ea4seaqlfzd37mi7vtmud5rk6xdvb47kltcn6ul5lrhrnwzljv33v3a2gly";

  @TempDir Path folder;

  @Test
  void commitsToAFile() throws Exception {
    Path file = Files.write(folder.resolve("zeros"), new byte[5000]);

    Run run = Run.of("piece", "commp", "--json", file.toString());

    assertThat(run.exit()).isZero();
    assertThat(run.json().get("piece_cid_v1").asString()).isEqualTo(ZEROS_8K);
    assertThat(run.json().get("raw_size").asLong()).isEqualTo(5000);
    assertThat(run.json().get("piece_size").asLong()).isEqualTo(8192);
  }

  @Test
  void commitsToTheStandardInputAndPads() {
    Run run = Run.with(new byte[5000], "piece", "commp", "-", "--pad-to", "1MiB", "--json");

    assertThat(run.out())
        .isEqualTo(
            "{\"piece_cid\":\"bafkzcibcaah5tgehxfzvoouw4ejzgzcsg3axwh2moa2noi6hvgpxbg5u3jqrmky\","
                + "\"piece_cid_v1\":\"baga6ea4seaqntgehxfzvoouw4ejzgzcsg3axwh2moa2noi6hvgpxbg5u3jqrmky\","
                + "\"raw_size\":5000,\"piece_size\":1048576}\n");
  }

  @Test
  void refusesWhatIsTooShortForACommitment() {
    Run run = Run.with(new byte[64], "piece", "commp", "-");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo("filstore: payload is 64 bytes, a piece commitment needs at least 65\n");
  }

  @Test
  void refusesASizeThatNoPieceHas() {
    assertThat(Run.with(new byte[5000], "piece", "commp", "-", "--pad-to", "100MB").err())
        .isEqualTo(
            "filstore: padded piece size is 100000000 bytes, must be a power of two from 128 to"
                + " 68719476736\n");
    assertThat(Run.with(new byte[5000], "piece", "commp", "-", "--pad-to", "4KiB").err())
        .isEqualTo("filstore: piece is 8192 bytes and cannot be padded to 4096\n");
  }

  @Test
  void saysThatAFileIsMissing() {
    Run run = Run.of("piece", "commp", folder.resolve("nothing").toString());

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("there is no file '").hasLineCount(1);
  }

  @Test
  void turnsOneFormOfThePieceCidIntoTheOther() {
    Run second = Run.of("piece", "cid", "--v1", ZEROS_8K, "--raw-size", "5000", "--json");
    String v2 = second.json().get("piece_cid").asString();

    assertThat(Run.of("piece", "cid", "--v2", v2, "--json").out()).isEqualTo(second.out());
    assertThat(v2).startsWith("bafkzcib");
    assertThat(second.json().get("piece_size").asLong()).isEqualTo(8192);
  }

  @Test
  void wantsOneFormWithWhatItLacks() {
    assertThat(Run.of("piece", "cid").exit()).isEqualTo(2);
    assertThat(Run.of("piece", "cid", "--v1", ZEROS_8K).exit()).isEqualTo(2);
    assertThat(Run.of("piece", "cid", "--v2", ZEROS_8K).exit()).isEqualTo(2);
    assertThat(Run.of("piece", "cid", "--v2", "bafkqaaa").exit()).isEqualTo(1);
  }
}
