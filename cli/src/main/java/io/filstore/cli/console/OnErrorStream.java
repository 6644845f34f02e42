package io.filstore.cli.console;

import java.io.IOException;
import tools.jackson.core.JsonGenerator;

/** A report for people, where the standard output carries the data itself. */
public record OnErrorStream(Report report, Streams streams) implements Report {
  @Override
  public void text(Text out) throws IOException {
    report.text(new Text(streams.err()));
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    report.json(json);
  }

  @Override
  public int exitCode() {
    return report.exitCode();
  }

  @Override
  public void close() throws IOException {
    report.close();
  }
}
