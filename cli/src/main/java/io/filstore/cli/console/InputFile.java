package io.filstore.cli.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import picocli.CommandLine.ITypeConverter;

/**
 * A file named as an argument, or the standard input for {@code -}.
 *
 * @param name as it was given
 */
public record InputFile(String name) {

  /** Reads an argument. */
  public static final class Converter implements ITypeConverter<InputFile> {
    @Override
    public InputFile convert(String text) {
      return new InputFile(text);
    }
  }

  public boolean isStandardInput() {
    return name.equals("-");
  }

  /**
   * Opens it for one pass; unbuffered.
   *
   * @throws UsageException if there is no such file
   */
  public InputStream open(Streams streams) throws IOException {
    return isStandardInput() ? streams.in() : Files.newInputStream(file());
  }

  /** Bytes in it, unknown for the standard input and for pipes. */
  public OptionalLong size() throws IOException {
    return isStandardInput() || !Files.isRegularFile(file())
        ? OptionalLong.empty()
        : OptionalLong.of(Files.size(file()));
  }

  /**
   * The file, where it is not the standard input.
   *
   * @throws UsageException if there is no such file
   */
  Path file() {
    Path file = Path.of(name);
    if (!Files.exists(file)) {
      throw new UsageException("there is no file '" + name + "'");
    }
    if (Files.isDirectory(file)) {
      throw new UsageException("'" + name + "' is a folder, not a file");
    }
    return file;
  }
}
