package io.filstore.cli.cid;

import io.filstore.cli.console.Streams;
import io.filstore.cli.console.VerbGroup;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code filstore cid ...} */
public final class CidVerbs {
  private CidVerbs() {}

  @Command(name = "cid", description = "Look at content identifiers, rewrite and make them.")
  private static final class Group extends VerbGroup {}

  public static CommandLine of(Streams streams) {
    return new CommandLine(new Group())
        .addSubcommand(new InspectCid(streams))
        .addSubcommand(new FormatCid(streams))
        .addSubcommand(new HashFile(streams));
  }
}
