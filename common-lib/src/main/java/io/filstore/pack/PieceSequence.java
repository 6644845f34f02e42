package io.filstore.pack;

import io.filstore.car.CarWriter;
import io.filstore.multiformats.Cid;
import io.filstore.pack.JournalRecord.PieceDone;
import io.filstore.piece.Loan;
import io.filstore.piece.PieceCommitment;
import io.filstore.unixfs.NodeSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Blocks in their order, cut into pieces: each CAR takes blocks until the next one does not fit. A
 * node whose subtree began in an earlier piece is held back for the last one, so that a reader
 * finds the upper part of the tree together. Where the cuts are depends on the blocks only.
 */
final class PieceSequence implements NodeSink {
  private static final int BUFFER = 1 << 20;

  private final PackOptions options;
  private final PieceOutput output;
  private final Executor hashing;
  private final @Nullable Spanning spanning;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private final List<PackedPiece> pieces = new ArrayList<>();
  private final List<Cid> leavesOfOpenFile = new ArrayList<>();
  private long contentOfOpenFile;
  private final long replayUntil;
  private @Nullable PieceFile current;
  private long mark;
  private long pieceStart;
  private @Nullable Cid largest;
  private long largestBlocks;
  private Place last = Place.HELD;
  private boolean finishing;

  /** What more than one piece needs beside them. */
  record Spanning(Journal journal, HeldNodes held) {}

  /**
   * @param spanning null if everything has to go into one piece
   */
  PieceSequence(
      PackOptions options, PieceOutput output, Executor hashing, @Nullable Spanning spanning) {
    this.options = options;
    this.output = output;
    this.hashing = hashing;
    this.spanning = spanning;
    PieceDone done = spanning == null ? null : spanning.journal.last();
    this.replayUntil = done == null ? 0 : done.mark();
    this.pieceStart = replayUntil;
  }

  /** Takes over a piece that an earlier run finished. */
  void replayed(PackedPiece piece) {
    pieces.add(piece);
  }

  @Override
  public long mark() {
    return mark;
  }

  /** Goes on behind blocks that an earlier run has written. */
  void skipTo(long laterMark) {
    mark = laterMark;
  }

  /** Where the block given last lies; of blocks of an earlier run this is not known. */
  Place last() {
    return last;
  }

  /** The leaves so far belong to no file that is still open. */
  void betweenFiles() {
    leavesOfOpenFile.clear();
    contentOfOpenFile = 0;
  }

  /** Counts a leaf that an earlier run has written. */
  void replayedLeaf() {
    mark++;
  }

  /**
   * @param contentLength bytes of the file in this block
   * @return until it is settled the block must stay as it is
   */
  Loan leaf(Cid cid, byte[] block, int offset, int length, int contentLength) throws IOException {
    Loan loan = write(cid, block, offset, length);
    mark++;
    if (spanning != null) {
      leavesOfOpenFile.add(cid);
      contentOfOpenFile += contentLength;
    }
    return loan;
  }

  @Override
  public void node(Cid cid, byte[] block, long since) throws IOException {
    if (mark < replayUntil) {
      last = Place.HELD;
      mark++;
      return;
    }
    if (since >= pieceStart) {
      makeRoom(cid, block.length);
    }
    if (since >= pieceStart) {
      write(cid, block, 0, block.length);
      keepLargest(cid, mark - since);
    } else {
      hold(cid, block);
    }
    mark++;
  }

  private void hold(Cid cid, byte[] block) throws IOException {
    if (spanning == null) {
      throw new IllegalStateException("a node spans pieces where there is only one");
    }
    spanning.held.add(cid, block);
    last = Place.HELD;
  }

  private void keepLargest(Cid cid, long blocks) {
    if (blocks >= largestBlocks) {
      largest = cid;
      largestBlocks = blocks;
    }
  }

  private Loan write(Cid cid, byte[] block, int offset, int length) throws IOException {
    PieceFile file = makeRoom(cid, length);
    last = new Place(pieces.size(), file.add(cid, block, offset, length));
    return file.lent();
  }

  /** The piece that takes the block: the current one, or the next if that is full. */
  private PieceFile makeRoom(Cid cid, int length) throws IOException {
    PieceFile file = current == null ? open() : current;
    if (file.takes(cid, length)) {
      return file;
    }
    if (spanning == null || file.isEmpty()) {
      throw new PieceFullException(options.mostPiece().unpadded());
    }
    cut(file);
    if (!finishing) {
      note(spanning);
    }
    return open();
  }

  private PieceFile open() throws IOException {
    current = new PieceFile(output.open(pieces.size()), options, buffer, hashing);
    return current;
  }

  private void cut(PieceFile full) throws IOException {
    close(full, largest == null ? full.firstBlock() : largest);
    pieceStart = mark;
    largest = null;
    largestBlocks = 0;
  }

  /** From here a stopped packing can go on. */
  private void note(Spanning beside) throws IOException {
    List<Cid> leaves = List.copyOf(leavesOfOpenFile);
    beside.journal.add(
        new PieceDone(pieces.getLast(), mark, beside.held.sync(), leaves, contentOfOpenFile));
    beside.journal.sync();
    betweenFiles();
  }

  private void close(PieceFile file, Cid root) throws IOException {
    PieceCommitment commitment = file.finish(root);
    CarWriter car = file.car();
    PackedPiece piece = new PackedPiece(pieces.size(), root, commitment, car.blocks());
    output.finished(piece, car);
    pieces.add(piece);
    current = null;
  }

  /**
   * Writes what was held and ends the last piece.
   *
   * @return where each held node has come to lie
   */
  Map<Cid, Place> finish(Cid root) throws IOException {
    finishing = true;
    Map<Cid, Place> places = new HashMap<>();
    if (spanning != null) {
      spanning.held.forEach((cid, block) -> {
        write(cid, block, 0, block.length);
        places.put(cid, last);
      });
    }
    if (current == null) {
      throw new IllegalStateException("the root " + root + " has no block");
    }
    close(current, root);
    return places;
  }

  List<PackedPiece> pieces() {
    return List.copyOf(pieces);
  }
}
