package io.filstore.cli.piece;

import io.filstore.cli.console.LocalFile;
import io.filstore.cli.console.Progress;
import io.filstore.cli.console.Streams;
import io.filstore.piece.PieceCommitment;
import io.filstore.piece.aggregate.AggregateIndex;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.OptionalLong;

/**
 * An aggregate whose index has been read.
 *
 * @param name as it was given
 * @param index a claim about the bytes
 */
record IndexedAggregate(String name, LocalFile local, AggregateIndex index)
    implements AutoCloseable {

  /** Whether every byte is what the index says: pieces, index and zeros between. */
  boolean isAsIndexed(Streams streams) throws IOException {
    try (PieceHasher hasher = new PieceHasher();
        InputStream in = Files.newInputStream(local.path());
        Progress progress = Progress.of(streams, name, OptionalLong.of(Files.size(local.path())))) {
      PieceCommitment found = hasher.commit(in, progress).padTo(index.area().aggregate());
      return found.v1().equals(index.aggregate().commitment().v1());
    }
  }

  @Override
  public void close() throws IOException {
    local.close();
  }
}
