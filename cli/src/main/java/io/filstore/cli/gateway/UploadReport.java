package io.filstore.cli.gateway;

import io.filstore.cli.console.Report;
import io.filstore.cli.console.Text;
import java.io.IOException;
import tools.jackson.core.JsonGenerator;

/** An upload as the gateway tells it; of a CAR also what is in it, and what is not. */
record UploadReport(Json upload) implements Report {
  @Override
  public void text(Text out) throws IOException {
    out.field("id", upload.text("id"));
    out.field("name", Text.printable(upload.text("name")));
    out.field("state", upload.text("state"));
    out.field("format", upload.text("format"));
    out.field("bytes", upload.text("total_bytes"));
    field(out, "root", upload.text("payload_cid"));
    field(out, "piece", upload.text("piece_cid"));
    Json car = upload.object("car");
    if (car != null) {
      car(out, car);
    }
    Json failure = upload.object("failure");
    if (failure != null) {
      out.field("failure", Text.printable(failure.text("code") + ": " + failure.text("detail")));
    }
  }

  private static void car(Text out, Json car) throws IOException {
    out.field("roots", car.text("root_count"));
    out.field("blocks", car.text("blocks"));
    census(out, car, "missing", "missing_links");
    census(out, car, "unlinked", "unlinked_blocks");
  }

  /** How many, then the first of them. */
  private static void census(Text out, Json car, String name, String count) throws IOException {
    String known = car.text(count);
    out.field(name, known.isEmpty() ? "not known, there were too many links" : known);
    for (Object cid : car.list(name)) {
      out.line("  " + cid);
    }
  }

  private static void field(Text out, String name, String value) throws IOException {
    if (!value.isEmpty()) {
      out.field(name, value);
    }
  }

  @Override
  public void json(JsonGenerator json) {
    upload.write(json);
  }

  @Override
  public int exitCode() {
    return upload.text("state").equals("failed") ? 1 : 0;
  }
}
