package io.filstore.cli.piece;

import io.filstore.cli.console.ByteSize;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Text;
import io.filstore.piece.PieceCommitment;
import io.filstore.piece.aggregate.Segment;
import java.io.IOException;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * An aggregate that was written.
 *
 * @param pieces in the order of their entries
 * @param files their files, in the same order
 */
record AggregateReport(PieceCommitment whole, List<Segment> pieces, List<String> files)
    implements Report {
  @Override
  public void text(Text out) throws IOException {
    header(out, whole);
    for (int i = 0; i < pieces.size(); i++) {
      line(out, pieces.get(i), files.get(i));
    }
  }

  @Override
  public void json(JsonGenerator json) {
    header(json, whole);
    json.writeArrayPropertyStart("pieces");
    for (int i = 0; i < pieces.size(); i++) {
      json.writeStartObject();
      segment(json, pieces.get(i));
      json.writeStringProperty("file", files.get(i));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void header(Text out, PieceCommitment whole) throws IOException {
    out.field("piece CID", whole.v2());
    out.field("piece CID v1", whole.v1());
    out.field("raw size", whole.rawSize() + " bytes");
    long padded = whole.size().bytes();
    out.field("piece size", "%d bytes (%s)".formatted(padded, ByteSize.inWords(padded)));
  }

  static void header(JsonGenerator json, PieceCommitment whole) {
    json.writeStringProperty("piece_cid", whole.v2().toString());
    json.writeStringProperty("piece_cid_v1", whole.v1().toString());
    json.writeNumberProperty("raw_size", whole.rawSize());
    json.writeNumberProperty("piece_size", whole.size().bytes());
  }

  static void line(Text out, Segment segment, String note) throws IOException {
    out.field(
        "entry " + segment.entry(),
        "%s at %d, %d bytes  %s"
            .formatted(segment.piece().v1(), segment.offset(), segment.piece().size().bytes(), note)
            .stripTrailing());
  }

  /** The properties of a piece in an aggregate; offset and size are those of its padded form. */
  static void segment(JsonGenerator json, Segment segment) {
    json.writeNumberProperty("entry", segment.entry());
    json.writeStringProperty("piece_cid", segment.piece().v2().toString());
    json.writeStringProperty("piece_cid_v1", segment.piece().v1().toString());
    json.writeNumberProperty("offset", segment.offset());
    json.writeNumberProperty("piece_size", segment.piece().size().bytes());
    json.writeNumberProperty("raw_offset", segment.rawOffset());
    json.writeNumberProperty("raw_size", segment.piece().rawSize());
  }
}
