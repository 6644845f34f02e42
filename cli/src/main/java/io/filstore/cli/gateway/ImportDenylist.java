package io.filstore.cli.gateway;

import io.filstore.cli.console.InputFile;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.Text;
import io.filstore.cli.console.Verb;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

@Command(
    name = "import",
    description = {
      "Deny what a list in the compact denylist format (.deny, IPIP-383) denies, as far as it can be.",
      "Lines that cannot are named with the reason. The key must be an operator's."
    })
final class ImportDenylist extends Verb {
  /** What the gateway reads at most, and a byte more. */
  private static final int MOST = (32 << 20) + 1;

  @Mixin private GatewayOptions gateway = new GatewayOptions();

  @Parameters(paramLabel = "FILE", description = "A list, or - for the standard input.")
  private InputFile file = new InputFile("-");

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "For the record; by default the list's name.")
  private @Nullable String reason;

  ImportDenylist(Streams streams) {
    super(streams);
  }

  private record Imported(Json report) implements Report {
    @Override
    public void text(Text out) throws IOException {
      out.field("taken", report.text("taken"));
      out.field("known", report.text("already_denied"));
      out.field("taken back", report.text("taken_back"));
      out.field("not taken", report.text("not_taken"));
      for (Object each : report.list("first")) {
        if (each instanceof Map<?, ?> line) {
          out.line(
              "  line %s: %s: %s"
                  .formatted(
                      line.get("number"),
                      Text.printable(String.valueOf(line.get("rule"))),
                      line.get("why")));
        }
      }
    }

    @Override
    public void json(JsonGenerator json) {
      report.write(json);
    }
  }

  @Override
  protected Report run() throws IOException {
    byte[] list;
    try (InputStream in = file.open(streams())) {
      list = in.readNBytes(MOST);
    }
    String query = reason == null ? "" : "?reason=" + GatewayOptions.query(reason);
    return new Imported(
        GatewayOptions.send(
            gateway
                .request("/api/v1/denylist:import" + query)
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(BodyPublishers.ofByteArray(list))));
  }
}
