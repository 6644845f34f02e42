package io.filstore.cli.piece;

import io.filstore.cli.console.Destination;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.Text;
import io.filstore.cli.console.Verb;
import io.filstore.multiformats.FormatException;
import io.filstore.piece.PieceCid;
import io.filstore.piece.PieceCommitment;
import io.filstore.piece.aggregate.Aggregate;
import io.filstore.piece.aggregate.Segment;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

@Command(
    name = "prove",
    description = {
      "Prove that a piece is in an aggregate (FRC-0058), in dag-cbor.",
      "The whole aggregate is read, since its index alone is only a claim."
    })
final class ProveInclusion extends Verb {
  @Mixin private AggregateInput input = new AggregateInput();

  @ArgGroup(multiplicity = "1")
  private Which which = new Which();

  @Mixin private Destination destination = new Destination();

  @Option(names = "--trust-index", description = "Believe the index instead of reading everything.")
  private boolean trust;

  private static final class Which {
    @Option(names = "--piece", paramLabel = "CID", description = "The piece, in either form.")
    private @Nullable String piece;

    @Option(names = "--entry", paramLabel = "N", description = "Its number in the index, from 0.")
    private @Nullable Integer entry;
  }

  ProveInclusion(Streams streams) {
    super(streams);
  }

  private record Proved(PieceCommitment whole, Segment segment, int bytes) implements Report {
    @Override
    public void text(Text out) throws IOException {
      out.field("aggregate", whole.v1());
      AggregateReport.line(out, segment, "");
      out.field("proof", bytes + " bytes");
    }

    @Override
    public void json(JsonGenerator json) {
      AggregateReport.segment(json, segment);
      json.writeObjectPropertyStart("aggregate");
      AggregateReport.header(json, whole);
      json.writeEndObject();
      json.writeNumberProperty("proof_bytes", bytes);
    }
  }

  @Override
  protected Report run() throws IOException {
    destination.requireFree(isJson());
    input.requireApart(destination);
    try (IndexedAggregate indexed = input.open(streams())) {
      return prove(indexed);
    }
  }

  private Report prove(IndexedAggregate indexed) throws IOException {
    Aggregate aggregate = indexed.index().aggregate();
    Segment segment = segment(aggregate);
    if (!trust && !indexed.isAsIndexed(streams())) {
      throw new FormatException("the bytes of the aggregate are not what its index says");
    }
    byte[] proof = aggregate.prove(segment.entry()).encode();
    destination.stream(
        streams(),
        out -> {
          out.write(proof);
          return proof;
        });
    Report report = new Proved(aggregate.commitment(), segment, proof.length);
    return destination.report(streams(), report);
  }

  private Segment segment(Aggregate aggregate) {
    if (which.piece == null) {
      int entry = which.entry == null ? 0 : which.entry;
      return aggregate.segments().stream()
          .filter(segment -> segment.entry() == entry)
          .findFirst()
          .orElseThrow(() -> new FormatException("the index names no piece in entry " + entry));
    }
    PieceCid piece = PieceCid.parse(which.piece);
    return aggregate
        .find(piece)
        .orElseThrow(() -> new FormatException("the index does not name the piece " + piece));
  }
}
