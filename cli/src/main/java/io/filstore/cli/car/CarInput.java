package io.filstore.cli.car;

import io.filstore.cli.console.CountedInput;
import io.filstore.cli.console.Destination;
import io.filstore.cli.console.InputFile;
import io.filstore.cli.console.LocalFile;
import io.filstore.cli.console.Progress;
import io.filstore.cli.console.Streams;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The archive that a verb reads. */
final class CarInput {
  private static final int BUFFER = 1 << 16;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "An archive of either version, or - for the standard input.")
  private InputFile file = new InputFile("-");

  /** What is done with the archive as a stream. */
  interface Reader<T> {
    T read(InputStream in) throws IOException;
  }

  boolean isStandardInput() {
    return file.isStandardInput();
  }

  /** As it was given. */
  String name() {
    return file.name();
  }

  /** Refuses a destination that is the archive itself. */
  void requireApart(Destination destination) throws IOException {
    destination.requireApart(List.of(file));
  }

  /** Reads it once, with a progress bar. */
  <T> T read(Streams streams, Reader<T> reader) throws IOException {
    try (Progress progress = Progress.of(streams, file.name(), file.size());
        InputStream in =
            new BufferedInputStream(new CountedInput(file.open(streams), progress), BUFFER)) {
      return reader.read(in);
    }
  }

  /** The archive as a file, for verbs that jump about in it. */
  LocalFile local(Streams streams) throws IOException {
    return LocalFile.of(file, streams);
  }
}
