package io.filstore.retrieval.blockindex;

import io.filstore.ids.Ulid;
import io.filstore.multiformats.FormatException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of one folder. Several servers may read them; the one that holds the lock writes. There
 * is no list of what counts: a run has all blocks of its CARs, so one whose CARs are all in larger
 * runs is superfluous, as the sources of a merge are that ended before they were deleted.
 */
final class Runs implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);
  private static final String ENDING = ".run";
  private static final String UNFINISHED = ".tmp";

  private final Path folder;
  private final FileChannel lock;
  private final ReadWriteLock use = new ReentrantReadWriteLock();
  private List<Run> runs = List.of();
  private volatile Set<String> cars = Set.of();
  private boolean owned;

  private Runs(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /** Opens what is in the folder, which is made when there is none. */
  static Runs open(Path folder) throws IOException {
    Files.createDirectories(folder);
    Runs runs =
        new Runs(
            folder,
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    runs.take();
    runs.reload();
    return runs;
  }

  /**
   * Whether this process writes here. One that does not yet tries to, and otherwise sees what the
   * other has written.
   */
  boolean own() throws IOException {
    if (!owned) {
      take();
      reload();
    }
    return owned;
  }

  private void take() throws IOException {
    try {
      owned = lock.tryLock() != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      owned = false;
    }
    if (owned) {
      for (Path abandoned : list(UNFINISHED)) {
        Files.delete(abandoned);
      }
    }
  }

  /** Ids of the CARs whose blocks are in the runs. */
  Set<String> cars() {
    return cars;
  }

  /** Ids of the CARs that have a block with this prefix, each once. */
  List<String> candidates(long prefix) {
    Set<String> found = new LinkedHashSet<>();
    use.readLock().lock();
    try {
      runs.forEach(run -> run.find(prefix, found::add));
    } finally {
      use.readLock().unlock();
    }
    return List.copyOf(found);
  }

  /** The runs now; only who writes may hold on to them. */
  List<Run> all() {
    return runs;
  }

  /**
   * Writes a run and puts it in the place of others. Dying on the way leaves an unfinished file, or
   * both it and those others.
   */
  Run write(List<String> names, List<Entries> sources, List<Run> replaced) throws IOException {
    Path unfinished = folder.resolve(Ulid.next() + UNFINISHED);
    Path finished = folder.resolve(Ulid.next() + ENDING);
    try {
      RunWriter.write(unfinished, names, sources);
      Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    sync();
    List<Run> now = new ArrayList<>(runs);
    now.removeAll(replaced);
    Run written = Run.open(finished);
    now.add(written);
    swap(now);
    for (Run run : replaced) {
      Files.deleteIfExists(run.path());
    }
    return written;
  }

  /** Takes a run out, so that its CARs are indexed anew. */
  void drop(Run run) throws IOException {
    List<Run> now = new ArrayList<>(runs);
    now.remove(run);
    swap(now);
    Files.deleteIfExists(run.path());
  }

  private void reload() throws IOException {
    Map<Path, Run> open = new HashMap<>();
    runs.forEach(run -> open.put(run.path(), run));
    List<Run> found = new ArrayList<>();
    for (Path path : list(ENDING)) {
      Run known = open.get(path);
      if (known != null) {
        found.add(known);
      } else {
        addIfWhole(path, found);
      }
    }
    found.sort(Comparator.comparingLong(Run::size).reversed());
    Set<String> covered = new HashSet<>();
    List<Run> needed = new ArrayList<>();
    for (Run run : found) {
      if (covered.addAll(run.cars())) {
        needed.add(run);
      } else if (owned) {
        Files.deleteIfExists(run.path());
      }
    }
    found.removeAll(needed);
    found.stream().filter(run -> !open.containsKey(run.path())).forEach(Run::close);
    swap(needed);
  }

  private void addIfWhole(Path path, List<Run> found) throws IOException {
    try {
      found.add(Run.open(path));
    } catch (FormatException damage) {
      LOG.warn("{}; its CARs are indexed anew", damage.getMessage());
      if (owned) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException mergedMeanwhile) {
      LOG.debug("{} is gone", path.getFileName());
    }
  }

  /** Those that are left out are closed once nobody searches them any more. */
  private void swap(List<Run> now) {
    List<Run> gone = new ArrayList<>(runs);
    gone.removeAll(now);
    Set<String> names = new HashSet<>();
    now.forEach(run -> names.addAll(run.cars()));
    use.writeLock().lock();
    try {
      runs = List.copyOf(now);
      cars = Set.copyOf(names);
      gone.forEach(Run::close);
    } finally {
      use.writeLock().unlock();
    }
  }

  private List<Path> list(String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private void sync() throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    swap(List.of());
    lock.close();
  }
}
