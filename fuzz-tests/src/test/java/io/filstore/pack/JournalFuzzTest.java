package io.filstore.pack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.filstore.multiformats.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The journal of a packing lies on a disk that may have been full, cut off or written to. */
class JournalFuzzTest {
  @TempDir static Path folder = Path.of("");

  @FuzzTest
  void record(byte[] bytes) {
    try {
      assertThat(JournalRecord.decode(bytes).encode()).isEqualTo(bytes);
    } catch (FormatException refused) {
      assertThat(refused).hasMessageMatching("(?s).+");
    }
  }

  /** Whatever stands there, a journal opens behind its last finished piece and goes on. */
  @FuzzTest
  void journal(byte[] bytes) throws IOException {
    Path path = Files.write(folder.resolve("journal"), bytes);
    try (Journal journal = Journal.open(path, "words")) {
      journal.add(new JournalRecord.Begun("added"));
      replay(journal);
    } catch (OtherPackingException | FormatException refused) {
      assertThat(refused).hasMessageMatching("(?s).+");
      return;
    }
    assertThat(new String(Files.readAllBytes(path), UTF_8)).endsWith("added");
  }

  private static void replay(Journal journal) throws IOException {
    try (Journal.Records records = journal.replay()) {
      while (records.nextWhole() != null) {
        assertThat(records.position()).isPositive();
      }
    }
  }
}
