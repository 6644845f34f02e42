package io.filstore.cli.console;

import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** The one document on an output, an object; it can end with an error wherever it has come to. */
final class JsonDocument {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private final OutputStream out;
  private final JsonGenerator json;

  private JsonDocument(OutputStream out) {
    this.out = out;
    this.json = FACTORY.createGenerator(ObjectWriteContext.empty(), out);
  }

  static JsonDocument begin(OutputStream out) {
    JsonDocument document = new JsonDocument(out);
    document.json.writeStartObject();
    return document;
  }

  /** Writes the last properties, and a line end behind the document. */
  void end(Report report) throws IOException {
    while (!json.streamWriteContext().getParent().inRoot()) {
      if (json.streamWriteContext().inArray()) {
        json.writeEndArray();
      } else {
        json.writeEndObject();
      }
    }
    report.json(json);
    json.writeEndObject();
    json.close();
    out.write('\n');
    out.flush();
  }
}
