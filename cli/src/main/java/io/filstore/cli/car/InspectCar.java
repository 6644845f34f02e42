package io.filstore.cli.car;

import io.filstore.car.CarInspector;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.Verb;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "inspect",
    description = {
      "Say what an archive consists of; 'verify' says whether it is right.",
      "Blocks are not hashed, and of a file not even read."
    })
final class InspectCar extends Verb {
  @Mixin private CarInput car = new CarInput();

  InspectCar(Streams streams) {
    super(streams);
  }

  @Override
  protected Report run() throws IOException {
    return new InspectionReport(car.read(streams(), CarInspector::inspect));
  }
}
