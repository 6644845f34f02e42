package io.filstore.dataprep.packing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far the packing of each upload has come: {@code <CAR store>/.packing/<upload id>~<n>}. A
 * folder is held by the lock on a file beside it for as long as its worker lives; another worker on
 * the same upload takes the next number and begins from the start.
 */
final class PackJournals {

  /** A process that closes a file loses its lock, however often it had opened it. */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path folder;

  /**
   * @param carDir folder of the CAR store
   */
  PackJournals(Path carDir) {
    this.folder = carDir.toAbsolutePath().normalize().resolve(".packing");
  }

  /** The journal of the last run that died, or a new one. */
  PackJournal take(String uploadId) throws IOException {
    Files.createDirectories(folder);
    for (int number = 0; ; number++) {
      PackJournal journal = hold(folder.resolve(uploadId + "~" + number));
      if (journal != null) {
        journal.begin();
        return journal;
      }
    }
  }

  /**
   * Removes what is noted about the upload, which is at its end. A worker that is still at it keeps
   * its own until it sees that it comes too late, and calls this, too.
   */
  void remove(String uploadId) throws IOException {
    for (Path own : ofUpload(uploadId)) {
      PackJournal journal = hold(own);
      if (journal != null) {
        journal.close();
      }
    }
  }

  private List<Path> ofUpload(String uploadId) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(uploadId + "~") && name.endsWith(PackJournal.LOCK))
          .map(name -> folder.resolve(name.substring(0, name.length() - PackJournal.LOCK.length())))
          .toList();
    }
  }

  /** Null when another run has it. */
  private static @Nullable PackJournal hold(Path own) throws IOException {
    if (!HELD_HERE.add(own)) {
      return null;
    }
    FileChannel lock = lock(own);
    if (lock.isOpen()) {
      return new PackJournal(own, lock, () -> HELD_HERE.remove(own));
    }
    HELD_HERE.remove(own);
    return null;
  }

  /** The locked file, or a closed one when another process has it. */
  private static FileChannel lock(Path own) throws IOException {
    Path file = PackJournal.lockOf(own);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      // Between opening and locking the last holder may have removed it.
      if (channel.tryLock() == null || !Files.exists(file)) {
        channel.close();
      }
    } catch (OverlappingFileLockException heldByThisProcess) {
      channel.close();
    }
    return channel;
  }
}
