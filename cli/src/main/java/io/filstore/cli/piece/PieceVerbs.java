package io.filstore.cli.piece;

import io.filstore.cli.console.Streams;
import io.filstore.cli.console.VerbGroup;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code filstore piece ...} */
public final class PieceVerbs {
  private PieceVerbs() {}

  @Command(name = "piece", description = "Commit to pieces, and read what commits to them.")
  private static final class Group extends VerbGroup {}

  public static CommandLine of(Streams streams) {
    return new CommandLine(new Group())
        .addSubcommand(new CommitToPiece(streams))
        .addSubcommand(new ConvertPieceCid(streams))
        .addSubcommand(new AggregatePieces(streams))
        .addSubcommand(new InspectAggregate(streams))
        .addSubcommand(new ProveInclusion(streams))
        .addSubcommand(new VerifyInclusion(streams));
  }
}
