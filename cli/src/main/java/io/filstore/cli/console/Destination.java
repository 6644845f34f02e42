package io.filstore.cli.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine.Option;

/** The option of verbs whose result is a file, which may be the standard output. */
public final class Destination {
  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "OUT",
      description = "The file to be written, or - for the standard output (not with --json).")
  private String name = "";

  @Option(names = "--force", description = "Replace OUT if it exists.")
  private boolean force;

  /** One that was named in another way. */
  public static Destination of(String name, boolean force) {
    Destination destination = new Destination();
    destination.name = name;
    destination.force = force;
    return destination;
  }

  /** Writes bytes in order. */
  public interface StreamWriter<T> {
    T write(OutputStream out) throws IOException;
  }

  /** Writes into an empty file, in any order. */
  public interface FileWriter<T> {
    T write(FileChannel out) throws IOException;
  }

  private boolean isStandardOutput() {
    return name.equals("-");
  }

  /**
   * Refuses two outputs in one stream.
   *
   * @param json whether a document was asked for
   */
  public void requireFree(boolean json) {
    if (json && isStandardOutput()) {
      throw new UsageException(
          "the data and --json both want the standard output; -o FILE puts the data elsewhere");
    }
  }

  /**
   * Refuses to replace what is read, which may be needed to the end and longer. Where the standard
   * input comes from is not known.
   *
   * @throws UsageException if this is one of the inputs, or one of them is not there
   */
  public void requireApart(Collection<InputFile> inputs) throws IOException {
    List<Path> files =
        inputs.stream().filter(input -> !input.isStandardInput()).map(InputFile::file).toList();
    if (!isStandardOutput()) {
      OutputFile.requireApart(Path.of(name), files);
    }
  }

  /** Writes the result; a file has it only when the writer has returned. */
  public <T> T stream(Streams streams, StreamWriter<T> writer) throws IOException {
    if (isStandardOutput()) {
      return writer.write(streams.out());
    }
    try (OutputFile file = open()) {
      T result = writer.write(file.stream());
      file.commit();
      return result;
    }
  }

  /** As {@link #stream}; what goes to the standard output waits in a temporary file. */
  public <T> T file(Streams streams, FileWriter<T> writer) throws IOException {
    if (isStandardOutput()) {
      return spooled(streams.out(), writer);
    }
    try (OutputFile file = open()) {
      T result = writer.write(file.channel());
      file.commit();
      return result;
    }
  }

  private OutputFile open() throws IOException {
    return force ? OutputFile.replace(Path.of(name)) : OutputFile.create(Path.of(name));
  }

  /** Writes through a temporary file, for what cannot be written in order. */
  public static <T> T spooled(OutputStream out, FileWriter<T> writer) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            Files.createTempFile("filstore-", ".part"),
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      T result = writer.write(channel);
      Channels.newInputStream(channel.position(0)).transferTo(out);
      return result;
    }
  }

  /** The report of what was written, which does not go where the data went. */
  public Report report(Streams streams, Report report) {
    return isStandardOutput() ? new OnErrorStream(report, streams) : report;
  }
}
