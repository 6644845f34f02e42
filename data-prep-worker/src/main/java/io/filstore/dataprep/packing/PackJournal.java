package io.filstore.dataprep.packing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder for notes that this run holds; without {@link #keep} it goes when it is closed. */
final class PackJournal implements AutoCloseable {

  static final String LOCK = ".lock";

  private final Path folder;
  private final FileChannel lock;
  private final Runnable released;
  private boolean kept;

  PackJournal(Path folder, FileChannel lock, Runnable released) {
    this.folder = folder;
    this.lock = lock;
    this.released = released;
  }

  Path folder() {
    return folder;
  }

  /** Makes the folder; one that is there already is of a run that died, and kept. */
  void begin() throws IOException {
    kept = Files.isDirectory(folder);
    Files.createDirectories(folder);
  }

  /** There is something that a later run can go on with. */
  void keep() {
    kept = true;
  }

  /** Forgets what was noted, so that packing begins from the start. */
  void clear() throws IOException {
    empty(folder);
    kept = false;
  }

  static Path lockOf(Path folder) {
    return folder.resolveSibling(folder.getFileName() + LOCK);
  }

  /** Removes a folder with its notes, its lock last. */
  private static void remove(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      empty(folder);
      Files.deleteIfExists(folder);
    }
    Files.deleteIfExists(lockOf(folder));
  }

  private static void empty(Path folder) throws IOException {
    List<Path> notes;
    try (Stream<Path> files = Files.list(folder)) {
      notes = files.toList();
    }
    for (Path note : notes) {
      Files.deleteIfExists(note);
    }
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      if (!kept) {
        remove(folder);
      }
    } finally {
      released.run();
    }
  }
}
