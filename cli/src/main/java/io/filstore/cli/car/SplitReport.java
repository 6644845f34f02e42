package io.filstore.cli.car;

import io.filstore.cli.console.Report;
import io.filstore.cli.console.Text;
import io.filstore.multiformats.Cid;
import io.filstore.pack.Manifest;
import io.filstore.pack.SplitArchive;
import java.io.IOException;
import java.nio.file.Path;
import tools.jackson.core.JsonGenerator;

/** The archives that were made of one. */
record SplitReport(Path folder, SplitArchive split) implements Report {
  @Override
  public void text(Text out) throws IOException {
    for (Cid root : split.roots()) {
      out.field("root", root);
    }
    if (split.missing() > 0) {
      out.field("missing", split.missing() + " blocks");
    }
    PackReport.pieces(
        out, folder, split.pieces().stream().map(SplitArchive.Piece::packed).toList());
  }

  @Override
  public void json(JsonGenerator json) {
    Json.cids(json, "roots", split.roots());
    json.writeNumberProperty("missing", split.missing());
    json.writeArrayPropertyStart("pieces");
    for (SplitArchive.Piece piece : split.pieces()) {
      json.writeStartObject();
      json.writeStringProperty("car", Manifest.carName(piece.packed()));
      Json.cids(json, "roots", piece.roots());
      PackReport.piece(piece.packed(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringProperty("manifest", folder.resolve(Manifest.NAME).toString());
  }
}
