package io.filstore.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.pack.JournalRecord.Begun;
import io.filstore.pack.JournalRecord.DirectoryBegun;
import io.filstore.pack.JournalRecord.FileBegun;
import io.filstore.pack.JournalRecord.FileEnded;
import io.filstore.pack.JournalRecord.PieceDone;
import io.filstore.pack.JournalRecord.SymlinkPacked;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.piece.PieceCommitment;
import io.filstore.unixfs.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JournalTest {
  private static final Cid CID = Cid.sha256(Cid.RAW, new byte[] {1});
  private static final PackedPiece PIECE =
      new PackedPiece(
          3, CID, new PieceCommitment(new byte[32], PaddedPieceSize.ofHeight(10), 30_000), 7);

  @TempDir Path folder;

  static Stream<JournalRecord> records() {
    return Stream.of(
        new Begun("words"),
        new DirectoryBegun(""),
        new DirectoryBegun("a/б"),
        new SymlinkPacked("a/l", "../b"),
        new FileBegun("a/f", 17, 1_700_000_000_123_456_789L),
        new FileBegun("a/f", -1, -5),
        new FileEnded(new Entry(CID, 17, 18), 40, 2, 59),
        new FileEnded(new Entry(CID, 17, 18), 40, -1, -1),
        new PieceDone(PIECE, 99, 1234, List.of(CID, CID), 2048));
  }

  @ParameterizedTest
  @MethodSource("records")
  void recordsComeBackAsTheyWere(JournalRecord record) {
    assertThat(JournalRecord.decode(record.encode())).isEqualTo(record);
  }

  @ParameterizedTest
  @MethodSource("records")
  void damagedRecordsAreRefusedOrAreOtherRecords(JournalRecord record) {
    byte[] bytes = record.encode();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> JournalRecord.decode(cut)).isInstanceOf(FormatException.class);
    }
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        assertThat(JournalRecord.decode(flipped)).isNotEqualTo(record);
      } catch (FormatException refused) {
        assertThat(refused).hasMessageMatching("(?s).+");
      }
    }
  }

  @Test
  void whatStandsBehindTheLastPieceIsForgotten() throws IOException {
    Path path = folder.resolve("journal");
    PieceDone done = new PieceDone(PIECE, 99, 1234, List.of(), 0);
    try (Journal journal = Journal.open(path, "words")) {
      assertThat(journal.last()).isNull();
      journal.add(new DirectoryBegun(""));
      journal.add(done);
      journal.sync();
      journal.add(new FileBegun("f", 1, 2));
    }
    try (Journal journal = Journal.open(path, "words");
        Journal.Records replay = journal.replay()) {
      assertThat(journal.last()).isEqualTo(done);
      assertThat(journal.heldBytes()).isEqualTo(1234);
      assertThat(replay.next()).isEqualTo(new Begun("words"));
      assertThat(replay.next()).isEqualTo(new DirectoryBegun(""));
      assertThat(replay.next()).isEqualTo(done);
      assertThat(replay.next()).isNull();
    }
  }

  @Test
  void aFileThatIsNoJournalIsBegunAnew() throws IOException {
    Path path = folder.resolve("journal");
    for (byte[] content : new byte[][] {{}, {5}, {1, 2, 3}, new byte[100]}) {
      Files.write(path, content);
      try (Journal journal = Journal.open(path, "words")) {
        assertThat(journal.last()).isNull();
      }
    }
  }

  @Test
  void heldNodesComeBackInTheirOrder() throws IOException {
    Path path = folder.resolve("held");
    Cid second = Cid.sha256(Cid.DAG_PB, new byte[] {2});
    long firstOnly;
    try (HeldNodes held = new HeldNodes(path, 0)) {
      assertThat(held.isEmpty()).isTrue();
      held.add(CID, new byte[] {1});
      firstOnly = held.sync();
      held.add(second, new byte[1 << 20]);
      assertThat(cids(held)).containsExactly(CID, second);
    }
    try (HeldNodes held = new HeldNodes(path, firstOnly)) {
      assertThat(cids(held)).containsExactly(CID);
    }
    assertThatThrownBy(() -> new HeldNodes(path, 1 << 20))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("1048576");
  }

  private static List<Cid> cids(HeldNodes held) throws IOException {
    List<Cid> cids = new ArrayList<>();
    held.forEach((cid, block) -> cids.add(cid));
    return cids;
  }
}
