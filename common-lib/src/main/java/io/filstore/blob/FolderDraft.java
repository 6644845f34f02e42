package io.filstore.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A draft as a locked file. The lock belongs to the process, so the system drops it however the
 * process ends. Nobody may open the draft a second time and close it again while it is being
 * written: on POSIX systems that would drop the lock too.
 */
final class FolderDraft implements BlobDraft {

  private static final int COPY_BUFFER = 256 * 1024;

  private final FolderBlobStore store;
  private final Path path;
  private final FileChannel channel;
  private boolean published;

  private FolderDraft(FolderBlobStore store, Path path, FileChannel channel) {
    this.store = store;
    this.path = path;
    this.channel = channel;
  }

  static FolderDraft begin(FolderBlobStore store, Path drafts) throws IOException {
    while (true) {
      Path path = drafts.resolve(UUID.randomUUID() + ".tmp");
      FileChannel channel =
          FileChannel.open(
              path,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      // Between creating and locking, a sweeper may take the file for an abandoned one: then begin
      // another.
      if (tryLock(channel) != null && Files.exists(path)) {
        return new FolderDraft(store, path, channel);
      }
      channel.close();
    }
  }

  /** Deletes {@code draft} unless some process still holds it. */
  static boolean removeIfAbandoned(Path draft) throws IOException {
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      return tryLock(channel) != null && Files.deleteIfExists(draft);
    } catch (NoSuchFileException goneMeanwhile) {
      return false;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  @Override
  public FileChannel channel() {
    return channel;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public long append(InputStream in) throws IOException {
    byte[] buffer = new byte[COPY_BUFFER];
    long total = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
      while (bytes.hasRemaining()) {
        total += channel.write(bytes);
      }
    }
    return total;
  }

  @Override
  public void publish(String name) throws IOException {
    if (published) {
      throw new IllegalStateException("draft already published");
    }
    Path target = store.resolve(name);
    channel.force(true);
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    published = true;
    store.syncFolders();
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      if (!published) {
        Files.deleteIfExists(path);
      }
    }
  }
}
