package io.filstore.cli.piece;

import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.Text;
import io.filstore.cli.console.Verb;
import io.filstore.piece.aggregate.AggregateIndex;
import io.filstore.piece.aggregate.Flaw;
import io.filstore.piece.aggregate.FlawedEntry;
import io.filstore.piece.aggregate.Segment;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

@Command(
    name = "inspect",
    description = {
      "List the pieces that the index of an aggregate names.",
      "The index is a claim; --verify computes whether the bytes are as it says."
    })
final class InspectAggregate extends Verb {
  @Mixin private AggregateInput input = new AggregateInput();

  @Option(names = "--verify", description = "Read the whole aggregate and compare.")
  private boolean verify;

  InspectAggregate(Streams streams) {
    super(streams);
  }

  /**
   * What an index says.
   *
   * @param verified whether the bytes agree, if that was asked
   */
  private record Inspection(AggregateIndex index, @Nullable Boolean verified) implements Report {
    @Override
    public int exitCode() {
      return Boolean.FALSE.equals(verified) ? 1 : 0;
    }

    @Override
    public void text(Text out) throws IOException {
      AggregateReport.header(out, index.aggregate().commitment());
      if (verified != null) {
        out.field("verified", verified ? "yes" : "no: the bytes are not what the index says");
      }
      for (Segment segment : index.segments()) {
        AggregateReport.line(out, segment, "");
      }
      for (FlawedEntry slot : index.flawed()) {
        out.field("entry " + slot.entry(), "flawed: " + String.join(", ", flaws(slot)));
      }
    }

    @Override
    public void json(JsonGenerator json) {
      AggregateReport.header(json, index.aggregate().commitment());
      json.writeNumberProperty("capacity", index.area().capacity());
      json.writeName("verified");
      if (verified == null) {
        json.writeNull();
      } else {
        json.writeBoolean(verified);
      }
      json.writeArrayPropertyStart("pieces");
      for (Segment segment : index.segments()) {
        json.writeStartObject();
        AggregateReport.segment(json, segment);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayPropertyStart("flawed");
      for (FlawedEntry slot : index.flawed()) {
        json.writeStartObject();
        json.writeNumberProperty("entry", slot.entry());
        json.writeArrayPropertyStart("flaws");
        flaws(slot).forEach(json::writeString);
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
    }

    private static List<String> flaws(FlawedEntry slot) {
      return slot.flaws().stream()
          .sorted()
          .map(Flaw::name)
          .map(name -> name.toLowerCase(Locale.ROOT).replace('_', '-'))
          .toList();
    }
  }

  @Override
  protected Report run() throws IOException {
    try (IndexedAggregate aggregate = input.open(streams())) {
      return new Inspection(aggregate.index(), verify ? aggregate.isAsIndexed(streams()) : null);
    }
  }
}
