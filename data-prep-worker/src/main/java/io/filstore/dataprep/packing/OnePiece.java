package io.filstore.dataprep.packing;

import io.filstore.blob.BlobDraft;
import io.filstore.blob.BlobStat;
import io.filstore.blob.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A store into which only the CAR of one piece and its index get; the rest of a packing is let go.
 */
final class OnePiece implements BlobStore {

  private final BlobStore store;
  private final String pieceCid;
  private boolean published;

  OnePiece(BlobStore store, String pieceCid) {
    this.store = store;
    this.pieceCid = pieceCid;
  }

  /** Whether the CAR came by. */
  boolean isPublished() {
    return published;
  }

  @Override
  public BlobDraft draft() throws IOException {
    BlobDraft draft = store.draft();
    return new BlobDraft() {
      @Override
      public FileChannel channel() {
        return draft.channel();
      }

      @Override
      public Path path() {
        return draft.path();
      }

      @Override
      public long append(InputStream in) throws IOException {
        return draft.append(in);
      }

      @Override
      public void publish(String name) throws IOException {
        if (name.equals(pieceCid + ".idx")) {
          draft.publish(name);
        } else if (name.equals(pieceCid + ".car")) {
          draft.publish(name);
          published = true;
        }
      }

      @Override
      public void close() throws IOException {
        draft.close();
      }
    };
  }

  @Override
  public Optional<BlobStat> stat(String name) throws IOException {
    return store.stat(name);
  }

  @Override
  public InputStream openRange(String name, long offset, long length) throws IOException {
    return store.openRange(name, offset, length);
  }

  @Override
  public Optional<Path> file(String name) {
    return store.file(name);
  }

  @Override
  public boolean delete(String name) throws IOException {
    return store.delete(name);
  }

  @Override
  public List<String> list(String prefix) throws IOException {
    return store.list(prefix);
  }
}
