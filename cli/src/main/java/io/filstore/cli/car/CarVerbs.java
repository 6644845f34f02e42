package io.filstore.cli.car;

import io.filstore.cli.console.VerbGroup;
import io.filstore.cli.console.Verbs;
import picocli.CommandLine.Command;

/** {@code filstore car ...} */
public final class CarVerbs {
  public static final Verbs VERBS =
      Verbs.of("car", Group::new)
          .with("pack", PackCar::new)
          .with("verify", VerifyCar::new)
          .with("inspect", InspectCar::new)
          .with("ls", ListCar::new)
          .with("cat", CatFile::new)
          .with("extract", ExtractCar::new)
          .with("index", IndexCar::new)
          .with("to-v1", ToV1::new)
          .with("to-v2", ToV2::new)
          .with("filter", FilterCar::new)
          .with("split", SplitCar::new)
          .with("join", JoinCars::new);

  private CarVerbs() {}

  @Command(name = "car", description = "Make, check, read and change CAR archives.")
  private static final class Group extends VerbGroup {}
}
