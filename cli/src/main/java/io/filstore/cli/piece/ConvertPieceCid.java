package io.filstore.cli.piece;

import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.UsageException;
import io.filstore.cli.console.Verb;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.piece.PieceCid;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "cid",
    description =
        "Turn one form of a piece CID into the other. The first carries no size, so it takes the"
            + " payload's.")
final class ConvertPieceCid extends Verb {
  @ArgGroup(multiplicity = "1")
  private Given given = new Given();

  private static final class Given {
    @ArgGroup(exclusive = false)
    private @Nullable First first;

    @Option(
        names = "--v2",
        paramLabel = "CID",
        description = "A piece CID of FRC-0069, bafkzcib...")
    private @Nullable String v2;
  }

  private static final class First {
    @Option(
        names = "--v1",
        required = true,
        paramLabel = "CID",
        description = "A piece CID without sizes, baga6ea4seaq...")
    private String v1 = "";

    @Option(
        names = "--raw-size",
        required = true,
        paramLabel = "BYTES",
        description = "Bytes of the payload.")
    private long rawSize;
  }

  ConvertPieceCid(Streams streams) {
    super(streams);
  }

  @Override
  protected Report run() {
    return given.v2 != null ? second(given.v2) : first(given.first);
  }

  private static Report second(String text) {
    PieceCid cid = PieceCid.parse(text);
    if (!cid.isV2()) {
      throw new UsageException(
          "%s is the first form; give it as --v1 with --raw-size".formatted(cid));
    }
    return report(cid, cid.rawSize().orElseThrow());
  }

  private static Report first(@Nullable First given) {
    if (given == null) {
      throw new UsageException("--v1 with --raw-size, or --v2");
    }
    PieceCid cid = PieceCid.parse(given.v1);
    if (cid.isV2()) {
      throw new UsageException("%s is the second form; give it as --v2".formatted(cid));
    }
    return report(cid.toV2(given.rawSize), given.rawSize);
  }

  private static Report report(PieceCid v2, long rawSize) {
    return new CommitmentReport(
        v2, PieceCid.v1(v2.root()), rawSize, PaddedPieceSize.forPayload(rawSize));
  }
}
