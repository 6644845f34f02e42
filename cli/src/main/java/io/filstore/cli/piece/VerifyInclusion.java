package io.filstore.cli.piece;

import io.filstore.cli.console.ByteSize;
import io.filstore.cli.console.InputFile;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.Text;
import io.filstore.cli.console.UsageException;
import io.filstore.cli.console.Verb;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.piece.PieceCid;
import io.filstore.piece.PieceCommitment;
import io.filstore.piece.aggregate.Inclusion;
import io.filstore.piece.aggregate.InclusionProof;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

@Command(name = "verify-proof", description = "Check a proof that a piece is in an aggregate.")
final class VerifyInclusion extends Verb {
  @Parameters(paramLabel = "PROOF", description = "A file, or - for the standard input.")
  private InputFile file = new InputFile("-");

  @Option(
      names = "--piece",
      required = true,
      paramLabel = "CID",
      description = "The piece; in its first form it needs --piece-size.")
  private String piece = "";

  @Option(names = "--piece-size", paramLabel = "SIZE", description = "Padded size of the piece.")
  private @Nullable ByteSize pieceSize;

  @Option(
      names = "--aggregate",
      required = true,
      paramLabel = "CID",
      description = "The aggregate, in either form.")
  private String aggregate = "";

  VerifyInclusion(Streams streams) {
    super(streams);
  }

  private record Verdict(Inclusion inclusion) implements Report {
    @Override
    public int exitCode() {
      return inclusion instanceof Inclusion.Proven ? 0 : 1;
    }

    @Override
    public void text(Text out) throws IOException {
      switch (inclusion) {
        case Inclusion.Refuted(String why) -> out.field("valid", "no: " + why);
        case Inclusion.Proven(var whole, var segment) -> {
          out.field("valid", "yes");
          AggregateReport.line(out, segment, "");
          out.field("aggregate", whole.v1());
        }
      }
    }

    @Override
    public void json(JsonGenerator json) {
      json.writeBooleanProperty("valid", inclusion instanceof Inclusion.Proven);
      switch (inclusion) {
        case Inclusion.Refuted(String why) -> json.writeStringProperty("reason", why);
        case Inclusion.Proven(var whole, var segment) -> {
          AggregateReport.segment(json, segment);
          json.writeObjectPropertyStart("aggregate");
          AggregateReport.header(json, whole);
          json.writeEndObject();
        }
      }
    }
  }

  @Override
  protected Report run() throws IOException {
    PieceCommitment claimed = claimed(PieceCid.parse(piece));
    PieceCid whole = PieceCid.parse(aggregate);
    try (InputStream in = file.open(streams())) {
      byte[] proof = in.readNBytes(InclusionProof.MAX_BYTES + 1);
      return new Verdict(InclusionProof.decode(proof).verify(claimed, whole));
    }
  }

  private PieceCommitment claimed(PieceCid cid) {
    if (pieceSize == null) {
      if (!cid.isV2()) {
        throw new UsageException(cid + " carries no size; give it as --piece-size");
      }
      return PieceCommitment.of(cid);
    }
    PaddedPieceSize padded = new PaddedPieceSize(pieceSize.bytes());
    return PieceCommitment.of(cid.toWholePiece(padded));
  }
}
