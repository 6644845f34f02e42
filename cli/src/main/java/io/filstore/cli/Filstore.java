package io.filstore.cli;

import io.filstore.cli.car.CarVerbs;
import io.filstore.cli.cid.CidVerbs;
import io.filstore.cli.console.ByteSize;
import io.filstore.cli.console.InputFile;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.Verbs;
import io.filstore.cli.dag.DagVerbs;
import io.filstore.cli.gateway.GatewayVerbs;
import io.filstore.cli.piece.PieceVerbs;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** All verbs under one name; the door of this module. */
public final class Filstore {
  private static final List<Verbs> GROUPS =
      List.of(
          CarVerbs.VERBS,
          CidVerbs.VERBS,
          DagVerbs.VERBS,
          PieceVerbs.VERBS,
          GatewayVerbs.UPLOAD,
          GatewayVerbs.DENYLIST);

  private final Streams streams;

  @Command(
      name = "filstore",
      description = "CAR archives, CIDs, DAGs and pieces; uploads to a gateway.")
  private static final class Root {}

  public Filstore(Streams streams) {
    this.streams = streams;
  }

  /** Runs one command line: 0 for good, 1 for bad data, 2 for wrong usage. Never throws. */
  public int execute(String... arguments) {
    return commandLine(arguments).execute(arguments);
  }

  /** With the verb that is plainly named, or with all. */
  private CommandLine commandLine(String... arguments) {
    return arguments.length < 2 ? whole() : only(arguments[0], arguments[1]).orElseGet(this::whole);
  }

  private Optional<CommandLine> only(String group, String verb) {
    return GROUPS.stream()
        .filter(verbs -> verbs.name().equals(group))
        .flatMap(verbs -> verbs.only(verb, streams).stream())
        .findFirst()
        .map(one -> ready(new CommandLine(new Root()).addSubcommand(one)));
  }

  /** With all verbs. */
  CommandLine whole() {
    CommandLine whole = new CommandLine(new Root());
    GROUPS.forEach(verbs -> whole.addSubcommand(verbs.all(streams)));
    return ready(whole.addSubcommand(new Completion(streams)));
  }

  private CommandLine ready(CommandLine commandLine) {
    addHelp(commandLine);
    Failures failures = new Failures(streams);
    return commandLine
        .registerConverter(ByteSize.class, new ByteSize.Converter())
        .registerConverter(InputFile.class, new InputFile.Converter())
        .setOut(new PrintWriter(new OutputStreamWriter(streams.out(), StandardCharsets.UTF_8)))
        .setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler(failures::wrongArguments)
        .setExecutionExceptionHandler(failures::failed);
  }

  private static void addHelp(CommandLine command) {
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Print this text.")
                .build());
    command.getSubcommands().values().forEach(Filstore::addHelp);
  }
}
