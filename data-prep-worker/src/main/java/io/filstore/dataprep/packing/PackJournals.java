package io.filstore.dataprep.packing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
      Path own = own(uploadId, number);
      if (HELD_HERE.add(own)) {
        FileChannel lock = lock(own);
        if (lock.isOpen()) {
          PackJournal journal = new PackJournal(own, lock, () -> HELD_HERE.remove(own));
          journal.begin();
          return journal;
        }
        HELD_HERE.remove(own);
      }
    }
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

  /** Removes what was noted about an upload that is committed, unless another worker is at it. */
  void remove(String uploadId) throws IOException {
    for (int number = 0; Files.exists(PackJournal.lockOf(own(uploadId, number))); number++) {
      removeUnlessHeld(own(uploadId, number));
    }
  }

  private static void removeUnlessHeld(Path own) throws IOException {
    if (!HELD_HERE.add(own)) {
      return;
    }
    try (FileChannel lock = lock(own)) {
      if (lock.isOpen()) {
        PackJournal.remove(own);
      }
    } finally {
      HELD_HERE.remove(own);
    }
  }

  private Path own(String uploadId, int number) {
    return folder.resolve(uploadId + "~" + number);
  }
}
