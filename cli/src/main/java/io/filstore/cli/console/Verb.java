package io.filstore.cli.console;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

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
    Report report = run();
    if (json) {
      writeJson(streams, report);
    } else {
      report.text(new Text(streams.out()));
    }
    streams.out().flush();
    return report.exitCode();
  }

  /** Writes the document of a report and a line end. */
  public static void writeJson(Streams streams, Report report) throws IOException {
    JsonFactory factory =
        JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), streams.out())) {
      json.writeStartObject();
      report.json(json);
      json.writeEndObject();
    }
    streams.out().write('\n');
    streams.out().flush();
  }
}
