package io.filstore.cli;

import io.filstore.cli.car.CarVerbs;
import io.filstore.cli.cid.CidVerbs;
import io.filstore.cli.console.ByteSize;
import io.filstore.cli.console.InputFile;
import io.filstore.cli.console.Streams;
import io.filstore.cli.dag.DagVerbs;
import io.filstore.cli.piece.PieceVerbs;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** All verbs under one name; the door of this module. */
public final class Filstore {
  private final CommandLine commandLine;

  @Command(name = "filstore", description = "CAR archives, CIDs, DAGs and pieces.")
  private static final class Root {}

  public Filstore(Streams streams) {
    Failures failures = new Failures(streams);
    commandLine =
        new CommandLine(new Root())
            .addSubcommand(CarVerbs.of(streams))
            .addSubcommand(CidVerbs.of(streams))
            .addSubcommand(DagVerbs.of(streams))
            .addSubcommand(PieceVerbs.of(streams))
            .addSubcommand(new Completion(streams));
    addHelp(commandLine);
    commandLine
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

  /** Runs one command line: 0 for good, 1 for bad data, 2 for wrong usage. Never throws. */
  public int execute(String... arguments) {
    return commandLine.execute(arguments);
  }
}
