package io.filstore.gateway.upload;

import io.filstore.ids.Ulid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The staging folder: {@code <upload id>/} for each upload that was received whole, and {@code
 * .receiving/<process>/<upload id>/} for those on their way. Each process holds a lock on {@code
 * .receiving/<process>.lock}; what belongs to a process whose lock is free was left by a kill.
 */
final class Staging implements AutoCloseable {
  private static final String LOCK = ".lock";

  private final Path root;
  private final Path receiving;
  private final Path own;
  private final Path lockFile;
  private final FileChannel lock;
  private final Map<String, Instant> doubtful = new ConcurrentHashMap<>();

  private Staging(Path root, String process) throws IOException {
    this.root = root;
    this.receiving = root.resolve(".receiving");
    this.own = receiving.resolve(process);
    this.lockFile = receiving.resolve(process + LOCK);
    Files.createDirectories(receiving);
    this.lock = FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    Objects.requireNonNull(lock.tryLock(), "a new file can be locked");
    Files.createDirectory(own);
  }

  /** Opens the folder, making it when it is not there. */
  static Staging open(Path folder) throws IOException {
    return new Staging(folder.toAbsolutePath().normalize(), Ulid.next());
  }

  /** A place for the files of one upload. */
  IncomingUpload begin(String uploadId, StagingSpace.Share space, boolean hashing)
      throws IOException {
    return new IncomingUpload(own.resolve(uploadId), root.resolve(uploadId), space, hashing);
  }

  /** Free bytes on the disk of the folder. */
  long usableSpace() {
    try {
      return Files.getFileStore(root).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException("the free space of " + root + " is not known", e);
    }
  }

  /**
   * Removes what killed processes left: half uploads, and whole ones that never became a row.
   *
   * @return the number of uploads removed
   */
  int sweep(Predicate<String> isUpload) throws IOException {
    int removed = 0;
    for (Path file : list(receiving)) {
      String name = file.getFileName().toString();
      if (name.endsWith(LOCK) && !file.equals(lockFile)) {
        removed += sweepProcess(file, name.substring(0, name.length() - LOCK.length()), isUpload);
      }
    }
    return removed;
  }

  /** Notes an upload whose commit may or may not have happened. */
  void doubt(String uploadId, Instant since) {
    doubtful.put(uploadId, since);
  }

  /**
   * Keeps or removes the uploads in doubt since before the given time, as the database says by now.
   *
   * @return the number of uploads removed
   */
  int settleDoubtful(Instant before, Predicate<String> isUpload) throws IOException {
    int removed = 0;
    for (Map.Entry<String, Instant> each : doubtful.entrySet()) {
      if (each.getValue().isBefore(before)) {
        String id = each.getKey();
        if (!isUpload.test(id)) {
          Trees.delete(root.resolve(id));
          removed++;
        }
        Trees.delete(own.resolve(id));
        doubtful.remove(id);
      }
    }
    return removed;
  }

  private int sweepProcess(Path itsLock, String process, Predicate<String> isUpload)
      throws IOException {
    int removed = 0;
    try (FileChannel channel = FileChannel.open(itsLock, StandardOpenOption.WRITE);
        FileLock held = channel.tryLock()) {
      if (held == null) {
        return 0;
      }
      Path folder = receiving.resolve(process);
      for (Path upload : Files.isDirectory(folder) ? list(folder) : List.<Path>of()) {
        String id = upload.getFileName().toString();
        if (!isUpload.test(id)) {
          Trees.delete(root.resolve(id));
          removed++;
        }
        Trees.delete(upload);
      }
      Trees.delete(folder);
      Files.deleteIfExists(itsLock);
      return removed;
    } catch (OverlappingFileLockException e) {
      return 0; // held by another gateway of this very process, which is alive
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** Gives the lock back; uploads that were not finished are removed by the next start. */
  @Override
  public void close() throws IOException {
    boolean empty = list(own).isEmpty();
    if (empty) {
      Files.delete(own);
    }
    lock.close();
    if (empty) {
      Files.deleteIfExists(lockFile);
    }
  }
}
