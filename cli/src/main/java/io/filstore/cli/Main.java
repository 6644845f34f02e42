package io.filstore.cli;

import io.filstore.cli.console.Streams;

/** The process behind {@code ./filstore car|piece|cid|dag|completion}. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(Streams.ofProcess(), arguments));
  }

  private static int run(Streams streams, String[] arguments) {
    try {
      return new Filstore(streams).execute(arguments);
    } catch (OutOfMemoryError e) {
      long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
      streams
          .err()
          .println(
              "filstore: %d MiB of memory are not enough for this; FILSTORE_CLI_HEAP=1g gives more"
                  .formatted(mebibytes));
      return Failures.BAD_DATA;
    }
  }
}
