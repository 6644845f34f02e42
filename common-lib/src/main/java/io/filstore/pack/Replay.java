package io.filstore.pack;

import io.filstore.multiformats.Cid;
import io.filstore.pack.JournalRecord.FileBegun;
import io.filstore.pack.JournalRecord.PieceDone;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The journal of an earlier run, read beside the walk that goes over the same source again. */
final class Replay implements AutoCloseable {
  private final Journal.Records records;
  private final PieceSequence pieces;
  private final List<Cid> leaves = new ArrayList<>();

  Replay(Journal journal, PieceSequence pieces) throws IOException {
    this.records = journal.replay();
    this.pieces = pieces;
    // What is packed was compared when the journal was opened.
    records.next();
  }

  /** What came next, or null when the earlier run knows no more. Finished pieces are taken over. */
  @Nullable JournalRecord next() throws IOException {
    JournalRecord record = records.next();
    while (record instanceof PieceDone done) {
      pieces.replayed(done.piece());
      leaves.addAll(done.leaves());
      record = records.next();
    }
    if (record instanceof FileBegun) {
      leaves.clear();
    }
    return record;
  }

  /** Leaves of the file begun last that lie in finished pieces. */
  List<Cid> leaves() {
    return leaves;
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
