package io.filstore.cli.car;

import io.filstore.car.CarConversion;
import io.filstore.cli.console.Destination;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.Verb;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "to-v1",
    description = "Unwrap the CARv1 of a CARv2, every block being verified on the way.")
final class ToV1 extends Verb {
  @Mixin private CarInput car = new CarInput();
  @Mixin private Destination destination = new Destination();

  ToV1(Streams streams) {
    super(streams);
  }

  @Override
  protected Report run() throws IOException {
    destination.requireFree(isJson());
    car.requireApart(destination);
    Report report =
        new ConversionReport(
            destination.stream(
                streams(), out -> car.read(streams(), in -> CarConversion.toV1(in, out))));
    return destination.report(streams(), report);
  }
}
