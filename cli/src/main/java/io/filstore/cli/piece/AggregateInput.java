package io.filstore.cli.piece;

import io.filstore.cli.console.ByteSize;
import io.filstore.cli.console.Destination;
import io.filstore.cli.console.InputFile;
import io.filstore.cli.console.LocalFile;
import io.filstore.cli.console.Streams;
import io.filstore.multiformats.FormatException;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.piece.aggregate.AggregateFile;
import io.filstore.piece.aggregate.AggregateIndex;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments that name an aggregate. */
final class AggregateInput {
  @Parameters(
      paramLabel = "AGGREGATE",
      description = "A file with the raw bytes of an aggregate, or - for the standard input.")
  private InputFile file = new InputFile("-");

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      description = "Padded size of the aggregate (default: the smallest that holds the file).")
  private @Nullable ByteSize size;

  /** Refuses a destination that is the aggregate itself. */
  void requireApart(Destination destination) throws IOException {
    destination.requireApart(List.of(file));
  }

  /** Reads the index at its end. */
  IndexedAggregate open(Streams streams) throws IOException {
    LocalFile local = LocalFile.of(file, streams);
    try {
      return new IndexedAggregate(file.name(), local, index(local.path()));
    } catch (IOException | RuntimeException e) {
      local.close();
      throw e;
    }
  }

  private AggregateIndex index(Path path) throws IOException {
    PaddedPieceSize padded =
        size == null
            ? PaddedPieceSize.forPayload(Files.size(path))
            : new PaddedPieceSize(size.bytes());
    try (FileChannel channel = FileChannel.open(path)) {
      AggregateIndex index = AggregateFile.read(channel, padded).index();
      if (index.segments().isEmpty()) {
        throw new FormatException(
            "'%s' is no aggregate of %s bytes: its index names no piece"
                .formatted(file.name(), padded));
      }
      return index;
    }
  }
}
