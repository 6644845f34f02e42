package io.filstore.cli.gateway;

import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.UsageException;
import io.filstore.cli.console.Verb;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description =
        "Tell how far an upload is; of a CAR also what is missing in it or linked by nothing.")
final class ShowUpload extends Verb {
  @Mixin private GatewayOptions gateway = new GatewayOptions();

  @Parameters(paramLabel = "ID", description = "An upload's id, upl_...")
  private String id = "";

  ShowUpload(Streams streams) {
    super(streams);
  }

  @Override
  protected Report run() throws IOException {
    if (!id.matches("upl_[0-9A-Z]{26}")) {
      throw new UsageException("'" + id + "' is no id of an upload");
    }
    return new UploadReport(ask(gateway, id));
  }

  static Json ask(GatewayOptions gateway, String id) throws IOException {
    return GatewayOptions.send(gateway.request("/api/v1/uploads/" + id).GET());
  }
}
