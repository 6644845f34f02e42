package io.filstore.cli.cid;

import io.filstore.cli.console.VerbGroup;
import io.filstore.cli.console.Verbs;
import picocli.CommandLine.Command;

/** {@code filstore cid ...} */
public final class CidVerbs {
  public static final Verbs VERBS =
      Verbs.of("cid", Group::new)
          .with("inspect", InspectCid::new)
          .with("format", FormatCid::new)
          .with("hash", HashFile::new);

  private CidVerbs() {}

  @Command(name = "cid", description = "Look at content identifiers, rewrite and make them.")
  private static final class Group extends VerbGroup {}
}
