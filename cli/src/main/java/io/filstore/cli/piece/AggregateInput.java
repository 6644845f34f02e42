package io.filstore.cli.piece;

import io.filstore.cli.console.ByteSize;
import io.filstore.cli.console.Destination;
import io.filstore.cli.console.InputFile;
import io.filstore.cli.console.Progress;
import io.filstore.cli.console.Streams;
import io.filstore.multiformats.FormatException;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.piece.PieceCommitment;
import io.filstore.piece.aggregate.AggregateFile;
import io.filstore.piece.aggregate.AggregateIndex;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments that name an aggregate. */
final class AggregateInput {
  @Parameters(paramLabel = "AGGREGATE", description = "A file with the raw bytes of an aggregate.")
  private InputFile file = new InputFile("-");

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      description = "Padded size of the aggregate (default: the smallest that holds the file).")
  private @Nullable ByteSize size;

  /** Refuses a destination that is the aggregate itself. */
  void requireApart(Destination destination) throws IOException {
    destination.requireApart(List.of(file.file()));
  }

  /** Reads the index at the end of the file. */
  AggregateIndex index() throws IOException {
    Path path = file.file();
    PaddedPieceSize padded =
        size == null
            ? PaddedPieceSize.forPayload(Files.size(path))
            : new PaddedPieceSize(size.bytes());
    try (FileChannel channel = FileChannel.open(path)) {
      AggregateIndex index = AggregateFile.read(channel, padded).index();
      if (index.segments().isEmpty()) {
        throw new FormatException(
            "'%s' is no aggregate of %s bytes: its index names no piece".formatted(path, padded));
      }
      return index;
    }
  }

  /** Whether every byte of the file is what the index says: pieces, index and zeros between. */
  boolean agreesWith(AggregateIndex index, Streams streams) throws IOException {
    try (PieceHasher hasher = new PieceHasher();
        InputStream in = file.open(streams);
        Progress progress = Progress.of(streams, file.name(), file.size())) {
      PieceCommitment found = hasher.commit(in, progress).padTo(index.area().aggregate());
      return found.v1().equals(index.aggregate().commitment().v1());
    }
  }
}
