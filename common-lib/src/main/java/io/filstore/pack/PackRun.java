package io.filstore.pack;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.pack.JournalRecord.DirectoryBegun;
import io.filstore.pack.JournalRecord.FileBegun;
import io.filstore.pack.JournalRecord.FileEnded;
import io.filstore.pack.JournalRecord.SymlinkPacked;
import io.filstore.piece.Loan;
import io.filstore.unixfs.Entry;
import io.filstore.unixfs.LeafEncoding;
import io.filstore.unixfs.Metadata;
import io.filstore.unixfs.Profile;
import io.filstore.unixfs.SourceChangedException;
import io.filstore.unixfs.SourceFile;
import io.filstore.unixfs.TreeAssembler;
import io.filstore.unixfs.TreeListener;
import io.filstore.unixfs.TreeVisitor;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One walk over a source: reads content ahead and puts the tree together behind. */
final class PackRun implements TreeVisitor {
  private final Profile profile;
  private final LeafPipeline pipeline;
  private final PieceSequence pieces;
  private final PackListener listener;
  private final TreeAssembler tree;
  private final @Nullable Journal journal;
  private @Nullable Replay replay;

  PackRun(
      Profile profile,
      LeafPipeline pipeline,
      PieceSequence pieces,
      @Nullable Journal journal,
      PackListener listener)
      throws IOException {
    this.profile = profile;
    this.pipeline = pipeline;
    this.pieces = pieces;
    this.listener = listener;
    this.tree = new TreeAssembler(profile, pieces, new Placed());
    this.journal = journal;
    this.replay = journal == null || journal.last() == null ? null : new Replay(journal, pieces);
  }

  /** Tells the listener of entries together with their places. */
  private final class Placed implements TreeListener {
    @Override
    public void file(String path, Entry entry) {
      listener.file(path, entry, pieces.last());
    }

    @Override
    public void symlink(String path, Entry entry) {
      listener.symlink(path, entry, pieces.last());
    }

    @Override
    public void directory(String path, Entry entry) {
      listener.directory(path, entry, pieces.last());
    }
  }

  @Override
  public void beginDirectory(String name, String path, Metadata metadata) throws IOException {
    isReplayed(new DirectoryBegun(path), path);
    pipeline.then(() -> tree.beginDirectory(name, metadata));
  }

  @Override
  public void endDirectory() throws IOException {
    pipeline.then(tree::endDirectory);
  }

  @Override
  public void symlink(String name, String path, String target, Metadata metadata)
      throws IOException {
    isReplayed(new SymlinkPacked(path, target), path);
    pipeline.then(() -> tree.symlink(name, target, metadata));
  }

  @Override
  public void file(String name, SourceFile file) throws IOException {
    FileBegun record = new FileBegun(file.path(), file.size(), file.modified());
    if (!isReplayed(record, file.path())) {
      pipeline.then(() -> begin(name, file));
      read(file, 0);
      pipeline.then(() -> end());
      return;
    }
    if (takeOver(name, file)) {
      return;
    }
    if (file.size() == SourceFile.UNKNOWN) {
      throw new SourceChangedException(
          file.path(), "is a stream and cannot be read from the middle");
    }
    begin(name, file);
    long done = replayLeaves(file, endReplay());
    if (done < file.size() || done == 0) {
      read(file, done);
    }
    pipeline.then(() -> end());
  }

  private void begin(String name, SourceFile file) {
    if (file.size() == SourceFile.UNKNOWN) {
      tree.beginFile(name);
    } else {
      tree.beginFile(name, file.size(), file.metadata());
    }
  }

  private void end() throws IOException {
    Entry entry = tree.endFile();
    pieces.betweenFiles();
    if (journal != null) {
      Place place = pieces.last();
      journal.add(new FileEnded(entry, pieces.mark(), place.piece(), place.offset()));
    }
  }

  private void read(SourceFile file, long from) throws IOException {
    try (InputStream content = file.opener().open()) {
      content.skipNBytes(from);
      long done = from;
      int length;
      do {
        length = pipeline.read(content, profile.chunkSize());
        if (length > 0 || done == 0) {
          leaf(encoding(file, length), length);
        }
        done += length;
        listener.progressed(length);
      } while (length == profile.chunkSize() && done - length != file.size());
      if (file.size() != SourceFile.UNKNOWN && done != file.size()) {
        throw new SourceChangedException(file.path(), file.size(), done);
      }
    }
  }

  private LeafEncoding encoding(SourceFile file, int length) {
    return file.size() == SourceFile.UNKNOWN
        ? profile.leafEncoding(length)
        : profile.leafEncoding(file.size(), length, file.metadata());
  }

  private void leaf(LeafEncoding encoding, int contentLength) {
    pipeline.add(
        encoding,
        contentLength,
        (batch, leaf) -> {
          Cid cid = encoding.cid(batch.digest(leaf));
          Loan loan =
              pieces.leaf(
                  cid, batch.buffer(), batch.offset(leaf), batch.length(leaf), contentLength);
          tree.leaf(cid, contentLength);
          return loan;
        });
  }

  /** Whether the earlier run came this way; if there is none or it ended before, it is noted. */
  private boolean isReplayed(JournalRecord record, String path) throws IOException {
    JournalRecord found = replay == null ? null : replay.next();
    if (found == null) {
      endReplay();
      if (journal != null) {
        pipeline.then(() -> journal.add(record));
      }
      return false;
    }
    if (!found.equals(record)) {
      throw new SourceChangedException(path, "is not what the stopped packing had found there");
    }
    return true;
  }

  /** Whether the earlier run has the whole file in finished pieces. */
  private boolean takeOver(String name, SourceFile file) throws IOException {
    JournalRecord next = Objects.requireNonNull(replay).next();
    if (next == null) {
      return false;
    }
    if (!(next instanceof FileEnded ended)) {
      throw new FormatException("the journal does not say how \"" + file.path() + "\" ended");
    }
    tree.finished(name, ended.entry());
    pieces.skipTo(ended.mark());
    listener.file(file.path(), ended.entry(), new Place(ended.piece(), ended.offset()));
    listener.progressed(ended.entry().size());
    return true;
  }

  private List<Cid> endReplay() throws IOException {
    if (replay == null) {
      return List.of();
    }
    List<Cid> leaves = List.copyOf(replay.leaves());
    replay.close();
    replay = null;
    return leaves;
  }

  /** Gives the leaves in finished pieces to the tree again; returns their content bytes. */
  private long replayLeaves(SourceFile file, List<Cid> leaves) throws IOException {
    long done = 0;
    for (Cid leaf : leaves) {
      int length = (int) Math.min(profile.chunkSize(), file.size() - done);
      pieces.replayedLeaf();
      tree.leaf(leaf, length);
      done += length;
    }
    listener.progressed(done);
    return done;
  }

  /** Ends the walk. */
  Entry finish() throws IOException {
    endReplay();
    pipeline.finish();
    return tree.root();
  }
}
