package io.filstore.cli.car;

import io.filstore.car.CarVerification;
import io.filstore.car.CarVerifier;
import io.filstore.cli.console.InputFile;
import io.filstore.cli.console.Progress;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.Verb;
import java.io.IOException;
import java.io.InputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "verify",
    description = {
      "Check every byte of a CARv1 or CARv2, the links between its blocks and its index.",
      "Blocks that the archive lacks are told and are no fault, unless --complete."
    })
final class VerifyCar extends Verb {
  @Parameters(paramLabel = "FILE", description = "An archive, or - for the standard input.")
  private InputFile file = new InputFile("-");

  @Option(names = "--complete", description = "A block that is missing below the roots is a fault.")
  private boolean complete;

  VerifyCar(Streams streams) {
    super(streams);
  }

  @Override
  protected Report run() throws IOException {
    try (InputStream in = file.open(streams());
        Progress progress = Progress.of(streams(), file.name(), file.size())) {
      CarVerification found = CarVerifier.ofLinks().withProgress(progress::reached).verify(in);
      return complete ? VerificationReport.ofComplete(found) : VerificationReport.of(found);
    }
  }
}
