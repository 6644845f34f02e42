package io.filstore.cli.car;

import io.filstore.cli.console.CountedOutput;
import io.filstore.cli.console.Destination;
import io.filstore.cli.console.Progress;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.Text;
import io.filstore.cli.console.Verb;
import io.filstore.multiformats.Cid;
import io.filstore.unixfs.UnixFsReader;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

@Command(
    name = "cat",
    description = {
      "Write the content of a file in an archive, every block of it being verified.",
      "Only the blocks that are needed are read."
    })
final class CatFile extends Verb {
  @Mixin private TreeInput input = new TreeInput();

  @Option(
      names = "--range",
      paramLabel = "FIRST-LAST",
      description = "Only these bytes, counted from 0; also FIRST- and --range=-COUNT.")
  private @Nullable String range;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      description = "The file to be written (default: the standard output; --json needs a file).")
  private String output = "-";

  @Option(names = "--force", description = "Replace OUT if it exists.")
  private boolean force;

  CatFile(Streams streams) {
    super(streams);
  }

  private record Written(Cid cid, long size, long offset, long length) implements Report {
    @Override
    public void text(Text out) throws IOException {
      out.field("file", cid);
      out.field("size", size + " bytes");
      out.field("written", "%d bytes from %d".formatted(length, offset));
    }

    @Override
    public void json(JsonGenerator json) {
      json.writeStringProperty("cid", cid.toString());
      json.writeNumberProperty("size", size);
      json.writeNumberProperty("offset", offset);
      json.writeNumberProperty("length", length);
    }
  }

  @Override
  protected Report run() throws IOException {
    ByteRange part = range == null ? ByteRange.ALL : ByteRange.parse(range);
    Destination destination = Destination.of(output, force);
    destination.requireFree(isJson());
    input.car().requireApart(destination);
    try (ArchivedTree tree = input.open(streams())) {
      Written written = write(tree.reader(), tree.start(), part, destination);
      return output.equals("-") ? Report.NOTHING : written;
    }
  }

  private Written write(UnixFsReader reader, Cid file, ByteRange part, Destination destination)
      throws IOException {
    long size = reader.stat(file).size();
    long offset = part.offsetIn(size);
    long length = part.lengthIn(size);
    try (Progress progress = Progress.of(streams(), input.car().name(), OptionalLong.of(length))) {
      return destination.stream(
          streams(),
          out -> {
            reader.writeRange(file, offset, length, new CountedOutput(out, progress));
            return new Written(file, size, offset, length);
          });
    }
  }
}
