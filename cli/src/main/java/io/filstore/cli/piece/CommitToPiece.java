package io.filstore.cli.piece;

import io.filstore.cli.console.ByteSize;
import io.filstore.cli.console.InputFile;
import io.filstore.cli.console.Progress;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.Verb;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.piece.PieceCommitment;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "commp", description = "Compute the piece commitment of a file, on all cores.")
final class CommitToPiece extends Verb {
  @Parameters(paramLabel = "FILE", description = "A file, or - for the standard input.")
  private InputFile file = new InputFile("-");

  @Option(
      names = "--pad-to",
      paramLabel = "SIZE",
      description = "Commit to a larger piece, the rest of it zeros: 32GiB.")
  private @Nullable ByteSize padTo;

  CommitToPiece(Streams streams) {
    super(streams);
  }

  @Override
  protected Report run() throws IOException {
    PaddedPieceSize target = padTo == null ? null : new PaddedPieceSize(padTo.bytes());
    PieceCommitment natural = commitment();
    PieceCommitment padded = target == null ? natural : natural.padTo(target);
    return new CommitmentReport(padded.v2(), padded.v1(), natural.rawSize(), padded.size());
  }

  private PieceCommitment commitment() throws IOException {
    try (PieceHasher hasher = new PieceHasher();
        InputStream in = file.open(streams());
        Progress progress = Progress.of(streams(), file.name(), file.size())) {
      return hasher.commit(in, progress);
    }
  }
}
