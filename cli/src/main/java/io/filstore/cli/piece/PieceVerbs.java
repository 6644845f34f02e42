package io.filstore.cli.piece;

import io.filstore.cli.console.VerbGroup;
import io.filstore.cli.console.Verbs;
import picocli.CommandLine.Command;

/** {@code filstore piece ...} */
public final class PieceVerbs {
  public static final Verbs VERBS =
      Verbs.of("piece", Group::new)
          .with("commp", CommitToPiece::new)
          .with("cid", ConvertPieceCid::new)
          .with("aggregate", AggregatePieces::new)
          .with("inspect", InspectAggregate::new)
          .with("prove", ProveInclusion::new)
          .with("verify-proof", VerifyInclusion::new);

  private PieceVerbs() {}

  @Command(name = "piece", description = "Commit to pieces, and read what commits to them.")
  private static final class Group extends VerbGroup {}
}
