package io.filstore.cli.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An input in which one can jump about. What can be read only once, the standard input or a pipe,
 * is copied into a temporary file that its owner alone can read and that is removed at the end.
 */
public final class LocalFile implements AutoCloseable {
  private final Path path;
  private final boolean temporary;

  private LocalFile(Path path, boolean temporary) {
    this.path = path;
    this.temporary = temporary;
  }

  /**
   * Opens an input.
   *
   * @throws UsageException if there is no such file
   */
  public static LocalFile of(InputFile input, Streams streams) throws IOException {
    if (!input.isStandardInput() && Files.isRegularFile(input.file())) {
      return new LocalFile(input.file(), false);
    }
    String prefix = "filstore-stdin-" + ProcessHandle.current().pid() + "-";
    LocalFile copy = new LocalFile(Files.createTempFile(prefix, ".part"), true);
    copy.path.toFile().deleteOnExit();
    try (Progress progress = Progress.of(streams, input.name(), input.size());
        InputStream in = new CountedInput(input.open(streams), progress);
        OutputStream out = Files.newOutputStream(copy.path)) {
      in.transferTo(out);
      return copy;
    } catch (IOException | RuntimeException e) {
      copy.close();
      throw e;
    }
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    if (temporary) {
      Files.deleteIfExists(path);
    }
  }
}
