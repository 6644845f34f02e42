package io.filstore.cli.piece;

import io.filstore.cli.console.ByteSize;
import io.filstore.cli.console.Destination;
import io.filstore.cli.console.InputFile;
import io.filstore.cli.console.LocalFiles;
import io.filstore.cli.console.Progress;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.UsageException;
import io.filstore.cli.console.Verb;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.piece.PieceCommitment;
import io.filstore.piece.aggregate.Aggregate;
import io.filstore.piece.aggregate.AggregateWriter;
import io.filstore.piece.aggregate.Segment;
import io.filstore.piece.aggregate.SegmentSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "aggregate",
    description = {
      "Put pieces into one larger piece with an index of them (FRC-0058).",
      "Every file is read twice: to commit to it, and to copy it."
    })
final class AggregatePieces extends Verb {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Payloads of the pieces; one may be - for the standard input.")
  private List<InputFile> files = List.of();

  @Mixin private Destination destination = new Destination();

  @Option(
      names = "--size",
      required = true,
      paramLabel = "SIZE",
      description = "Padded size of the aggregate: 32GiB.")
  private ByteSize size = new ByteSize(0);

  @Option(
      names = "--order",
      paramLabel = "given|size",
      description = "Which piece comes first: as given (default), or the largest, without gaps.")
  private String order = "given";

  AggregatePieces(Streams streams) {
    super(streams);
  }

  /**
   * A piece to be placed.
   *
   * @param name of its file, as it was given
   * @param file where its bytes are
   */
  private record Part(String name, Path file, PieceCommitment piece) {}

  @Override
  protected Report run() throws IOException {
    destination.requireFree(isJson());
    destination.requireApart(files);
    PaddedPieceSize whole = new PaddedPieceSize(size.bytes());
    try (LocalFiles local = LocalFiles.of(files, streams());
        PieceHasher hasher = new PieceHasher()) {
      List<Part> parts = ordered(commit(local, hasher));
      Aggregate aggregate = Aggregate.of(whole, parts.stream().map(Part::piece).toList());
      write(aggregate, parts, hasher);
      Report report =
          new AggregateReport(
              aggregate.commitment(),
              aggregate.segments(),
              parts.stream().map(Part::name).toList());
      return destination.report(streams(), report);
    }
  }

  private List<Part> commit(LocalFiles local, PieceHasher hasher) throws IOException {
    List<Path> paths = local.paths();
    List<Part> parts = new ArrayList<>();
    try (Progress progress = Progress.of(streams(), "committing", local.size())) {
      for (int i = 0; i < paths.size(); i++) {
        try (InputStream in = Files.newInputStream(paths.get(i))) {
          parts.add(new Part(files.get(i).name(), paths.get(i), hasher.commit(in, progress)));
        }
      }
    }
    return parts;
  }

  private List<Part> ordered(List<Part> parts) {
    return switch (order) {
      case "given" -> parts;
      case "size" ->
          parts.stream().sorted(Comparator.comparing(Part::piece, Segment.LARGEST_FIRST)).toList();
      default -> throw new UsageException("--order is '" + order + "', must be given or size");
    };
  }

  private void write(Aggregate aggregate, List<Part> parts, PieceHasher hasher) throws IOException {
    AggregateWriter writer = new AggregateWriter(aggregate, hasher::fresh);
    SegmentSource source = segment -> Files.newInputStream(parts.get(segment.entry()).file);
    destination.file(
        streams(),
        out -> {
          writer.write(source, out);
          return aggregate;
        });
  }
}
