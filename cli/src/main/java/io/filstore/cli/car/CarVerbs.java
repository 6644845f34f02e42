package io.filstore.cli.car;

import io.filstore.cli.console.Streams;
import io.filstore.cli.console.VerbGroup;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code filstore car ...} */
public final class CarVerbs {
  private CarVerbs() {}

  @Command(name = "car", description = "Make, check, read and change CAR archives.")
  private static final class Group extends VerbGroup {}

  public static CommandLine of(Streams streams) {
    return new CommandLine(new Group())
        .addSubcommand(new PackCar(streams))
        .addSubcommand(new VerifyCar(streams))
        .addSubcommand(new InspectCar(streams))
        .addSubcommand(new ListCar(streams))
        .addSubcommand(new CatFile(streams))
        .addSubcommand(new ExtractCar(streams))
        .addSubcommand(new IndexCar(streams))
        .addSubcommand(new ToV1(streams))
        .addSubcommand(new ToV2(streams))
        .addSubcommand(new FilterCar(streams))
        .addSubcommand(new SplitCar(streams))
        .addSubcommand(new JoinCars(streams));
  }
}
