package io.filstore.allinone.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds everything of one system: database, staged files, CARs, secrets, logs.
 *
 * <p>One running system owns it; the lock goes away with the process, however that ends.
 */
public record StateFolder(Path root) {
  public StateFolder {
    root = root.toAbsolutePath().normalize();
  }

  Path secrets() {
    return root.resolve("secrets");
  }

  /** Where the gateway writes the first API key. */
  Path apiKey() {
    return secrets().resolve("api-key");
  }

  Path postgres() {
    return root.resolve("postgres");
  }

  Path staging() {
    return root.resolve("staging");
  }

  Path cars() {
    return root.resolve("cars");
  }

  Path blockIndex() {
    return root.resolve("block-index");
  }

  /** Blocks that the retrieval server fetched from others. */
  Path blockCache() {
    return root.resolve("block-cache");
  }

  Path devnet() {
    return root.resolve("devnet");
  }

  public Path logs() {
    return root.resolve("logs");
  }

  /** Where the running system describes itself. */
  public Path systemFile() {
    return root.resolve("run").resolve("system.json");
  }

  /**
   * Makes the folders, open to their owner only (they hold what users uploaded), and takes the
   * lock.
   *
   * @throws SystemException when another process owns the folder
   */
  Ownership own() {
    try {
      Files.createDirectories(root);
      for (Path folder :
          new Path[] {
            staging(),
            cars(),
            blockIndex(),
            blockCache(),
            devnet(),
            logs(),
            systemFile().getParent()
          }) {
        PrivateFile.createFolder(folder);
      }
      return lock();
    } catch (IOException e) {
      throw new SystemException(
          "The state folder " + root + " cannot be used: " + e.getMessage(), e);
    }
  }

  private Ownership lock() throws IOException {
    Path file = root.resolve("run").resolve("lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = tryLock(channel);
    if (lock == null) {
      channel.close();
      throw new SystemException(
          "A system already runs on " + root + ": stop it with './filstore down' first.");
    }
    return new Ownership(channel);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** The lock on the folder; closing it lets the next system in. */
  record Ownership(FileChannel channel) implements AutoCloseable {
    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
