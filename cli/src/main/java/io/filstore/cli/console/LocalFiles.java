package io.filstore.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Several inputs in which one can jump about; one of them may be the standard input. */
public final class LocalFiles implements AutoCloseable {
  private final List<LocalFile> files = new ArrayList<>();

  private LocalFiles() {}

  /**
   * Opens inputs, in their order.
   *
   * @throws UsageException if one is not there, or two are the standard input
   */
  public static LocalFiles of(List<InputFile> inputs, Streams streams) throws IOException {
    if (inputs.stream().filter(InputFile::isStandardInput).count() > 1) {
      throw new UsageException("the standard input can be read only once");
    }
    LocalFiles local = new LocalFiles();
    try {
      for (InputFile input : inputs) {
        local.files.add(LocalFile.of(input, streams));
      }
      return local;
    } catch (IOException | RuntimeException e) {
      local.close();
      throw e;
    }
  }

  /** As many as there are inputs. */
  public List<Path> paths() {
    return files.stream().map(LocalFile::path).toList();
  }

  /** Bytes of all together. */
  public OptionalLong size() throws IOException {
    long sum = 0;
    for (LocalFile file : files) {
      sum += Files.size(file.path());
    }
    return OptionalLong.of(sum);
  }

  @Override
  public void close() throws IOException {
    for (LocalFile file : files) {
      file.close();
    }
  }
}
