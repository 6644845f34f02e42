package io.filstore.cli;

import io.filstore.cli.console.Streams;

/** The process behind {@code ./filstore car|piece|cid|dag|completion}. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(new Filstore(Streams.ofProcess()).execute(arguments));
  }
}
