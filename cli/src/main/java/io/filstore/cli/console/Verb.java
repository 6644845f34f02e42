package io.filstore.cli.console;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What every verb has in common. It does its work in {@link #run}, and what that returns is printed
 * as lines or, with {@code --json}, as one document.
 */
@Command(
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n",
    descriptionHeading = "%n")
public abstract class Verb implements Callable<Integer> {
  private final Streams streams;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  private @Nullable JsonDocument document;

  protected Verb(Streams streams) {
    this.streams = streams;
  }

  /** Does the work; what it throws becomes one sentence and an exit code. */
  protected abstract Report run() throws IOException;

  protected final Streams streams() {
    return streams;
  }

  /** Whether the standard output belongs to one JSON document. */
  protected final boolean isJson() {
    return json;
  }

  @Override
  public final Integer call() throws IOException {
    try (Report report = run()) {
      if (json) {
        document = JsonDocument.begin(streams.out());
        document.end(report);
      } else {
        report.text(new Text(streams.out()));
      }
      streams.out().flush();
      return report.exitCode();
    }
  }

  /** Ends the document with an error, where one was asked for: that has begun, or another. */
  public final void endDocument(Report error) throws IOException {
    if (json) {
      (document == null ? JsonDocument.begin(streams.out()) : document).end(error);
    }
  }

  /** Writes the document of a report and a line end. */
  public static void writeJson(Streams streams, Report report) throws IOException {
    JsonDocument.begin(streams.out()).end(report);
  }
}
