package io.filstore.gateway.upload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The folder of an upload that is being received. Files are numbered in the order of arrival, so
 * that no name from outside ever becomes a name on our disk. Closing it without {@link #keep()}
 * removes everything.
 */
final class IncomingUpload implements FileSink, AutoCloseable {
  private static final int BUFFER = 128 << 10;

  private final Path place;
  private final Path files;
  private final Path target;
  private final StagingSpace.Share space;
  private final boolean hashing;
  private final FileSyncs syncs = new FileSyncs();
  private final byte[] buffer = new byte[BUFFER];
  private int count;
  private boolean moved;
  private boolean kept;

  IncomingUpload(Path place, Path target, StagingSpace.Share space, boolean hashing)
      throws IOException {
    this.place = place;
    this.files = place.resolve("files");
    this.target = target;
    this.space = space;
    this.hashing = hashing;
    Files.createDirectories(files);
  }

  @Override
  public ReceivedFile receive(UploadPath path, InputStream content) throws IOException {
    String name = String.format("%06d", ++count);
    FileChannel file = create(files.resolve(name));
    boolean whole = false;
    try {
      @Nullable MessageDigest digest = hashing ? FileDigest.sha256() : null;
      long size = copy(content, file, digest);
      whole = true;
      syncs.add(file);
      return new ReceivedFile(path, size, name, digest == null ? null : digest.digest());
    } finally {
      if (!whole) {
        file.close();
      }
    }
  }

  /**
   * Brings everything to the disk and puts it under the upload's final name; a row may refer to it
   * from now on.
   */
  void seal() {
    onDisk(() -> {
      syncs.await();
      FileSyncs.folder(files);
      moved = true;
      Files.move(files, target, StandardCopyOption.ATOMIC_MOVE);
      Path root = target.getParent();
      if (root != null) {
        FileSyncs.folder(root);
      }
    });
  }

  /** The row is committed: closing leaves the sealed files alone. */
  void keep() {
    kept = true;
  }

  /**
   * Leaves everything for {@link Staging#settleDoubtful}; for when the outcome of the commit is not
   * known.
   */
  void leaveInDoubt() {
    kept = true;
    moved = false;
  }

  @Override
  public void close() throws IOException {
    syncs.close();
    if (!kept) {
      Trees.delete(target);
      Trees.delete(place);
    } else if (moved) {
      Trees.delete(place);
    }
  }

  private long copy(InputStream content, FileChannel file, @Nullable MessageDigest digest)
      throws IOException {
    long size = 0;
    for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
      space.take(n);
      write(file, ByteBuffer.wrap(buffer, 0, n));
      if (digest != null) {
        digest.update(buffer, 0, n);
      }
      size += n;
    }
    return size;
  }

  private static FileChannel create(Path file) {
    return onDisk(
        () -> FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  private static void write(FileChannel file, ByteBuffer bytes) {
    onDisk(() -> {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    });
  }

  private static void onDisk(DiskDeed deed) {
    onDisk(() -> {
      deed.run();
      return deed;
    });
  }

  private static <T> T onDisk(DiskCall<T> call) {
    try {
      return call.run();
    } catch (IOException e) {
      throw new StagingWriteException(e);
    }
  }

  private interface DiskCall<T> {
    T run() throws IOException;
  }

  private interface DiskDeed {
    void run() throws IOException;
  }
}
