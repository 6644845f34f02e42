package io.filstore.dataprep.packing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may use and who may remove the notes about an upload. */
class PackJournalsTest {

  @TempDir Path cars;
  private PackJournals journals = new PackJournals(Path.of(""));

  @BeforeEach
  void prepare() {
    journals = new PackJournals(cars);
  }

  @Test
  void whatIsNotKeptLeavesNothing() throws Exception {
    try (PackJournal journal = journals.take("upl")) {
      Files.writeString(journal.folder().resolve("notes"), "of no use");
    }

    assertThat(PackedRows.blobs(cars)).isEmpty();
  }

  @Test
  void theNextRunFindsWhatWasKept() throws Exception {
    keep("upl", "done so far");

    try (PackJournal again = journals.take("upl")) {
      assertThat(again.folder().resolve("notes")).hasContent("done so far");
    }

    assertThat(PackedRows.blobs(cars)).as("and leaves it").contains("notes");
  }

  @Test
  void theNotesOfALivingWorkerStay() throws Exception {
    try (PackJournal living = journals.take("upl")) {
      Files.writeString(living.folder().resolve("notes"), "going on");

      journals.remove("upl");

      assertThat(living.folder().resolve("notes")).hasContent("going on");
    }
  }

  @Test
  void aLaterWorkersNotesGoAlthoughThoseOfAnEarlierOneAreGone() throws Exception {
    try (PackJournal first = journals.take("upl");
        PackJournal second = journals.take("upl")) {
      assertThat(second.folder()).isNotEqualTo(first.folder());
      Files.writeString(second.folder().resolve("notes"), "kept");
      second.keep();
    }
    assertThat(PackedRows.blobs(cars)).contains("notes");

    journals.remove("upl");

    assertThat(PackedRows.blobs(cars)).isEmpty();
  }

  @Test
  void onlyTheUploadsOwnNotesGo() throws Exception {
    keep("upl", "one");
    keep("upl2", "another");

    journals.remove("upl");

    assertThat(PackedRows.blobs(cars)).containsExactly("notes", "upl2~0.lock");
  }

  @Test
  void thereMayBeNothingToRemove() throws Exception {
    journals.remove("upl");

    assertThat(cars).isEmptyDirectory();
  }

  private void keep(String upload, String notes) throws Exception {
    try (PackJournal journal = journals.take(upload)) {
      Files.writeString(journal.folder().resolve("notes"), notes);
      journal.keep();
    }
  }
}
