package io.filstore.cli.dag;

import io.filstore.cli.console.VerbGroup;
import io.filstore.cli.console.Verbs;
import picocli.CommandLine.Command;

/** {@code filstore dag ...} */
public final class DagVerbs {
  public static final Verbs VERBS =
      Verbs.of("dag", Group::new).with("get", GetNode::new).with("put", PutNode::new);

  private DagVerbs() {}

  @Command(name = "dag", description = "Read and write blocks as dag-json.")
  private static final class Group extends VerbGroup {}
}
