package io.filstore.retrieval.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.filstore.multiformats.Multihash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blocks that were fetched from others, in a folder, within a budget of bytes. Which stay is a
 * matter of how often and how lately they were asked for (W-TinyLFU). A file is written under
 * another name first and verified at every reading, so whatever happens to the folder, no wrong
 * byte comes out of it. A disk that is full or broken switches keeping off for a while and nothing
 * else. One process to a folder. Thread-safe.
 */
public final class BlockCache {
  private static final Logger LOG = LoggerFactory.getLogger(BlockCache.class);

  /** What a file takes of a disk at least. */
  private static final int UNIT = 4096;

  private static final Duration OFF = Duration.ofMinutes(1);
  private static final String UNFINISHED = ".tmp";
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{8,280}");

  private final Path folder;
  private final long budget;
  private final Clock clock;
  private final Cache<String, Integer> files;
  private final AtomicLong unfinished = new AtomicLong();
  private volatile @Nullable Instant offUntil;

  private BlockCache(Path folder, long budget, Clock clock) {
    this.folder = folder;
    this.budget = budget;
    this.clock = clock;
    this.files =
        Caffeine.newBuilder()
            .maximumWeight(budget)
            .weigher((String _, Integer length) -> weight(length))
            .removalListener(this::removed)
            .executor(Runnable::run)
            .build();
  }

  /**
   * Opens the folder with what an earlier process left in it, the oldest first. One that cannot be
   * made or read is a cache that keeps nothing.
   *
   * @param budget most bytes of all files; 0 for none at all
   */
  public static BlockCache open(Path folder, long budget, Clock clock) {
    BlockCache cache = new BlockCache(folder, budget, clock);
    if (budget > 0) {
      try {
        cache.scan();
      } catch (IOException e) {
        cache.switchOff(e);
      }
    }
    return cache;
  }

  /** The block, verified; empty when it is not here. */
  public Optional<byte[]> get(Multihash hash) {
    String name = name(hash);
    Integer length = files.getIfPresent(name);
    if (length == null) {
      return Optional.empty();
    }
    byte[] block = read(name, length);
    if (block == null || !hash.verifies(block)) {
      files.invalidate(name);
      return Optional.empty();
    }
    return Optional.of(block);
  }

  /**
   * Keeps a block, if it may.
   *
   * @param block with that hash, which was verified
   */
  public void put(Multihash hash, byte[] block) {
    String name = name(hash);
    if (weight(block.length) > budget || isOff() || files.getIfPresent(name) != null) {
      return;
    }
    Path part = folder.resolve(name + "." + unfinished.incrementAndGet() + UNFINISHED);
    try {
      Files.write(part, block);
      Files.move(part, file(name), StandardCopyOption.ATOMIC_MOVE);
      files.put(name, block.length);
    } catch (IOException e) {
      switchOff(e);
      delete(part);
    }
  }

  /** Bytes that its files take, in units of the disk. */
  long size() {
    files.cleanUp();
    return files.asMap().values().stream().mapToLong(BlockCache::weight).sum();
  }

  private void scan() throws IOException {
    createFolder();
    List<Path> found;
    try (Stream<Path> all = Files.list(folder)) {
      found =
          all.filter(Files::isRegularFile).sorted(Comparator.comparing(BlockCache::age)).toList();
    }
    for (Path file : found) {
      String name = file.getFileName().toString();
      if (name.endsWith(UNFINISHED)) {
        delete(file);
      } else if (NAME.matcher(name).matches()) {
        files.put(name, (int) Math.min(Integer.MAX_VALUE - UNIT, Files.size(file)));
      }
    }
  }

  /** Open to its owner only: blocks of private uploads may lie in it. */
  private void createFolder() throws IOException {
    Files.createDirectories(folder);
    if (Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class)) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static long age(Path file) {
    return file.toFile().lastModified();
  }

  private byte @Nullable [] read(String name, int length) {
    try {
      Path file = file(name);
      return Files.size(file) == length ? Files.readAllBytes(file) : null;
    } catch (NoSuchFileException gone) {
      return null;
    } catch (IOException e) {
      LOG.warn("a block of the cache cannot be read: {}", e.toString());
      return null;
    }
  }

  private void removed(@Nullable String name, @Nullable Integer length, RemovalCause cause) {
    if (name != null && cause != RemovalCause.REPLACED) {
      delete(file(name));
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("a file of the cache cannot be deleted: {}", e.toString());
    }
  }

  private void switchOff(IOException e) {
    LOG.warn("the block cache keeps nothing for {} s: {}", OFF.toSeconds(), e.toString());
    offUntil = clock.instant().plus(OFF);
  }

  private boolean isOff() {
    Instant until = offUntil;
    return until != null && clock.instant().isBefore(until);
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private static String name(Multihash hash) {
    return HexFormat.of().formatHex(hash.bytes());
  }

  private static int weight(int length) {
    return Math.max(1, (length + UNIT - 1) / UNIT) * UNIT;
  }
}
