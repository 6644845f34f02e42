package io.filstore.cli.dag;

import io.filstore.cli.console.Streams;
import io.filstore.cli.console.VerbGroup;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code filstore dag ...} */
public final class DagVerbs {
  private DagVerbs() {}

  @Command(name = "dag", description = "Read and write blocks as dag-json.")
  private static final class Group extends VerbGroup {}

  public static CommandLine of(Streams streams) {
    return new CommandLine(new Group())
        .addSubcommand(new GetNode(streams))
        .addSubcommand(new PutNode(streams));
  }
}
