package io.filstore.cli.console;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;

/**
 * A file that appears under its name when it is complete and not before: it is written beside its
 * place and renamed by {@link #commit}. Closed without that, or when the process is interrupted, it
 * disappears.
 */
public final class OutputFile implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final Path target;
  private final Path draft;
  private final FileChannel channel;
  private final OutputStream stream;
  private final Thread cleaner;
  private final boolean replace;

  private OutputFile(Path target, Path draft, boolean replace) throws IOException {
    this.target = target;
    this.draft = draft;
    this.replace = replace;
    this.cleaner = new Thread(this::discard, "discard " + draft);
    Runtime.getRuntime().addShutdownHook(cleaner);
    this.channel =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    this.stream = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
  }

  /**
   * Begins a file.
   *
   * @throws UsageException if something is there already
   */
  public static OutputFile create(Path target) throws IOException {
    refuseExisting(target);
    return new OutputFile(target, beside(target), false);
  }

  /**
   * Begins a file that will replace what is there.
   *
   * @throws UsageException if a folder, a device or a pipe is there
   */
  public static OutputFile replace(Path target) throws IOException {
    if (Files.isDirectory(target)) {
      throw new UsageException("'" + target + "' is a folder, it is not replaced by a file");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new UsageException("'" + target + "' is no file; '-o - >" + target + "' writes to it");
    }
    return new OutputFile(target, beside(target), true);
  }

  /**
   * Refuses to replace what is read.
   *
   * @throws UsageException if the target is one of the inputs
   */
  public static void requireApart(Path target, Collection<Path> inputs) throws IOException {
    if (!Files.exists(target)) {
      return;
    }
    for (Path input : inputs) {
      if (Files.exists(input) && Files.isSameFile(target, input)) {
        throw new UsageException("'" + target + "' is read, so it cannot be written");
      }
    }
  }

  private static void refuseExisting(Path target) {
    if (Files.exists(target)) {
      throw new UsageException("'" + target + "' exists; --force replaces it");
    }
  }

  private static Path beside(Path target) {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new UsageException("there is no folder for '" + target + "'");
    }
    return target.resolveSibling(
        "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
  }

  /** Buffered; {@link #commit} flushes it. */
  public OutputStream stream() {
    return stream;
  }

  /** For positioned reads and writes; flush the stream before. */
  public FileChannel channel() {
    return channel;
  }

  /** Gives the complete file its name. */
  public void commit() throws IOException {
    stream.close();
    if (replace) {
      Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
    } else {
      refuseExisting(target);
      Files.move(draft, target);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    discard();
    try {
      Runtime.getRuntime().removeShutdownHook(cleaner);
    } catch (IllegalStateException e) {
      // The process is ending, and the cleaner has run or will run.
    }
  }

  private void discard() {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      // What cannot be removed has a name that says what it is.
    }
  }
}
