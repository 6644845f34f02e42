package io.filstore.cli.car;

import io.filstore.cli.console.Report;
import io.filstore.cli.console.Text;
import io.filstore.multiformats.Cid;
import io.filstore.unixfs.extract.Extracted;
import io.filstore.unixfs.extract.Extracted.LeftOut;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** What was extracted, and what was not. */
record ExtractReport(Cid root, Path folder, Extracted extracted) implements Report {
  private static final int SHOWN = 20;

  @Override
  public void text(Text out) throws IOException {
    out.field("root", root);
    out.field("into", folder);
    out.field("files", "%d, %d bytes".formatted(extracted.files(), extracted.bytes()));
    out.field("folders", extracted.directories());
    out.field("symlinks", extracted.symlinks());
    List<LeftOut> leftOut = extracted.leftOut();
    for (LeftOut one : leftOut.subList(0, Math.min(SHOWN, leftOut.size()))) {
      out.field(
          "left out",
          "%s  (%s: %s)"
              .formatted(
                  Text.printable(one.path()), words(one.reason()), Text.printable(one.detail())));
    }
    if (leftOut.size() > SHOWN) {
      out.field("", "and %d more".formatted(leftOut.size() - SHOWN));
    }
  }

  private static String words(Extracted.Reason reason) {
    return switch (reason) {
      case MISSING_BLOCK -> "block not in the archive";
      case SYMLINK -> "symlink not wanted";
      case NOT_UNIXFS -> "not UnixFS";
    };
  }

  @Override
  public void json(JsonGenerator json) {
    json.writeStringProperty("root", root.toString());
    json.writeStringProperty("output", folder.toString());
    json.writeNumberProperty("files", extracted.files());
    json.writeNumberProperty("directories", extracted.directories());
    json.writeNumberProperty("symlinks", extracted.symlinks());
    json.writeNumberProperty("bytes", extracted.bytes());
    json.writeArrayPropertyStart("left_out");
    for (LeftOut one : extracted.leftOut()) {
      json.writeStartObject();
      json.writeStringProperty("path", one.path());
      json.writeStringProperty(
          "reason", one.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'));
      json.writeStringProperty("detail", one.detail());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  @Override
  public int exitCode() {
    return extracted.isComplete() ? 0 : 1;
  }
}
